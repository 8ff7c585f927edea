"""What the cells of a column say: text, numbers, amounts, yes or no, a language, codes and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Literal
from urllib.parse import urlsplit

from intake.limits import excerpt
from intake.records import Cell
from review_queue.records import Language
from vocabulary import UnknownConcept, load
from vocabulary.search import fold

Parse = Callable[[Sequence[Cell]], object]

MOST_NOC_CODES = 3
_NOC_DIGITS = 5
_NOC_EXAMPLE = "72106"
_YES = frozenset("yes y true t oui o vrai eligible admissible 1".split())
_NO = frozenset("no n false f non faux ineligible inadmissible 0".split()) | {"not eligible", "non admissible"}
_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "anglaise", "en ca", "en us", "en gb"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "francais", "francaise", "fr ca", "fr fr"), "fr"),
}
_DELIVERIES: Mapping[str, str] = {
    **dict.fromkeys(("online", "on line", "en ligne", "virtual", "virtuel", "virtuelle"), "online"),
    **dict.fromkeys(("in person", "en personne", "en presentiel", "presentiel", "in class", "on campus"), "in person"),
    **dict.fromkeys(("hybrid", "hybride", "blended", "mixte"), "hybrid"),
}
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.I)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.I)
_NOC_EDITION = re.compile(r"\b(?:noc|cnp)[\s:-]*(?:2021\b)?", re.I)
_OTHER_UNIT = re.compile(
    r"[\d\s,.]+(?:days?|jours?|months?|mois|years?|ans?|annees?|minutes?|min|weeks?|semaines?|hours?|heures?|h)\.?"
)
_DOLLARS = re.compile(r"(?:c\$|ca\$|cad\$?|can\$?|\$ ?ca[dn]?|\$|dollars?(?: canadiens| canadian)?)", re.I)
_OTHER_MONEY = re.compile(r"us\$|usd|eur|gbp|€|£|¥", re.I)
_FREE = frozenset({"free", "no cost", "no charge", "gratuit", "sans frais", "aucun frais"})


class Unreadable(Exception):
    """A cell that does not say what its column asks for; `code` names the problem's sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


