"""Sentences in a language of neither kind of reader, put into a text in English or French."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tagging.suspects.folding import WORD, Folded
from tagging.suspects.rules import Span

# Letters of other scripts; Inuktitut, Cree, Ojibwe and Cherokee syllables are not among them.
_SPACED_LETTER = (
    r"\u0370-\u052f\u0531-\u06ff\u0710-\u074a\u0750-\u07ff\u08a0-\u08ff\u0900-\u0dff\u0e00-\u10ff\u1100-\u137f"
    r"\u1780-\u17ff\u1820-\u18aa\uac00-\ud7a3\ufb1d-\ufdfb\ufe70-\ufefc"
)
_UNSPACED_LETTER = r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = f"[{_SPACED_LETTER}{_UNSPACED_LETTER}]"
_RUN = re.compile(rf"{_LETTER}+(?:(?:[^\w\n]|[\d_]){{1,20}}{_LETTER}+)*[。！？।؟]?")
_SPACED = re.compile(rf"[{_SPACED_LETTER}]+")
_UNSPACED = re.compile(f"[{_UNSPACED_LETTER}]")
# A name, a greeting or an example of a language course is shorter.
_FEWEST_WORDS, _FEWEST_UNSPACED = 5, 9

_SENTENCE = re.compile(r"[^.!?…\n]+")
# Everyday words, without accents, of Spanish, Portuguese, Italian, German, Dutch, Polish and Tagalog, and of our two.
_OTHER = frozenset(
    "el los las del y con para una por como su lo este esta te mas pero muy usted todo nada nao uma os ao dos da em "
    "seu sua voce isto apenas outro di che della delle degli gli alla nel questo questa sono ogni altro corso niente "
    "der das und "
    "ist mit fur von dem ein eine einen nicht auf als sie diese dieses dieser nur alle aus wird het een voor zijn "
    "dit deze niet alleen aan ook jest nie nic kurs oraz tylko jako prosze ang ng mga ito ay hindi lamang".split()
)
_OURS = frozenset(
    "the of and to in for is on that by this with you it or be are from at your will an have we can not le la les "
    "de des du et en sur que ce cette avec vous ou etre sont au aux un une qui dans votre leur nous pour par ne pas "
    "d l".split()
)
_FEWEST_OTHER, _LEAST_SHARE, _FEWEST_IN_SENTENCE = 3, 0.2, 6
_MOST = 0.75


def foreign(text: str, plain: Folded, words: Collection[str]) -> list[Span]:
    """Passages of a text, given also folded; none where most of it is in another language, which is not put in."""
    found = [] if text.isascii() else list(_in_other_scripts(text))
    if len(_OTHER.intersection(words)) >= _FEWEST_OTHER:
        found += [plain.span(*span) for span in _in_latin(plain.text)]
    return found if sum(end - start for start, end in found) <= _MOST * len(text) else []


def _in_other_scripts(text: str) -> Iterator[Span]:
    for match in _RUN.finditer(text):
        run = match.group()
        if len(_SPACED.findall(run)) >= _FEWEST_WORDS or len(_UNSPACED.findall(run)) >= _FEWEST_UNSPACED:
            yield match.span()


def _in_latin(plain: str) -> Iterator[Span]:
    """Sentences with words enough of other languages, and those that go on in one."""
    goes_on = False
    for match in _SENTENCE.finditer(plain):
        words = WORD.findall(match.group())
        others, ours = ([word for word in words if word in known] for known in (_OTHER, _OURS))
        is_whole = len(words) >= _FEWEST_IN_SENTENCE and len(others) >= _LEAST_SHARE * len(words)
        is_sure = is_whole and len(set(others)) >= _FEWEST_OTHER
        goes_on = len(others) > len(ours) and (is_sure or goes_on)
        if goes_on:
            yield match.span()
