"""Names that no title and no word leads to, found by what stands beside them: a role, an address or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Characters between a name and the address or number that makes it one.
_NEAR = 60
_PART = r"(?:Mc|Mac|[DLO]['’])?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)*"
_NAME = rf"{_PART}(?: (?:[A-ZÀ-ÖØ-Þ]\.|de|du|van|von|el))?(?: {_PART}){{1,2}}"
_ROLE = (
    r"(?i:(?:(?:the|our|your|lead|senior|associate|assistant|adjunct|program|course|academic|student|faculty|clinical|"
    r"notre|votre) ){0,2}(?:coordinator|instructor|professor|facilitator|dean|registrar|advis[eo]r|"
    r"(?:program|course|academic) (?:manager|director|lead|chair)|coordonnat(?:eur|rice)|professeure?|enseignante?|"
    r"format(?:eur|rice)|doyen(?:ne)?|registraire|conseill(?:er|ère)|chargée? de (?:cours|projet|programme|formation)|"
    r"(?:responsable|direct(?:eur|rice)) (?:de|du|des)))\b"
)
_BEFORE_A_ROLE = re.compile(rf"(?<![\w'’-])({_NAME})[ \t]?[,|(\n–—-][ \t]?{_ROLE}")
# The first words of a line, a sentence or brackets, and what ends them.
_APART = re.compile(rf"(?m)(?:^[ \t•*-]*|(?<=[.:;|(–—] )|(?<=\())({_NAME})(?=[ \t]*(?:$|[,:;|()–—]|- ))")
# Capitalized words that people are not called: offices and places, what courses, tools and occupations are named by.
_NO_PART = re.compile(
    r"(?i)(?:(?:a|an|the|our|your|for|more|how|to|we|this|please|les?|nos|vos|pour|un|une)|"
    r"(?:admissions?|college|collège|university|université|school|école|faculty|faculté|campus|institute|institut|"
    r"cent(?:re|er)s?|department|département|office|bureau|services?|support|help|desk|info|contact|students?|étudiants?|"
    r"program(?:s|mes?)?|courses?|cours|certificat(?:e|s|es)?|diploma|diplôme|micro|studies|études|level|niveau|online|"
    r"arts?|data|données|web|cloud|business|affaires|health|santé|care|soins?|child|social|human|sales|ventes?|"
    r"work(?:ers?|shop)?|food|design|project|projets?|trades?|skills?|tools?|basics?|fundamentals?|introduction|advanced|"
    r"digital|early|first|french|english|français|anglais|ontario|canada|toronto|ottawa|microsoft|google|adobe|power|"
    r"apple|amazon|visual|excel|word|monday|tuesday|wednesday|thursday|friday|january|february|march|april|june|july|"
    r"august|september|october|november|december|phone|tel|e-?mail|courriel|coordinator|instructor|professor|manager|"
    r"director|dean|registrar|advis[eo]r|facilitator|formation|gestion|technicien(?:ne)?|agente?s?|aide|assistante?s?|"
    r"therapy|medicine|theatre|methods?|practices?|essentials|techniques|bootcamp|masterclass|research|repair|traffic|"
    r"supervisor|operator|mechanic|practitioner|attendant|responder|architecture|forestry|chemistry|remote|agile|"
    r"clerks?|nurs(?:e|es)|analysts?|security|software|systems?|supply|chain|community|public)|"
    r"\w+(?:ing|ments?|[ts]ions?|ics|ique|logy|logie|graphy|ship|ware|ness|isme?|ity|ité|ance|ence|ician|eurs?|ologist))"
)


def lone_names(text: str, contacts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where names stand; `contacts` is where addresses and numbers do."""
    for match in _BEFORE_A_ROLE.finditer(text):
        if _may_be_a_name(match.group(1)):
            yield match.span(1)
    for match in _APART.finditer(text):
        if _may_be_a_name(match.group(1)) and any(_is_beside(text, match.span(1), each) for each in contacts):
            yield match.span(1)


def _may_be_a_name(words: str) -> bool:
    return not any(_NO_PART.fullmatch(part) for word in words.split() for part in word.split("-") if part[0].isupper())


def _is_beside(text: str, name: tuple[int, int], contact: tuple[int, int]) -> bool:
    """In the same sentence, on the same line or the next."""
    between = text[min(name[1], contact[1]) : max(name[0], contact[0])]
    return len(between) <= _NEAR and between.count("\n") <= 1 and not re.search(r"[.!?]\s", between)
