"""The report as Markdown: the same tables without charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.figures import Figure
from evals.measures.weights import DRAWS
from evals.report.contents import Contents, FacetPart, Line
from evals.report.page import cells, label, made_with
from evals.report.words import Words
from evals.slices import SHOWN, SMALL


def markdown(found: Contents, w: Words) -> str:
    return "\n".join(_lines(found, w)) + "\n"


def _lines(found: Contents, w: Words) -> Iterator[str]:
    about = found.about.run
    yield f"# {w['title']}\n"
    yield f"{about.inputs.gold}, {about.inputs.split or w['all_programs']}: {about.programs} {w['programs'].lower()}\n"
    left_out = "" if "zero_shot" in found.names else f" {w['zero_shot']}"
    yield f"{w['reading'].format(draws=DRAWS)}{left_out}\n"
    if found.gains:
        yield f"## {w['against']}\n\n{w['against_reading'].format(run=found.names[0])}\n"
        yield from _gains(found, w)
    for part in found.facets:
        yield f"\n## {w.facets[part.facet]}\n"
        yield from _figures(found.names, (*part.lines, *part.levels), w)
    yield f"\n## {w['slices']}\n\n{w['slices_reading'].format(small=SMALL)}\n"
    yield from _slices(found, w)
    yield f"\n## {w['lost']}\n\n{w['lost_reading']}\n"
    yield from table(
        (w["facet"], w["right_codes"], w["found"], *w.steps.values()),
        (_lost(part, w) for part in found.facets),
    )
    yield f"\n## {w['errors']}\n"
    yield from _errors(found, w)
    if found.attacks:
        yield f"\n## {w['attacks']}\n\n{w['attacks_reading']}\n"
        yield from _figures(found.names, found.attacks, w)
    yield f"\n## {w['cost']}\n"
    yield from _figures(found.names, found.costs, w)
    yield f"\n## {w['made_with']}\n"
    yield from table(("", *found.names), ((name, *values) for name, values in made_with(found, w)))


def table(header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table; a bar in a cell does not end it."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def _figures(names: Sequence[str], lines: Sequence[Line], w: Words) -> Iterator[str]:
    rows = (
        (w.measure_name(line.measure), _counted(line.figures), *(w.figure(f) if f else "–" for f in line.figures))
        for line in lines
    )
    yield from table((w["measure"], w["n"], *names), rows)


def _counted(figures: Sequence[Figure | None]) -> str:
    return next((str(figure.programs) for figure in figures if figure), "0")


def _gains(found: Contents, w: Words) -> Iterator[str]:
    header = (w["base"], w["facet"], w["measure"], w["difference"], w["interval"], w["chance"])
    rows = (
        (
            name,
            w.facets[each.facet],
            w.measure_name(each.measure),
            w.signed(each.new - each.base),
            f"{w.signed(each.low)} {w['to']} {w.signed(each.high)}",
            w.probability(each.adjusted) + (f" {w['beyond']}" if each.is_beyond_noise else ""),
        )
        for name, each in found.gains
    )
    yield from table(header, rows)


def _lost(part: FacetPart, w: Words) -> tuple[str, ...]:
    steps = [part.lost.get(step, 0) for step in w.steps]
    return (w.facets[part.facet], *map(str, (part.right, part.right - sum(steps), *steps)))


def _slices(found: Contents, w: Words) -> Iterator[str]:
    rows = (
        (
            w.slice_name(each.dimension, each.value),
            f"{each.programs} {w['small'] if each.small else ''}".strip(),
            *(w.figure(figure) if figure else "–" for figure in cells(each)),
        )
        for each in found.slices
    )
    yield from table((w["slice"], w["n"], *(w.measure_name(name) for name in SHOWN)), rows)


def _errors(found: Contents, w: Words) -> Iterator[str]:
    rows = (
        (
            f"{result.title} ({result.id})",
            "; ".join(label(code, w) for code in answer.right),
            label(answer.ranked[0], w) if answer.ranked else w["none"],
            "; ".join(f"{code}: {w.fate(answer, code)}" for code in answer.right),
        )
        for result, answer in found.errors
    )
    yield from table((w["program"], w["right"], w["first"], w["lost"]), rows)
