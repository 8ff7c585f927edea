"""Small charts as inline SVG: intervals on one line, reliability, risk against coverage."""

from __future__ import annotations

from collections.abc import Sequence

from evals.measures.calibration import Bin

# Distinct to colour-blind eyes too (Okabe & Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
_SIDE, _MARGIN = 240, 30
Mark = tuple[float, float, float]


def intervals(marks: Sequence[Mark], *, most: float = 1.0) -> str:
    """A dot with its interval for each (value, low, high), one below the other, on a scale from 0 to `most`."""
    step = 10
    height = step * len(marks) + 4
    drawn = [_line("0.5%", height / 2, "99.5%", height / 2, "axis")]
    for at, (value, low, high) in enumerate(marks):
        y, colour = step * at + 7, COLOURS[at % len(COLOURS)]
        left, middle, right = (f"{1 + 98 * min(each / most, 1):.1f}%" for each in (low, value, high))
        drawn.append(f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<circle cx="{middle}" cy="{y}" r="4" fill="{colour}"/>')
    return f'<svg class="track" height="{height}" aria-hidden="true">{"".join(drawn)}</svg>'


def reliability(bins: Sequence[Bin], *, across: str, up: str) -> str:
    """Share right against probability; the area of a dot grows with its candidates."""
    most = max((each.candidates for each in bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(each.expected):.1f}" cy="{_y(each.observed):.1f}" '
        f'r="{3 + 7 * (each.candidates / most) ** 0.5:.1f}" fill="{COLOURS[0]}" fill-opacity="0.75">'
        f"<title>{each.expected:.2f} / {each.observed:.2f}, n = {each.candidates}</title></circle>"
        for each in bins
    )
    return _square(_line(_x(0), _y(0), _x(1), _y(1), "guide") + dots, across, up)


def risk_coverage(lines: Sequence[Sequence[tuple[float, float]]], *, across: str, up: str) -> str:
    """A line a run: the share wrong against the share of programs covered."""
    drawn = ""
    for at, points in enumerate(lines):
        path = " ".join(f"{_x(coverage):.1f},{_y(risk):.1f}" for coverage, risk in points)
        drawn += f'<polyline points="{path}" fill="none" stroke="{COLOURS[at % len(COLOURS)]}" stroke-width="2"/>'
    return _square(drawn, across, up)


def _square(inside: str, across: str, up: str) -> str:
    """Axes from 0 to 1 with their names."""
    axes = _line(_x(0), _y(0), _x(1), _y(0), "axis") + _line(_x(0), _y(0), _x(0), _y(1), "axis")
    ticks = "".join(
        f'<text x="{_x(tick):.0f}" y="{_y(0) + 14:.0f}" text-anchor="middle">{tick:g}</text>'
        f'<text x="{_x(0) - 6:.0f}" y="{_y(tick) + 4:.0f}" text-anchor="end">{tick:g}</text>'
        for tick in (0, 1)
    )
    names = (
        f'<text x="{_x(0.5):.0f}" y="{_SIDE - 4}" text-anchor="middle">{across}</text>'
        f'<text x="12" y="{_y(0.5):.0f}" text-anchor="middle" transform="rotate(-90 12 {_y(0.5):.0f})">{up}</text>'
    )
    return (
        f'<svg class="square" viewBox="0 0 {_SIDE} {_SIDE}" role="img" aria-label="{across} / {up}">'
        f"{axes}{ticks}{names}{inside}</svg>"
    )


def _line(x1: float | str, y1: float, x2: float | str, y2: float, kind: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{kind}"/>'


def _x(share: float) -> float:
    return _MARGIN + share * (_SIDE - _MARGIN - 10)


def _y(share: float) -> float:
    return _SIDE - _MARGIN - share * (_SIDE - _MARGIN - 10)
