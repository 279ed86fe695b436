"""For who is on call: events in and out, what waits, what failed, and what the services stand on."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, QueryVariable
from grafana_foundation_sdk.models.dashboard import VariableRefresh
from panels import SOURCE, Query, bars, dashboard, filled, grown, lines, number, quantile, rate, row

_OURS = '{argosy_service=~"$service"}'
_JOB = '{application="argosy",job=~"$service"}'


def _rate(metric: str, by: str) -> str:
    return rate(metric, by, _OURS)


def _quantile(share: str, metric: str, by: str = "argosy_service", labels: str = _OURS) -> str:
    return quantile(share, metric, by, labels)


def build() -> Dashboard:
    made = dashboard("argosy-pipeline", "Argosy: pipeline", "Events, their delays, and their ends.", hours=1)
    made = made.with_variable(
        QueryVariable("service")
        .label("Service")
        .datasource(SOURCE)
        .query("label_values(argosy_consumer_lag, argosy_service)")
        .multi(True)
        .include_all(True)
        .all_value(".+")
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
    )
    service, topic = "{{argosy_service}}", "{{argosy_service}} {{messaging_destination_name}}"
    panels = (
        number("Services up", "Processes that answer their scrape.", f"sum(up{_JOB})"),
        number(
            "Alerts",
            "Of Argosy, firing now.",
            'count(ALERTS{alertname=~"Argosy.+",alertstate="firing"}) or vector(0)',
        ),
        number("Lag", "Records that are not durable yet.", f"sum(argosy_consumer_lag{_OURS})"),
        number(
            "Oldest event",
            "Age of the oldest that has no outcome yet.",
            f"max(argosy_consumer_oldest_event_age_seconds{_OURS})",
            unit="s",
            decimals=1,
        ),
        number("Dead letters", "In the time shown.", grown(f"argosy_events_dead_lettered_total{_OURS}")),
        number(
            "Late or dead",
            "Share of the last hour's events that broke the promise; 1 % is allowed over 30 days.",
            f"max(argosy:events_failed:ratio1h{_OURS} >= 0) or vector(0)",
            unit="percentunit",
            decimals=2,
        ),
        row("Flow"),
        lines(
            "Events in",
            "Records read per second, duplicates included.",
            Query(_rate("argosy_events_received_total", "argosy_service"), service),
            unit="eps",
        ),
        lines(
            "Events out",
            "Published per second, by type.",
            Query(
                _rate("argosy_events_published_total", "messaging_destination_name"),
                "{{messaging_destination_name}}",
            ),
            unit="eps",
        ),
        lines(
            "Outcomes",
            "Durable per second, by outcome.",
            Query(_rate("argosy_events_handled_total", "argosy_outcome"), "{{argosy_outcome}}"),
            unit="eps",
            stacked=True,
        ),
        row("Delay"),
        lines(
            "Lag",
            "Records between the committed offset and the end.",
            Query(
                f"sum by (argosy_service, messaging_destination_name) (argosy_consumer_lag{_OURS}) > 0", topic
            ),
        ),
        lines(
            "Oldest event",
            "Age of the oldest event without an outcome.",
            Query(f"max by (argosy_service) (argosy_consumer_oldest_event_age_seconds{_OURS})", service),
            unit="s",
        ),
        lines(
            "From record to outcome, p99",
            "What the error budget is counted by.",
            Query(_quantile("0.99", "argosy_event_end_to_end_duration_seconds"), service),
            unit="s",
        ),
        lines(
            "Handlers, p50",
            "Retries included.",
            Query(_quantile("0.5", "argosy_event_handle_duration_seconds"), service),
            unit="s",
        ),
        lines(
            "Handlers, p99",
            "Retries included.",
            Query(_quantile("0.99", "argosy_event_handle_duration_seconds"), service),
            unit="s",
        ),
        lines(
            "Broken promises",
            "Share of events that were late or became dead letters, over an hour.",
            Query(f"argosy:events_failed:ratio1h{_OURS} >= 0", service),
            unit="percentunit",
        ),
        row("Faults"),
        bars(
            "Dead letters by reason",
            "In the time shown; `argosy dead-letters list` shows them.",
            Query(
                grown(f"argosy_events_dead_lettered_total{_OURS}", "argosy_service, argosy_outcome_reason"),
                "{{argosy_service}} {{argosy_outcome_reason}}",
            ),
        ),
        lines(
            "Retries",
            "Attempts after the first per second, by error.",
            Query(
                "sum by (error_type) (rate(argosy_event_retries_total[$__rate_interval]))", "{{error_type}}"
            ),
            unit="eps",
        ),
        lines(
            "Duplicates and rebalances",
            "Both are harmless; many of them are not.",
            Query(f"sum(rate(argosy_events_duplicate_total{_OURS}[$__rate_interval]))", "duplicates"),
            Query(f"sum(rate(argosy_consumer_rebalances_total{_OURS}[$__rate_interval]))", "rebalances"),
            unit="eps",
        ),
        row("Commits and what the services stand on"),
        lines(
            "Events in a commit",
            "Mean.",
            Query(
                f"{_rate('argosy_batch_size_sum', 'argosy_service')} / "
                f"{_rate('argosy_batch_size_count', 'argosy_service')}",
                service,
            ),
        ),
        lines(
            "Commit, p99",
            "From the first send of a batch to its commit.",
            Query(_quantile("0.99", "argosy_batch_commit_duration_seconds"), service),
            unit="s",
        ),
        lines(
            "Store, p95",
            "Of one operation.",
            Query(_quantile("0.95", "argosy_store_operation_duration_seconds", "job", _JOB), "{{job}}"),
            unit="s",
        ),
        lines(
            "Store errors",
            "Per second, by error; a conflict of two writers is tried again.",
            Query(
                "sum by (job, error_type) (rate(argosy_store_operation_duration_seconds_count"
                '{job=~"$service",error_type!=""}[$__rate_interval]))',
                "{{job}} {{error_type}}",
            ),
            unit="eps",
        ),
        lines(
            "Blob store, p95",
            "Of one operation.",
            Query(
                _quantile("0.95", "argosy_blob_operation_duration_seconds", "argosy_blob_operation", _JOB),
                "{{argosy_blob_operation}}",
            ),
            unit="s",
        ),
        lines(
            "Fetches from outside, p95",
            "By result.",
            Query(
                _quantile("0.95", "argosy_fetch_duration_seconds", "argosy_fetch_result", _JOB),
                "{{argosy_fetch_result}}",
            ),
            unit="s",
        ),
        row("Processes"),
        lines(
            "Memory",
            "Resident.",
            Query(f"sum by (job) (process_resident_memory_bytes{_JOB})", "{{job}}"),
            unit="bytes",
        ),
        lines(
            "CPU",
            "Cores.",
            Query(f"sum by (job) (rate(process_cpu_seconds_total{_JOB}[$__rate_interval]))", "{{job}}"),
        ),
        lines(
            "Ids in the inbox",
            "Events that would be known again.",
            Query(f"sum by (argosy_service) (argosy_inbox_entries{_OURS})", service),
        ),
    )
    return filled(made, panels)
