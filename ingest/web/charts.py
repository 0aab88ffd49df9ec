"""Charts as SVG, drawn by the server: bars, and lines over days. Every value stands in them as text.

Lengths across are percentages and lengths down are em: a chart fits a phone and grows with the reader's letters.
Looks come from classes (`static/numbers.css`): the pages' policy allows no inline style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from ingest.publish.inert import inert

_ROW = 2.6
_HEIGHT = 12.0
_FOOT = 1.6
_LABELS = 8
"""So many points of a line, at most, say their value."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` is the value in words. `reach`: a second, thinner bar up to a higher value."""

    label: str
    value: float
    text: str
    reach: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One value for each label of the chart."""

    name: str
    values: Sequence[float]


def bars(name: str, title: str, description: str, items: Sequence[Bar]) -> Markup:
    """One bar a line, its label and its value above it. `name` makes the ids."""
    most = max((max(item.value, item.reach or 0) for item in items), default=0) or 1
    drawn = Markup("").join(_bar(item, n, most) for n, item in enumerate(items))
    return _svg(name, title, description, len(items) * _ROW, drawn)


def lines(name: str, title: str, description: str, labels: Sequence[str], drawn: Sequence[Line]) -> Markup:
    """Up to three lines over the same labels, told apart by dashes and by the shape of their points."""
    most = max((value for line in drawn for value in line.values), default=0) or 1
    parts = [Markup('<line class="axis" x1="0" x2="100%" y1="{0}em" y2="{0}em"/>').format(_HEIGHT)]
    parts += [_line(line, n, most) for n, line in enumerate(drawn)]
    parts += [_said(drawn, n, point, most) for n, line in enumerate(drawn) for point in _told(line.values)]
    parts += _feet(labels)
    return _svg(name, title, description, _HEIGHT + _FOOT, Markup("").join(parts))


def _svg(name: str, title: str, description: str, height: float, inside: Markup) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{n}-title {n}-desc" width="100%" height="{h:.1f}em">'
        '<title id="{n}-title">{t}</title><desc id="{n}-desc">{d}</desc>{i}</svg>'
    ).format(n=name, t=inert(title), d=inert(description), h=height, i=inside)


def _bar(item: Bar, row: int, most: float) -> Markup:
    top = row * _ROW
    reach = Markup('<rect class="reach" x="0" y="{y:.2f}em" width="{w:.2f}%" height="0.35em"/>').format(
        y=top + 1.6, w=100 * (item.reach or 0) / most
    )
    return Markup(
        '<g><text x="0" y="{t:.2f}em">{label}</text><text class="value" x="100%" y="{t:.2f}em">{text}</text>'
        '<rect class="track" x="0" y="{y:.2f}em" width="100%" height="0.7em"/>{reach}'
        '<rect class="bar" x="0" y="{y:.2f}em" width="{w:.2f}%" height="0.7em"/></g>'
    ).format(
        t=top + 1.1,
        y=top + 1.4,
        label=_cut(inert(item.label)),
        text=inert(item.text),
        reach=reach if item.reach else "",
        w=100 * item.value / most,
    )


def _line(line: Line, series: int, most: float) -> Markup:
    places = [(_across(n, len(line.values)), _down(value, most)) for n, value in enumerate(line.values)]
    parts = [
        Markup('<line class="series series-{s}" x1="{a:.2f}%" y1="{b:.2f}em" x2="{c:.2f}%" y2="{d:.2f}em"/>').format(
            s=series, a=x, b=y, c=to_x, d=to_y
        )
        for (x, y), (to_x, to_y) in pairwise(places)
    ]
    parts += [_point(x, y, series) for x, y in places]
    return Markup("").join(parts)


def _said(drawn: Sequence[Line], series: int, n: int, most: float) -> Markup:
    """A point's value: of two lines the higher one's above it, the lower one's below."""
    value = drawn[series].values[n]
    lower = any(n < len(other.values) and other.values[n] > value for other in drawn)
    x, y = _across(n, len(drawn[series].values)), _down(value, most)
    y += 1.3 if lower and y < _HEIGHT - 1.5 else -0.5
    return Markup('<text class="point" x="{x:.2f}%" y="{y:.2f}em">{v}</text>').format(x=x, y=y, v=f"{value:g}")


def _point(x: float, y: float, series: int) -> Markup:
    if series % 2:
        return Markup('<rect class="mark mark-{s}" x="{x:.2f}%" y="{y:.2f}em" width="0.5em" height="0.5em"/>').format(
            s=series, x=x, y=y - 0.25
        )
    return Markup('<circle class="mark mark-{s}" cx="{x:.2f}%" cy="{y:.2f}em" r="0.28em"/>').format(s=series, x=x, y=y)


def _told(values: Sequence[float]) -> list[int]:
    """All points of a short line; of a long one the highest."""
    if len(values) <= _LABELS:
        return [n for n, value in enumerate(values) if value]
    highest = sorted(range(len(values)), key=lambda n: (-values[n], n))[:3]
    return [n for n in highest if values[n]]


def _feet(labels: Sequence[str]) -> list[Markup]:
    """The first, the middle and the last label."""
    shown = sorted({0, len(labels) // 2, len(labels) - 1}) if labels else []
    if len(labels) == 2:
        shown = [0, 1]
    anchors = {0: "start", len(labels) - 1: "end"} if len(labels) > 1 else {}
    return [
        Markup('<text class="day day-{a}" x="{x:.2f}%" y="{y:.2f}em">{t}</text>').format(
            a=anchors.get(n, "middle"), x=_across(n, len(labels)), y=_HEIGHT + 1.3, t=inert(labels[n])
        )
        for n in shown
    ]


def _across(n: int, of: int) -> float:
    return 50.0 if of < 2 else 3 + 94 * n / (of - 1)


def _down(value: float, most: float) -> float:
    return _HEIGHT - (_HEIGHT - 1.8) * value / most


def _cut(label: str) -> str:
    """What fits beside the value on a phone; the whole label stands in the table."""
    room, kept = 30, ""
    for char in label:
        room -= 2 if ord(char) > 0x2E7F else 1
        if room < 0:
            return kept + "…"
        kept += char
    return kept
