"""The report as one HTML page with everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.figures import Figure
from evals.measures.weights import DRAWS
from evals.report import charts
from evals.report.contents import Contents, FacetPart
from evals.report.words import Words
from evals.slices import SHOWN, SMALL, Slice
from vocabulary import VOCABULARY_OF, load


def page(found: Contents, w: Words) -> str:
    """A document without scripts, and without a link to anything outside it."""
    templates = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=templates, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    about = found.about.run
    return environment.get_template("page.html.j2").render(
        w=w,
        about=about,
        names=found.names,
        facets=found.facets,
        gains=found.gains,
        slices=found.slices,
        errors=found.errors,
        costs=found.costs,
        attacks=found.attacks,
        slice_measures=SHOWN,
        made_with=made_with(found, w),
        reading=w["reading"].format(draws=DRAWS),
        unfinished=w["unfinished"].format(done=len(found.about.results), programs=about.programs),
        against_reading=w["against_reading"].format(run=found.names[0]),
        slices_reading=w["slices_reading"].format(small=SMALL),
        zero_shot="zero_shot" in found.names,
        number=w.number,
        signed=w.signed,
        interval=lambda figure: w.between(figure.low, figure.high),
        colour=lambda at: charts.COLOURS[at % len(charts.COLOURS)],
        track=lambda line, least: Markup(_track(line.figures, least)),  # noqa: S704
        slice_track=lambda each: Markup(_track(cells(each))),  # noqa: S704
        cells=cells,
        label=lambda code: label(code, w),
        reliability=lambda part: _reliability(part, w),
        curve=lambda part: _curve(part, w),
    )


def cells(each: Slice) -> list[Figure | None]:
    """The shown measures of a slice, None where nothing counts."""
    figures = {figure.measure: figure for figure in each.figures}
    return [figures.get(name) for name in SHOWN]


def label(code: str, w: Words) -> str:
    return f"{code} {load(VOCABULARY_OF['occupation']).get(code).label(w.language)}"


def made_with(found: Contents, w: Words) -> list[tuple[str, list[str]]]:
    """Rows of what each run was made with."""
    runs = [each.run for each in found.runs]
    models = [sorted({r.origin.model for r in each.results if r.origin}) for each in found.runs]
    return [
        (w["run"], [run.id for run in runs]),
        (w["profile"], [run.inputs.profile for run in runs]),
        (w["made"], [run.started_at.strftime("%Y-%m-%d %H:%M UTC") for run in runs]),
        (w["commit"], [run.commit or "–" for run in runs]),
        (w["machine"], [run.machine for run in runs]),
        (w["model"], [", ".join(model) or w["no_model"] for model in models]),
        (w["hash"], [run.inputs.gold_hash for run in runs]),
        (w["source"], [run.inputs.source for run in runs]),
        (w["calibration_hash"], [run.inputs.calibration for run in runs]),
        (w["editions"], [", ".join(run.inputs.vocabularies.values()) for run in runs]),
        (w["packages"], [", ".join(f"{k} {v}" for k, v in run.inputs.packages.items()) for run in runs]),
    ]


def _track(figures: Sequence[Figure | None], least: float = 1.0) -> str:
    """On a scale up to the highest of the intervals, and at least up to `least`."""
    marks = [(figure.value, figure.low, figure.high) for figure in figures if figure]
    return charts.intervals(marks, most=max(least, *(high for _, _, high in marks)))


def _reliability(part: FacetPart, w: Words) -> Markup:
    return Markup(charts.reliability(part.bins, across=w["expected"], up=w["observed"]))  # noqa: S704


def _curve(part: FacetPart, w: Words) -> Markup:
    return Markup(charts.risk_coverage(part.curves, across=w["covered"], up=w["risk"]))  # noqa: S704
