"""Gold sets: programs with the tags that are right, as JSON lines with a file of checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tagging.jsonlines import BadLine
from tagging.jsonlines import program as program_of
from tagging.records import Program
from vocabulary import FACETS, VOCABULARY_OF, edition, load

FOLDER = Path(__file__).parent / "gold"
PROGRAMS, PARALLEL = FOLDER / "programs.jsonl", FOLDER / "parallel.jsonl"
TECHNOLOGY, TECHNOLOGY_BLIND = FOLDER / "technology.jsonl", FOLDER / "technology_blind.jsonl"
CHECKSUMS = "SHA256SUMS"
# A key this like the name of a facet that the line lacks is one written wrong.
_MISSPELT = 0.8
Row = Mapping[str, object]


class BadGold(ValueError):
    """A gold file that cannot be used; every fault is named with its line."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join((f"{path} cannot be used:", *faults)))


@dataclass(frozen=True, slots=True)
class GoldProgram:
    """A program with the right codes by facet; a facet that was not judged is absent, an empty one has none.

    `split` says what it may be used for, `pair` joins parallel texts, `provenance` where it comes from, `annotators`
    who judged it (by pseudonym), `declared` whether the institution named occupations itself.
    """

    program: Program
    right: Mapping[str, frozenset[str]]
    split: str | None = None
    pair: str | None = None
    provenance: str | None = None
    annotators: tuple[str, ...] = ()
    institution: str | None = None
    declared: bool | None = None


def read(path: Path, split: str | None = None) -> list[GoldProgram]:
    """The programs of a gold file, or of one split. Raises BadGold naming every bad line; nothing is half read."""
    programs, faults, seen = [], [], dict[str, int]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name = _id(line)
        if name in seen:
            faults.append(f"line {number}: the id {name!r} is already that of line {seen[name]}")
        if name is not None:
            seen.setdefault(name, number)
        try:
            programs.append(_gold(line))
        except BadLine as fault:
            faults.append(f"line {number}: {fault}")
    faults = faults or _changed(path)
    if not faults and not any(split in (None, gold.split) for gold in programs):
        faults = [f"it has no programs of split {split!r}" if split else "it has no programs"]
    if faults:
        raise BadGold(path, faults)
    return [gold for gold in programs if split in (None, gold.split)]


def _id(line: str) -> str | None:
    """The id of a line, whatever else is wrong with it."""
    with suppress(json.JSONDecodeError):
        row = json.loads(line)
        return str(row["id"]) if isinstance(row, dict) and "id" in row else None
    return None


def checksum(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(path: Path, programs: Sequence[GoldProgram]) -> None:
    """A gold file and its sum in the folder's checksum file."""
    path.write_text("".join(line(each) + "\n" for each in programs), encoding="utf-8")
    renew_checksum(path)


def renew_checksum(path: Path) -> None:
    """Names this state of the file in the folder's checksum file, in the format of sha256sum."""
    sums = {**_checksums(path.parent), path.name: checksum(path)}
    lines = (f"{total}  {name}\n" for name, total in sorted(sums.items()))
    (path.parent / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def line(gold: GoldProgram) -> str:
    """A line of a gold file, with the edition each facet was judged in."""
    program = gold.program
    row: dict[str, object] = {"id": program.id, "split": gold.split, "pair": gold.pair, "provenance": gold.provenance}
    row |= {"annotators": gold.annotators, "institution": gold.institution, "declared": gold.declared}
    row |= {"language": program.language, "title": program.title, "description": program.description}
    row |= {"outcomes": program.outcomes}
    row |= {facet: sorted(codes) for facet, codes in gold.right.items()}
    row["edition"] = {facet: edition(VOCABULARY_OF[facet]).edition for facet in gold.right}
    return json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False)


def _changed(path: Path) -> list[str]:
    """A fault when the folder's checksum file names another state of this file."""
    now = checksum(path)
    if _checksums(path.parent).get(path.name, now) == now:
        return []
    return [f"it is not the file that {CHECKSUMS} names; restore it, or name it anew: python -m evals checksum {path}"]


def _checksums(folder: Path) -> dict[str, str]:
    sums = folder / CHECKSUMS
    rows = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else ()
    return {name: total for total, name in (row.split(maxsplit=1) for row in rows)}


def _gold(text: str) -> GoldProgram:
    program = program_of(text)
    row = json.loads(text)
    if not program.id.strip():
        raise BadLine('"id" must not be empty')
    for key in row:
        meant = get_close_matches(key, FACETS, n=1, cutoff=_MISSPELT)
        if meant and key not in FACETS and meant[0] not in row:
            raise BadLine(f"{key!r} is no facet; {meant[0]!r} may be meant")
    right = {facet: _codes(facet, row[facet]) for facet in FACETS if facet in row}
    if not right:
        raise BadLine(f"no facet is judged; give at least one of {', '.join(FACETS)}")
    _check_editions(row.get("edition"))
    texts = {name: _text(row, name) for name in ("split", "pair", "provenance", "institution")}
    annotators = row.get("annotators") or []
    if not isinstance(annotators, list) or not all(isinstance(each, str) for each in annotators):
        raise BadLine('"annotators" must be a list of texts')
    declared = row.get("declared")
    if declared not in (None, True, False):
        raise BadLine('"declared" must be true or false')
    return GoldProgram(program, right, **texts, annotators=tuple(annotators), declared=declared)


def _codes(facet: str, codes: object) -> frozenset[str]:
    vocabulary = load(VOCABULARY_OF[facet])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadLine(f'"{facet}" must be a list of codes')
    for code in codes:
        if code not in vocabulary.concepts:
            raise BadLine(f"{vocabulary.edition} has no {facet} {code!r}")
    return frozenset(codes)


def _check_editions(editions: object) -> None:
    """`edition` names, for a facet, the edition it was judged in."""
    if editions is None:
        return
    if not isinstance(editions, dict) or not all(facet in FACETS for facet in editions):
        raise BadLine('"edition" must name an edition for a facet')
    for facet, named in editions.items():
        used = edition(VOCABULARY_OF[facet]).edition
        if named != used:
            raise BadLine(f"{facet} was judged in {named}, and the tagger uses {used}; map its codes first")


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f'"{name}" must be a text')
    return value
