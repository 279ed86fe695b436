"""The few forms of panel that the dashboards are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grafana_foundation_sdk.builders import bargauge, common, stat, timeseries
from grafana_foundation_sdk.builders.dashboard import Dashboard, DatasourceVariable, Row
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog import variants
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import DashboardCursorSync, DataSourceRef

SOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")


@dataclass(frozen=True, slots=True)
class Query:
    """PromQL, and how its series are called: `{{label}}` stands for a label's value."""

    expr: str
    legend: str


def grown(metric: str, by: str = "", within: str = "$__range") -> str:
    """By how much counters grew, those included that appeared within the time.

    `increase` alone leaves out what a counter showed first, which for a small shop is a good part of all;
    the last value alone leaves out what a process counted before it was restarted.
    """
    restarted = f"(increase({metric}[{within}]) and resets({metric}[{within}]) > 0)"
    appeared = f"(({restarted} or last_over_time({metric}[{within}])) unless {metric} offset {within})"
    return f"sum{f' by ({by})' if by else ''} ({appeared} or increase({metric}[{within}]))"


def rate(metric: str, by: str, labels: str = "") -> str:
    """What counters grow by in a second, by these labels."""
    return f"sum by ({by}) (rate({metric}{labels}[$__rate_interval]))"


def quantile(share: str, metric: str, by: str, labels: str = "") -> str:
    """A share's bound in a histogram: "0.99" of a duration is what one in a hundred exceeds."""
    return f"histogram_quantile({share}, sum by (le, {by}) (rate({metric}_bucket{labels}[$__rate_interval])))"


def _queries(queries: tuple[Query, ...], *, instant: bool) -> list[Builder[variants.Dataquery]]:
    made: list[Builder[variants.Dataquery]] = []
    for letter, query in zip("ABCDEFGHIJ", queries, strict=False):
        one = Dataquery().ref_id(letter).expr(query.expr).legend_format(query.legend).datasource(SOURCE)
        made.append(one.instant() if instant else one.range())
    return made


def number(
    title: str, says: str, expr: str, *, unit: str = "short", decimals: int = 0, span: int = 4
) -> stat.Panel:
    """One figure over the whole time shown."""
    panel = stat.Panel().title(title).description(says).datasource(SOURCE).unit(unit).decimals(decimals)
    panel = panel.graph_mode(BigValueGraphMode.NONE).height(4).span(span).no_value("0")
    panel = panel.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
    return panel.targets(_queries((Query(expr, title),), instant=True))


def bars(
    title: str, says: str, *queries: Query, unit: str = "short", span: int = 8, height: int = 8
) -> bargauge.Panel:
    """Figures over the whole time shown, one bar each."""
    panel = bargauge.Panel().title(title).description(says).datasource(SOURCE).unit(unit).min(0)
    panel = panel.display_mode(BarGaugeDisplayMode.BASIC).orientation(VizOrientation.HORIZONTAL)
    panel = panel.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
    return panel.height(height).span(span).targets(_queries(queries, instant=True))


def lines(
    title: str,
    says: str,
    *queries: Query,
    unit: str = "short",
    stacked: bool = False,
    span: int = 8,
    height: int = 8,
) -> timeseries.Panel:
    """Figures over time."""
    panel = timeseries.Panel().title(title).description(says).datasource(SOURCE).unit(unit).min(0)
    panel = panel.legend(
        common.VizLegendOptions()
        .display_mode(LegendDisplayMode.LIST)
        .placement(LegendPlacement.BOTTOM)
        .show_legend(True)
    )
    panel = panel.fill_opacity(30 if stacked else 5)
    if stacked:
        panel = panel.stacking(common.StackingConfig().mode(StackingMode.NORMAL))
    return panel.height(height).span(span).targets(_queries(queries, instant=False))


def row(title: str) -> Row:
    """A heading over the panels that follow."""
    return Row(title)


def dashboard(uid: str, title: str, says: str, *, hours: int) -> Dashboard:
    """An empty dashboard with what all have: the data source, the time, the tag."""
    return (
        Dashboard(title)
        .uid(uid)
        .description(says)
        .tags(["argosy"])
        .time(f"now-{hours}h", "now")
        .refresh("30s")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .readonly()
        .with_variable(DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
    )


def filled(
    made: Dashboard, panels: Iterable[Row | bargauge.Panel | stat.Panel | timeseries.Panel]
) -> Dashboard:
    """The dashboard with these panels in their order, each with a number of its own."""
    for number_, panel in enumerate(panels, start=1):
        panel.id(number_)
        made = made.with_row(panel) if isinstance(panel, Row) else made.with_panel(panel)
    return made
