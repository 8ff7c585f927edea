"""Lists of unlike occupations or tools, and one word over and over: text meant for a search, not for a reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tagging.suspects.rules import Span

# Everyday names of occupations, in both languages and without accents, by broad category of the NOC.
_OCCUPATIONS = {
    "1": (
        "broker courtier accountant bookkeeper banker auditor actuary accounting banking comptabilite finance "
        "comptable actuaire banquier banquiere"
    ),
    "2": (
        "surveyor arpenteur arpenteuse physicist physicien engineer developer programmer architect engineering "
        "chemist geologist biologist veterinarian ingenieur ingenieure developpeur developpeuse programmeur "
        "programmeuse architecte chimiste geologue biologiste coder"
    ),
    "3": (
        "optician opticien opticienne midwife sage-femme radiographer nurse physician doctor dentist pharmacist "
        "paramedic surgeon physiotherapist nursing dentistry medicine pharmacy infirmier infirmiere infirmiers "
        "medecin dentiste pharmacien pharmacienne chirurgien chirurgienne veterinaire optometrist"
    ),
    "4": (
        "lawyer teacher economist psychologist judge firefighter professor police law teaching policing droit "
        "enseignement avocat avocate enseignant enseignante economiste psychologue juge pompier pompiere "
        "professeur policier policiere"
    ),
    "5": (
        "dancer danseur danseuse designer acting journalism theatre journalist violinist musician actor "
        "photographer librarian journaliste violoniste musicien musicienne comedien photographe bibliothecaire"
    ),
    "6": (
        "barber barbier barbiere bartender barman florist fleuriste waiter serveur serveuse realtor cooking "
        "hairdressing baking cuisine coiffure chef cook baker hairdresser tailor cashier butcher cuisinier "
        "cuisiniere cheffe boulanger boulangere coiffeur coiffeuse tailleur caissier caissiere boucher bouchere"
    ),
    "7": (
        "roofer couvreur couvreuse trucker mason macon maconne painter peintre plumbing welding carpentry "
        "aviation plomberie soudage charpenterie electrician plumber welder carpenter pilot mechanic driver "
        "electricien electricienne plombier plombiere soudeur soudeuse charpentier charpentiere pilote mecanicien "
        "camionneur camionneuse"
    ),
    "8": (
        "farming mining agriculture mines forestry foresterie farmer miner logger fisher agriculteur agricultrice "
        "mineur mineuse bucheron pecheur"
    ),
}
# Tools by the kind of work they are for.
_TOOLS = {
    "office": "excel powerpoint sharepoint",
    "accounting": "quickbooks sage",
    "drafting": "autocad revit solidworks sketchup catia",
    "design": "photoshop illustrator figma indesign canva",
    "programming": "python java javascript kubernetes docker",
    "data": "tableau oracle postgresql mysql",
    "business": "salesforce hubspot workday",
    "mathematics": "matlab spss stata",
    "web": "wordpress shopify drupal",
}


def _by_name(groups: Mapping[str, str]) -> dict[str, str]:
    return {name: group for group, names in groups.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class _Lists:
    """Names by group; a sentence with this many names of this many groups serves no reader."""

    groups: Mapping[str, str]
    fewest_names: int
    fewest_groups: int

    def in_excess(self, words: Collection[str]) -> bool:
        named = {
            word: group for word in words if (group := self.groups.get(word) or self.groups.get(word.removesuffix("s")))
        }
        return len(named) >= self.fewest_names and len(set(named.values())) >= self.fewest_groups


_LISTS = (_Lists(_by_name(_OCCUPATIONS), 6, 5), _Lists(_by_name(_TOOLS), 8, 5))
_WORD = re.compile(r"[a-z]{4,}")
_LINE = re.compile(r"[^.!?\n]+")
_FEWEST_WORDS, _REPEATED_SHARE, _ROOT = 8, 0.5, 5


def stuffed(plain: str, counts: Mapping[str, int]) -> Iterator[Span]:
    """Sentences of a folded text, of which each word is counted."""
    repeated = max((count for word, count in counts.items() if len(word) >= _ROOT), default=0)
    if repeated >= _FEWEST_WORDS // 2 or any(each.in_excess(counts) for each in _LISTS):
        yield from (match.span() for match in _LINE.finditer(plain) if _is_stuffed(_WORD.findall(match.group())))


def _is_stuffed(words: Sequence[str]) -> bool:
    if any(each.in_excess(words) for each in _LISTS):
        return True
    repeated = max(Counter(word[:_ROOT] for word in words).values(), default=0)
    return len(words) >= _FEWEST_WORDS and repeated >= _REPEATED_SHARE * len(words)
