"""The comparison of two runs and the gate's verdicts, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.compare import Change, Comparison, Difference
from evals.gate import ERROR_RATE, Verdict
from evals.report.markdown import table
from evals.report.words import Words


def comparison(found: Comparison, verdicts: Sequence[Verdict], w: Words) -> str:
    return "\n".join(_lines(found, verdicts, w)) + "\n"


def sentence(verdicts: Sequence[Verdict], w: Words) -> str:
    """Whether the gate is open, and if not what closed it."""
    worse = [f"{w.facets[each.facet]}, {w.measure_name(each.measure)}" for each in verdicts if each.worse]
    if worse:
        return w["gate_closed"].format(measures="; ".join(worse))
    return w["gate_open"].format(rate=w.number(ERROR_RATE))


def verdict(verdicts: Sequence[Verdict], w: Words) -> str:
    """The guarded measures of both runs, and whether the gate is open."""
    return "\n".join((*_verdicts(verdicts, w), "", sentence(verdicts, w)))


def _lines(found: Comparison, verdicts: Sequence[Verdict], w: Words) -> Iterator[str]:
    base, new = found.base.run, found.new.run
    yield f"# {w['comparison']}\n"
    names = {"new": f"{new.inputs.profile} ({new.id[:8]})", "base": f"{base.inputs.profile} ({base.id[:8]})"}
    yield w["comparison_reading"].format(**names) + "\n"
    yield from _differences(found.differences, w)
    yield f"\n## {w['slices']}\n"
    beyond = [each for each in found.slices if each.is_beyond_noise]
    yield from _differences(beyond, w) if beyond else (w["no_slices"],)
    for improved, heading in ((True, "became_better"), (False, "became_worse")):
        changes = [each for each in found.changes if each.improved == improved]
        yield f"\n## {w[heading]} ({len(changes)})\n"
        yield from (_change(each, w) for each in changes) if changes else (w["no_changes"],)
    yield f"\n## {w['gate']}\n"
    yield verdict(verdicts, w)


def _differences(rows: Sequence[Difference], w: Words) -> Iterator[str]:
    keys = ("facet", "measure", "n", "before", "after", "difference", "interval", "chance")
    yield from table(tuple(w[key] for key in keys), (_difference(each, w) for each in rows))


def _difference(each: Difference, w: Words) -> tuple[str, ...]:
    part = f" ({w.slice_name(each.dimension, each.value)})" if each.dimension else ""
    return (
        w.facets[each.facet] + part,
        w.measure_name(each.measure),
        str(each.programs),
        w.number(each.base),
        w.number(each.new),
        w.signed(each.new - each.base),
        f"{w.signed(each.low)} {w['to']} {w.signed(each.high)}",
        w.probability(each.adjusted),
    )


def _change(change: Change, w: Words) -> str:
    said = [", ".join(codes) or w["none"] for codes in change.codes]
    return f"- {w.facets[change.facet]}: {change.new.title} ({change.new.id}): {' → '.join(said)}"


def _verdicts(verdicts: Sequence[Verdict], w: Words) -> Iterator[str]:
    rows = (
        (
            w.facets[each.facet],
            w.measure_name(each.measure),
            str(each.programs),
            w.number(each.base),
            w.number(each.new),
            w.probability(each.chance),
        )
        for each in verdicts
    )
    yield from table((w["facet"], w["guarded"], w["n"], w["before"], w["after"], w["chance"]), rows)
