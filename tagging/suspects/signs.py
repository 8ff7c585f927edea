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
        "oubliez cites obeis obeissez"
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
        "offering under chez page machine robot parser treat traitez private put words"
    ),
}
_POINTS = {word: points for points, words in _SIGNS.items() for word in words.split()}
WORD = re.compile(r"[a-z]+")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_FEWEST_POINTS, _LEAST_DENSITY = 7, 0.25


def signed(plain: str, words: Collection[str]) -> Iterator[Span]:
    """Sentences with signs enough, of a folded text and its words."""
    if _points(words) >= _FEWEST_POINTS:
        for match in _SENTENCE.finditer(plain):
            said = WORD.findall(match.group())
            if _points(said) >= max(_FEWEST_POINTS, _LEAST_DENSITY * len(said)):
                yield match.span()


def _points(words: Collection[str]) -> int:
    return sum(_POINTS[word] for word in _POINTS.keys() & set(words))
