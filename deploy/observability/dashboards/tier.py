"""For who pays for the tier: how busy its models are, what queues, what fails, and for whom it computes."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard
from panels import Query, bars, dashboard, filled, grown, lines, number, quantile, rate, row

_FAILED = 'argosy_tier_call_duration_seconds_count{argosy_tier_status!="ok"}'
_MODEL, _TRITON = "{{argosy_tier_model}}", "{{model}}"


def _rate(metric: str, by: str = "argosy_tier_model") -> str:
    return rate(metric, by)


def _mean(metric: str) -> str:
    return f"{_rate(f'{metric}_sum')} / {_rate(f'{metric}_count')}"


def build() -> Dashboard:
    made = dashboard(
        "argosy-tier", "Argosy: tier", "The inference tier, as its callers and Triton see it.", hours=1
    )
    panels = (
        number(
            "Servers up", "Triton servers that answer their scrape.", 'sum(up{application="argosy-tier"})'
        ),
        number("Calls", "In the time shown.", grown("argosy_tier_call_duration_seconds_count")),
        number(
            "Failed",
            "Share of the calls in the time shown that did not end well.",
            f"({grown(_FAILED)} or vector(0)) / {grown('argosy_tier_call_duration_seconds_count')}",
            unit="percentunit",
            decimals=1,
        ),
        number("In flight", "Calls under way.", "sum(argosy_tier_in_flight)"),
        number(
            "Computed",
            "Seconds in the time shown.",
            grown("argosy_tier_cost_compute_seconds_total"),
            unit="s",
        ),
        number("Retries", "Attempts after the first.", f"{grown('argosy_tier_retries_total')} or vector(0)"),
        row("As callers see it"),
        lines(
            "Calls",
            "Per second, by model.",
            Query(_rate("argosy_tier_call_duration_seconds_count"), _MODEL),
            unit="reqps",
        ),
        lines(
            "Calls that failed",
            "Per second, by model and error.",
            Query(
                "sum by (argosy_tier_model, argosy_tier_status) (rate(argosy_tier_call_duration_seconds_count"
                '{argosy_tier_status!="ok"}[$__rate_interval]))',
                "{{argosy_tier_model}} {{argosy_tier_status}}",
            ),
            unit="reqps",
        ),
        lines(
            "Retries",
            "Per second, by model and gRPC status.",
            Query(
                _rate("argosy_tier_retries_total", "argosy_tier_model, rpc_response_status_code"),
                "{{argosy_tier_model}} {{rpc_response_status_code}}",
            ),
            unit="reqps",
        ),
        lines(
            "A call, p99",
            "As the caller saw it, retries included.",
            Query(quantile("0.99", "argosy_tier_call_duration_seconds", "argosy_tier_model"), _MODEL),
            unit="s",
        ),
        lines(
            "Computing, mean",
            "Of one call.",
            Query(_mean("argosy_tier_compute_duration_seconds"), _MODEL),
            unit="s",
        ),
        lines(
            "Queue and wire, mean",
            "The rest of a call inside the tier.",
            Query(_mean("argosy_tier_queue_duration_seconds"), _MODEL),
            unit="s",
        ),
        lines(
            "Waiting for a slot, mean",
            "Back pressure in the service, before the call goes out.",
            Query(_mean("argosy_tier_wait_duration_seconds"), _MODEL),
            unit="s",
        ),
        lines(
            "Texts or pictures in a call",
            "Mean.",
            Query(
                f"{_rate('argosy_tier_items_total')} / {_rate('argosy_tier_compute_duration_seconds_count')}",
                _MODEL,
            ),
        ),
        lines(
            "In flight",
            "Calls under way.",
            Query("sum by (argosy_tier_model) (argosy_tier_in_flight)", _MODEL),
            stacked=True,
        ),
        row("As Triton sees it"),
        lines(
            "Queue to compute",
            "Triton's own; above 2 a model needs more instances (the alert looks at the callers').",
            Query(
                "sum by (model) (rate(nv_inference_queue_duration_us[$__rate_interval])) / "
                "sum by (model) (rate(nv_inference_compute_infer_duration_us[$__rate_interval]) > 0)",
                _TRITON,
            ),
        ),
        lines(
            "Inferences in one execution",
            "What dynamic batching gathers; 1 is none.",
            Query(
                "sum by (model) (rate(nv_inference_count[$__rate_interval])) / "
                "sum by (model) (rate(nv_inference_exec_count[$__rate_interval]) > 0)",
                _TRITON,
            ),
        ),
        lines(
            "Pending",
            "Requests that wait in Triton.",
            Query("sum by (model) (nv_inference_pending_request_count)", _TRITON),
        ),
        lines(
            "Requests that failed",
            "Per second, by reason.",
            Query(
                "sum by (model, reason) (rate(nv_inference_request_failure[$__rate_interval])) > 0",
                "{{model}} {{reason}}",
            ),
            unit="reqps",
        ),
        lines(
            "Busy",
            "Share of the time that a model computes; above 1 several instances do.",
            Query(
                "sum by (model) (rate(nv_inference_compute_infer_duration_us[$__rate_interval])) / 1e6",
                _TRITON,
            ),
            unit="percentunit",
        ),
        lines(
            "Model processes that were dead and mended",
            "By the keeper beside Triton in Kubernetes; the embedded launcher tells it in `argosy status`.",
            Query("sum by (model) (argosy_tier_model_mended_total)", _TRITON),
        ),
        row("For whom"),
        bars(
            "Tier seconds by merchant",
            "The ten that cost most in the time shown.",
            Query(
                f"topk(10, {grown('argosy_tier_cost_compute_seconds_total', 'argosy_merchant_id')})",
                "{{argosy_merchant_id}}",
            ),
            unit="s",
        ),
        bars(
            "Tier seconds by model",
            "In the time shown.",
            Query(grown("argosy_tier_cost_compute_seconds_total", "argosy_tier_model"), _MODEL),
            unit="s",
        ),
        bars(
            "Characters and pixels by model",
            "What it was given, by unit, in the time shown.",
            Query(
                grown("argosy_tier_cost_total", "argosy_tier_model, argosy_cost_unit"),
                "{{argosy_tier_model}}: {{argosy_cost_unit}}",
            ),
        ),
    )
    return filled(made, panels)
