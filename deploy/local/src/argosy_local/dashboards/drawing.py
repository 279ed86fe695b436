"""Sets a dashboard as a picture: Grafana's grid, plain forms, readable in a page of docs."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, Locator, MaxNLocator, MultipleLocator
from PIL import Image

from argosy_local.dashboards.asking import Answers, Series
from argosy_local.dashboards.figures import shown
from argosy_local.dashboards.reading import Dashboard, Panel

_COLUMN_IN, _LINE_IN = 0.6, 0.33
_HEAD_LINES = 2.2
_MOST_NAMED = 8
_MOST_BARS = 10
_MOST_MARKS = 6
_DAY_S = 86400
_MOST_STEPS = 4
_LEGEND_PT, _LEGEND_LETTERS = 7.5, 34
_STEPS_S = (
    5,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    10800,
    21600,
    43200,
    *(n * _DAY_S for n in range(1, 2000)),
)
_COLOURS = (
    "#3274d9", "#e0752d", "#299c46", "#a352cc", "#c4162a", "#8f8f8f",
    "#b8860b", "#00a8a8", "#e02f8f", "#5b5bd6", "#6b8e23", "#444444",
)  # fmt: skip


def draw(dashboard: Dashboard, answers: Answers, target: Path, *, dpi: int = 80) -> None:
    """Write the picture of it to `target` (.png or .svg)."""
    lines = max(panel.y + panel.h for panel in dashboard.panels) + _HEAD_LINES
    figure = Figure(figsize=(24 * _COLUMN_IN, lines * _LINE_IN), facecolor="white")
    assumed = "   ".join(f"{label}: {value}" for label, value in dashboard.assumptions)
    until = datetime.fromtimestamp(answers.until, UTC).strftime("%Y-%m-%d %H:%M UTC")
    lasts = shown(answers.until - answers.since, "s", 0)
    figure.text(0.01, 1 - 0.8 / lines, dashboard.title, fontsize=17, weight="bold", va="center")
    figure.text(
        0.99,
        1 - 0.8 / lines,
        f"last {lasts}, until {until}",
        fontsize=10,
        va="center",
        ha="right",
    )
    if assumed:
        figure.text(0.01, 1 - 1.75 / lines, f"Assumed.  {assumed}", fontsize=10, va="center", color="#555555")
    for panel, series in zip(dashboard.panels, answers.series, strict=True):
        top = 1 - (panel.y + _HEAD_LINES) / lines
        if panel.kind == "row":
            figure.text(0.01, top - 0.6 / lines, panel.title, fontsize=13, weight="bold", va="center")
            continue
        axes = _draw_panel(figure, panel, series, top, lines)
        if axes is not None:
            _set_time(axes, answers.since, answers.until)
    if target.suffix != ".png":
        figure.savefig(target)
        return
    # 256 colours make it small enough for a page of docs; maximum coverage keeps those that few lines have.
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=dpi)
    Image.open(drawn).convert("RGB").quantize(method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)


def _draw_panel(
    figure: Figure, panel: Panel, series: Sequence[Series], top: float, lines: float
) -> Axes | None:
    """The axes whose x is time, if it has any."""
    left, width, height = panel.x / 24, panel.w / 24, panel.h / lines
    figure.text(left + 0.01, top - 0.75 / lines, panel.title, fontsize=10.5, va="center", color="#333333")
    if panel.kind == "stat":
        value = series[0].last if series else 0.0
        text = shown(value, panel.unit, panel.decimals)
        figure.text(left + 0.01, top - height * 0.62, text, fontsize=22, va="center", color="#1f60c4")
        return None
    if not series:
        figure.text(
            left + width / 2,
            top - height / 2,
            "nothing in this time",
            fontsize=10,
            ha="center",
            color="#999999",
        )
        return None
    if panel.kind == "bargauge":
        box = (left + 0.135, top - height + 0.5 / lines, width - 0.175, height - 1.8 / lines)
        _draw_bars(figure.add_axes(box), panel, series)
        return None
    named = min(len(series), _MOST_NAMED)
    below = (1.6 + 0.62 * -(-named // 2)) / lines
    axes = figure.add_axes((left + 0.045, top - height + below, width - 0.06, height - below - 1.3 / lines))
    _draw_lines(axes, panel, series)
    return axes


def _draw_bars(axes: Axes, panel: Panel, series: Sequence[Series]) -> None:
    rows = sorted(series, key=lambda one: one.last)[-_MOST_BARS:]
    values = [one.last for one in rows]
    axes.barh(range(len(rows)), values, color="#3274d9", height=0.62)
    axes.set_yticks(range(len(rows)), [_short(one.name, 24) for one in rows], fontsize=9)
    axes.set_ylim(min(len(rows), 4) - 4.6, len(rows) - 0.4)
    axes.set_xlim(0, max(*values, 1e-9) * 1.22)
    axes.set_xticks([])
    for place, value in enumerate(values):
        axes.text(value, place, f" {shown(value, panel.unit, panel.decimals)}", va="center", fontsize=9)
    _bare(axes, "top", "right", "bottom")


def _draw_lines(axes: Axes, panel: Panel, series: Sequence[Series]) -> None:
    by_size = sorted(series, key=lambda one: max(value for _, value in one.points), reverse=True)
    colours = {one.name: _COLOURS[place % len(_COLOURS)] for place, one in enumerate(by_size)}
    if panel.stacked:
        times = sorted({at for one in series for at, _ in one.points})
        known = [dict(one.points) for one in by_size]
        axes.stackplot(
            times,
            [[one.get(at, 0.0) for at in times] for one in known],
            labels=[_short(one.name, _LEGEND_LETTERS) for one in by_size],
            colors=[colours[one.name] for one in by_size],
            alpha=0.75,
        )
    else:
        for one in by_size:
            points = _with_gaps(one.points)
            axes.plot(
                [at for at, _ in points],
                [value for _, value in points],
                label=_short(one.name, _LEGEND_LETTERS),
                color=colours[one.name],
                linewidth=1.4,
            )
    if any(value for one in series for _, value in one.points):
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(_steps(axes.get_ylim()[1], panel.unit))
    else:
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_locator(FixedLocator([0]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: shown(value, panel.unit, None)))
    axes.tick_params(labelsize=8)
    axes.grid(visible=True, color="#e5e5e5", linewidth=0.6)
    _bare(axes, "top", "right")
    handles, labels = axes.get_legend_handles_labels()
    height_in = axes.get_window_extent().height / axes.figure.dpi
    if len(handles) > _MOST_NAMED:
        labels[_MOST_NAMED - 1] = f"{len(handles) - _MOST_NAMED + 1} more"
    axes.legend(
        handles[:_MOST_NAMED], labels[:_MOST_NAMED], loc="upper left", bbox_to_anchor=(0, -0.19 / height_in),
        ncols=2, fontsize=_LEGEND_PT, frameon=False, borderaxespad=0.3, handlelength=1.2, columnspacing=0.9,
        labelspacing=0.25,
    )  # fmt: skip


def _steps(most: float, unit: str) -> Locator:
    """Few marks at round figures; times of minutes and more are round as times, not as numbers."""
    if unit == "s" and most > _MOST_STEPS * 30:
        return MultipleLocator(next(size for size in _STEPS_S if most / size <= _MOST_STEPS))
    return MaxNLocator(nbins=_MOST_STEPS, steps=[1, 2, 3, 6, 10] if unit == "s" else [1, 2, 5, 10])


def _with_gaps(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points, and where some are missing one that is no number: no line is drawn over the gap."""
    steps = [after - before for (before, _), (after, _) in pairwise(points)]
    usual = min(steps, default=0.0)
    made = list(points[:1])
    for (before, _), point in pairwise(points):
        if point[0] - before > 2.5 * usual:
            made.append((before + usual, math.nan))
        made.append(point)
    return made


def _set_time(axes: Axes, since: float, until: float) -> None:
    """The whole time asked for, with a few marks at round times (UTC)."""
    step = next(size for size in _STEPS_S if (until - since) / size <= _MOST_MARKS)
    marks = [step * n for n in range(math.ceil(since / step), math.floor(until / step) + 1)]
    form = "%H:%M" if step < _DAY_S else "%m-%d"
    axes.set_xlim(since, until)
    axes.set_xticks(marks, [datetime.fromtimestamp(at, UTC).strftime(form) for at in marks])


def _bare(axes: Axes, *sides: str) -> None:
    for side in sides:
        axes.spines[side].set_visible(False)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
