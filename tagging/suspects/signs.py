"""Words that speak to a tagger rather than to a learner: each is innocent alone, several in one sentence are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tagging.suspects.rules import Span

# What a folded word says, by how rarely program descriptions use it; those of courses on artificial intelligence, on
# teaching and on recruiting count least.
_SIGNS = {
    4: ("tagger etiqueteur classificateur llm unrestricted jailbreak"),
    3: (
        "ignore ignorez ignorer disregard facet facets facette facettes override overrides classifier bot reponds "
        "repondez untrusted regardless whatever decoy leurre abstain suggestions suggestion vergiss oublie "
        "oubliez cites obeis obeissez beg begging classement supplie supplions implore"
    ),
    2: (
        "occupation occupations profession professions quote quotes citation cite output outputs probability "
        "probabilite confidence confiance label labels tag tags tagged etiquette etiquettes etiqueter etiquetez "
        "etiquetage tagging candidats candidate classify classified classez select choisis choisissez fiche "
        "listing obeys obey obeit settled rank tu ton ta tes toi uniquement veuillez merci pretend imagine admin "
        "operator platform plateforme evidence preuve refuse leave laisse laissez mets mettez inscris inscrivez "
        "retourne retournez strength trusted stop forget answer reply replies aucune kindly filler remplissage "
        "rendez justify justifier"
    ),
    1: (
        "consigne consignes classer only seul seule seulement nothing rien always toujours must doit dois devez "
        "shall should please matter autre autres others rest reste first premier peu importe your you votre vos "
        "this program programme course cours text texte never jamais already deja them it pas not no do ne as "
        "comme say says dire dit be etre final finale every chaque tout toute all one unique right correct entire "
        "none list liste code ai ia assistant model modele instructions instruction prompt system systeme answers "
        "reponse reponses repondre question conversation choose choisir selection candidates return record file "
        "offering under chez page machine robot parser treat traitez private put words coded codee codees indexing "
        "choosing approved group groupe series serie"
    ),
}
_POINTS = {word: points for points, words in _SIGNS.items() for word in words.split()}
WORD = re.compile(r"[a-z]+")
BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_FEWEST_POINTS, _LEAST_DENSITY = 7, 0.25
# In a text with an order elsewhere, fewer do.
_TELLING_POINTS, _TELLING_SHARE = 5, 0.33
# Beside an order, a sentence goes on with it when it has this share of signs, or a lesser one when it is short.
_SHARE, _SHORT, _SHORT_POINTS, _SHORT_SHARE = 0.24, 12, 2, 0.2


def signed(plain: str, words: Collection[str]) -> Iterator[Span]:
    """Brackets and sentences with signs enough, of a folded text and its words."""
    if _points(words) >= _FEWEST_POINTS:
        yield from _signed(BRACKETS, plain)
        outside = BRACKETS.sub(
            lambda match: " " * len(match.group()) if _is_signed(match.group()) else match.group(), plain
        )
        yield from _signed(_SENTENCE, outside)


def _signed(parts: re.Pattern[str], plain: str) -> Iterator[Span]:
    return (match.span() for match in parts.finditer(plain) if _is_signed(match.group()))


def _is_signed(part: str) -> bool:
    said = WORD.findall(part)
    return _points(said) >= max(_FEWEST_POINTS, _LEAST_DENSITY * len(said))


def is_telling(plain: str) -> bool:
    """Whether a folded sentence of a text with an order is likely to be part of one."""
    said = WORD.findall(plain)
    return _points(said) >= max(_TELLING_POINTS, _TELLING_SHARE * len(said))


def speaks(plain: str) -> bool:
    """Whether a folded text has any sign."""
    return _points(WORD.findall(plain)) > 0


def goes_on(plain: str) -> bool:
    """Whether a folded sentence beside an order speaks on to a tagger."""
    said = WORD.findall(plain)
    points, is_short = _points(said), len(said) <= _SHORT
    return points > _SHARE * len(said) or (is_short and points >= max(_SHORT_POINTS, _SHORT_SHARE * len(said)))


def _points(words: Collection[str]) -> int:
    return sum(_POINTS[word] for word in _POINTS.keys() & set(words))
