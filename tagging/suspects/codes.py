"""Codes of unit groups that a text gives as the answer, or that stand in it without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tagging.suspects.orders import ANSWER, CLASSED, CODE
from tagging.suspects.rules import Span, matches, rule
from vocabulary import load

# Only a text with a number that could be a unit group is searched for these.
_DIGITS = 5
_IN_SENTENCE = re.compile(r"[a-z]+[^.!?]* [\"(]?$")
_DECLARED = re.compile(r"\b(?:noc|cnp)\b[^.!?\d]{0,14}\d{5}\b(?:[^.!?\d]{0,60}\b\d{5}\b)*[^.!?\d]{0,60}$")
# Five digits in words, unless somebody counts.
_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|un|deux|trois|quatre|cinq|sept|huit|neuf)"
_SPELLED = rule(
    "zero,two,three,four,five,six,seven,eight,nine,deux,trois,quatre,cinq,sept,huit,neuf",
    r"\b(?!one\W+two\W+three|un\W+deux\W+trois|five\W+four|cinq\W+quatre)"
    rf"{_DIGIT}(?:[ ,;/.-]{{1,3}}(?:and |et |puis |then )?{_DIGIT}){{4}}\b",
)
_SPACED = re.compile(r"\d(?<![\w.,/-].)(?!.2.3)([ -])[0-5](?:\1\d){3}(?!\w|[.,/-]\d)")
_NUMBER = re.compile(r"\b\d[0-5]\d{3}\b")
RULES = (
    rule(
        "answer,repl,respon,return,output,print,emit,write,select,choose,pick,assign,tag,record,mark,rate,classif,carry"
        ",name,use,give,say,repon,retourn,renvo,choisi,attribu,inscri,affich,produi,ecri,donne,mett,gard,reten,"
        "confirm,gib"
        ",elige,rend",
        rf"\b{ANSWER}\b[^.!?]{{0,45}}?{CODE}",
        rf"\b(?:tag|class\w*|code[ds]?)\b[^.!?\d]{{0,30}}\b(?:as|sous|dans|under) {CODE}",
    ),
    rule(
        "answer,repl,occupation,profession,label,repon,code,etiquette,output,sortie,noc",
        rf"\b(?:right|only|correct|acceptable|real|valid|final|single|gold|good|bonne?|seule?|unique|vraie?|expected)\b"
        rf"[^.!?]{{0,30}}?\b(?:answer|reply|output|label|{CLASSED}|reponse)\b[^.!?]{{0,40}}?{CODE}",
        rf"\b(?:answer|reply|label|reponse|occupation|profession)\b(?: \w+){{0,3}} ?(?:is|est|has to be|must be"
        rf"|doit etre) (?:le code |the code |code )?{CODE}",
        rf"\b(?:output|sortie|answer|reponse|assistant) ?: {CODE}",
        rf"\b(?:code|occupation|profession|noc|answer|reponse) ?=+>? ?{CODE}",
        rf"\b{CLASSED} (?:to record|to keep|a retenir|a inscrire|a rendre|retenue?|attendue?|voulue?) ?(?::|est"
        rf"|is) ?{CODE}",
        rf"\b(?:occupation|profession|label) ?: {CODE}(?=[\s\S]{{0,200}}?\b(?:occupation|profession|label) ?: {CODE})",
        r"\b(?:code|\d[0-5]\d{3}) (?:is mandatory|est obligatoire|is the gold label)",
        r"\b(?:only|seule?s?) (?:the |le |la )?(?:code|occupation|profession) \d[0-5]\d{3}\b",
        rf"{CODE}[^.!?]{{0,60}}\b(?:answer|reponse)\b",
    ),
    rule(
        "->,=>,→,|,:",
        rf"(?:\b(?:program|programme|input|texte?|entree) ?:[^\n]{{0,80}}\n"
        rf"|(?:\|[^\n]{{0,80}}\|\n)+\|[^|\n]{{0,80}})?(?:[-=]>|→|\||:) ?{CODE}"
        rf"(?:[\s\S]{{0,120}}?(?:[-=]>|→|\||:) ?{CODE})+",
    ),
)

# A standard, a course or a declared group may be a bare number; nothing else in a program is a unit group's code.
_NAMED = re.compile(
    r"(?:\b(?:iso|iec|sae|csa|tp|en|din|nfpa|astm|ansi|noc|cnp|course|cours|section|room|local|ext"
    r"|poste)\b[^.!?\n]{0,14}|[$#/.,-])$"
)
_BEFORE, _SENTENCE = 25, 300


@cache
def _unit_groups() -> frozenset[str]:
    return frozenset(code for code in load("noc").concepts if len(code) == _DIGITS)


def _bare(plain: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(plain):
        if match.group() in _unit_groups():
            before = plain[max(match.start() - _SENTENCE, 0) : match.start()].rpartition("\n")[2]
            if _IN_SENTENCE.search(before) and not _NAMED.search(before[-_BEFORE:]) and not _DECLARED.search(before):
                yield match.span()


def codes(plain: str) -> Iterator[Span]:
    """Where a code is given in a text folded by `tagging.suspects.folding`."""
    yield from matches([_SPELLED], plain)
    yield from (match.span() for match in _SPACED.finditer(plain))
    if _NUMBER.search(plain):
        yield from matches(RULES, plain)
        yield from _bare(plain)