def as_text(cell: Cell) -> str:
    """A cell as a person would type it: 101.0 is 101."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def text(limit: int) -> Callable[[Sequence[Cell]], str]:
    """Any text up to `limit` characters."""

    def parse(cells: Sequence[Cell]) -> str:
        joined = "\n".join(as_text(cell) for cell in cells)
        if len(joined) > limit:
            raise Unreadable("too_long", length=len(joined), limit=limit)
        return joined

    return parse


def line(limit: int) -> Callable[[Sequence[Cell]], str]:
    """A text on one line."""
    whole = text(limit)
    return lambda cells: " ".join(whole(cells).split())


def number(
    *, least: float, most: float, unit: Literal["weeks", "hours"], example: str
) -> Callable[[Sequence[Cell]], float]:
    """A number, with or without its unit, in English or French notation."""
    units = {"weeks": r"(?:weeks?|wks?|semaines?|sem)\.?", "hours": r"(?:hours?|hrs?|heures?|h)\.?"}

    def parse(cells: Sequence[Cell]) -> float:
        (cell,) = cells
        written = fold(as_text(cell)).strip()
        amount = re.sub(rf"(?<=[\d\s]){units[unit]}$", "", written).strip()
        if amount == written and _OTHER_UNIT.fullmatch(written):
            raise Unreadable(f"not_in_{unit}", value=excerpt(as_text(cell)), example=example)
        value = float(_decimal(cell, amount, example))
        if not least <= value <= most:
            raise Unreadable("out_of_range", value=f"{value:.10g}", least=f"{least:g}", most=f"{most:g}")
        return value

    return parse


def cost(cells: Sequence[Cell]) -> Decimal:
    """Canadian dollars and cents: "$1,250.00", "1 250 $", "free"."""
    (cell,) = cells
    written, example = as_text(cell), "1250.00"
    if " ".join(fold(written).split()) in _FREE:
        return Decimal("0.00")
    if _OTHER_MONEY.search(written):
        raise Unreadable("not_canadian_dollars", value=excerpt(written), example=example)
    amount = _decimal(cell, _DOLLARS.sub("", written).strip(), example)
    cents = amount.quantize(Decimal("0.01")) if abs(amount) < 10**9 else amount
    # A number of a spreadsheet is a binary fraction: 419.99999999999994 means 420.
    if cents != amount and not (isinstance(cell, float) and abs(cents - amount) < Decimal("0.0001")):
        raise Unreadable("fraction_of_a_cent", value=excerpt(written), example=example)
    if not 0 <= cents <= 1_000_000:
        raise Unreadable("out_of_range", value=excerpt(written), least=0, most=1_000_000)
    return cents


def yes_or_no(cells: Sequence[Cell]) -> bool:
    """Yes or no, in either language."""
    (cell,) = cells
    answer = _folded(as_text(cell))
    if answer not in _YES | _NO:
        raise Unreadable("not_yes_or_no", value=excerpt(as_text(cell)))
    return answer in _YES


def language(cells: Sequence[Cell]) -> Language:
    """A language by its name or code."""
    (cell,) = cells
    name = _folded(as_text(cell))
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    named = {_LANGUAGES[word] for word in name.split() if word in _LANGUAGES}
    several = len(named) > 1 or name in {"bilingual", "bilingue", "both", "les deux"}
    raise Unreadable("two_languages" if several else "not_a_language", value=excerpt(as_text(cell)))


def delivery(cells: Sequence[Cell]) -> str:
    """ "online", "in person" or "hybrid" for their usual names; other words stay as they are."""
    written = line(200)(cells)
    return _DELIVERIES.get(_folded(written), written)


def web_address(cells: Sequence[Cell]) -> str:
    """An address on the web; "www." alone is taken for https."""
    (cell,) = cells
    written = as_text(cell)
    address = f"https://{written}" if written.lower().startswith("www.") else written
    if not _is_web_address(address):
        raise Unreadable("not_a_web_address", value=excerpt(written), example="https://college.example.org/welding")
    return address


def email(cells: Sequence[Cell]) -> str:
    """One address."""
    (cell,) = cells
    written = as_text(cell)
    address = re.sub(r"^mailto:", "", written, flags=re.I)
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Unreadable("not_an_email", value=excerpt(written), example="programs@college.example.org")
    return address


def noc_codes(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Up to three unit groups of NOC 2021, with or without their titles; a spreadsheet's lost zeros are put back."""
    written = [_NOC_EDITION.sub(" ", as_text(cell)) for cell in cells]
    numbers = [number for piece in written for number in re.findall(r"[0-9]+", piece)]
    if not numbers:
        raise Unreadable("noc_form", value=excerpt(written[0].strip()), example=_NOC_EXAMPLE)
    codes = tuple(dict.fromkeys(_noc_code(number) for number in numbers))
    if len(codes) > MOST_NOC_CODES:
        raise Unreadable("noc_too_many", count=len(codes), limit=MOST_NOC_CODES)
    return codes


def _noc_code(digits: str) -> str:
    code = digits.zfill(_NOC_DIGITS)
    try:
        load("noc").get(code)
    except UnknownConcept as error:
        raise Unreadable(
            "noc_unknown" if len(digits) == _NOC_DIGITS else "noc_form", value=excerpt(digits), example=_NOC_EXAMPLE
        ) from error
    return code


def _decimal(cell: Cell, amount: str, example: str) -> Decimal:
    """A number cell as it is; a text (`amount` without its unit) in English or French notation.

    The last of comma and point is decimal; a comma alone before three digits is not; a point there is a problem.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return Decimal(str(cell))
    written, digits = as_text(cell), _SPACES.sub("", amount)
    if digits.count(",") and digits.count("."):
        thousands, point = (",", ".") if digits.rindex(".") > digits.rindex(",") else (".", ",")
        digits = digits.replace(thousands, "").replace(point, ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", digits):
        readings = {"first": digits.replace(".", ""), "second": digits.rstrip("0").rstrip(".")}
        raise Unreadable("ambiguous_number", value=excerpt(written), example=example, **readings)
    else:
        digits = digits.replace(",", ".")
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", digits, re.I) and digits.isascii():
        return Decimal(digits)
    several = len(re.findall(r"\d+(?:[.,]\d+)*", amount)) > 1
    raise Unreadable("several_numbers" if several else "not_a_number", value=excerpt(written), example=example)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = not re.search(r"[\s<>\"\\^`{|}]", address) and len(address) <= 2_000 and "@" not in parts.netloc
    return plain and parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(host))


def _folded(written: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(written)).split())
