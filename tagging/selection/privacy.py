"""What of a text must not leave the machine: e-mail addresses, telephone numbers and the names of contacts.

Found: addresses with an @ sign; numbers of seven to fifteen digits written like a telephone number; and capitalized
words after a title (Dr., Mme), after a word that leads to a person (contact, communiquez avec), before a role, or apart
beside an address or a number. Not found: a name that stands alone elsewhere, in lower case, or in a list of people; one
with a word that courses are named by; an address or a number that is written out in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tagging.records import Field
from tagging.selection.lone_names import lone_names

Kind = Literal["[e-mail]", "[phone]", "[name]"]

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_PHONE = re.compile(
    r"(?<![\w$.])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?!\w)"
    r"(?:\s?,?\s?(?:ext\.?|x|poste)\s?\d{1,6}\b)?"
    r"|(?<![\w$])\+\d[\d .()-]{6,18}\d(?!\w)"
    r"|\b(?:[Tt][ée]l|[Pp]hone|[Cc]all|[Aa]ppelez)\b[.:]? ?(?:le |au )?\d{3}[ .-]\d{4}(?!\w)"
)
_NAME = r"[^\W\d_a-zà-ÿ][\w'’-]+"
_NAMES = rf"{_NAME}(?: (?:[^\W\d_]\. )?(?:(?:de|du|la|le|van|von|el|St\.) )?{_NAME}){{0,3}}"
# One capitalized word alone counts where something follows that follows a person: call Python functions.
_ONE_OR_MORE = rf"{_NAME} {_NAMES}|{_NAME}(?= (?:at|for|by|on|au|pour|par|à)\b|[,.;:)\n]|$)"
_TITLED = re.compile(rf"\b(?:(?:Dr|Dre|Mr|Mrs|Ms|Mx|Prof|Mme|Mlle)\.?|M\.)[ \u00a0](?:[^\W\d_]\. )?({_NAMES})")
_LED = re.compile(
    r"\b(?i:contact(?:er|ez)?|call|e-?mail|speak (?:to|with)|ask for|reach|write to|taught by|instructor is|"
    r"communique[rz] avec|appele[rz]|[ée]crire? à|[ée]crivez à|joindre|adresse[rz]-vous à|"
    rf"(?:contact|instructor|coordinator|coordonnat(?:eur|rice)|responsable|personne-ressource)\s?:) ({_ONE_OR_MORE})"
)
# Capitalized words after these that begin no name: Contact Centre Agent, Call Us, Ms Excel.
_NO_NAME = re.compile(
    r"(?i:cent(?:re|er)s?|lens(?:es)?|us|the|your|our|now|today|hours?|tracing|management|handling|support|services?|"
    r"sports?|information|person|persons|le|la|les|nous|notre|votre|un|une|des|admissions?|students?|college|office|word|excel|"
    r"access|project|powerpoint|outlook|teams|sql|windows)\b"
)


@dataclass(frozen=True, slots=True)
class Personal:
    """A passage `text[start:end]` that stays here, and what is sent in its place."""

    start: int
    end: int
    placeholder: Kind


def personal(text: str, field: Field) -> list[Personal]:
    """In the order of the text, none over another; where a title capitalizes all words, only Dr. and the like count."""
    found: list[Personal] = []
    for candidate in _candidates(text, field):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in found):
            found.append(candidate)
    return sorted(found, key=lambda each: each.start)


def _candidates(text: str, field: Field) -> Iterator[Personal]:
    yield from (Personal(match.start(), match.end(), "[e-mail]") for match in _EMAIL.finditer(text))
    yield from (Personal(match.start(), match.end(), "[phone]") for match in _PHONE.finditer(text))
    for match in _TITLED.finditer(text):
        if not _NO_NAME.match(match.group(1)):
            yield Personal(match.start(), match.end(), "[name]")
    if field == "title":
        return
    for match in _LED.finditer(text):
        if not _NO_NAME.match(match.group(1)):
            yield Personal(match.start(1), match.end(1), "[name]")
    contacts = [match.span() for kind in (_EMAIL, _PHONE) for match in kind.finditer(text)]
    yield from (Personal(start, end, "[name]") for start, end in lone_names(text, contacts))
