"""charts/argosy/values.schema.json: argosy.schema.yaml with the services' own settings filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from pydantic_settings import BaseSettings
from registry import settings_class, variables

from argosy_contracts import TOPICS
from argosy_eventing.settings import EventingSettings
from argosy_local.services import SERVICES

_BASE: Final = Path(__file__).with_name("argosy.schema.yaml")
OF_THE_CHART: Final = {
    "ARGOSY_BLOB_URL": "blobs.url",
    "ARGOSY_EVENTING_DRAIN_S": "drainSeconds",
    "ARGOSY_FETCH_ALLOW": "fetchAllow",
    "ARGOSY_HTTP_HOST": "",
    "ARGOSY_HTTP_PORT": "",
    "ARGOSY_KAFKA_BOOTSTRAP": "kafka.bootstrap",
    "ARGOSY_KAFKA_CA_FILE": "kafka.ca",
    "ARGOSY_KAFKA_CERT_FILE": "kafka.client",
    "ARGOSY_KAFKA_KEY_FILE": "kafka.client",
    "ARGOSY_KAFKA_MECHANISM": "kafka.mechanism",
    "ARGOSY_KAFKA_PASSWORD": "kafka.sasl",
    "ARGOSY_KAFKA_SECURITY": "kafka.security",
    "ARGOSY_KAFKA_USERNAME": "kafka.sasl",
    "ARGOSY_LEDGER_KEYS": "ledger",
    "ARGOSY_LEDGER_LOOKUP_KEY": "ledger",
    "ARGOSY_MONGODB_URI": "mongodb",
    "ARGOSY_TRITON_URL": "tier.address",
}
"""Variables that the templates set, each from a value of its own (none: always the same)."""
_SAYS: Final = ("type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
                "minLength", "pattern", "items", "anyOf", "description")  # fmt: skip
_OURS: Final = "ARGOSY_"
_NOT_OURS: Final = "^({})".format("|".join(f"{_OURS[:at]}([^{_OURS[at]}]|$)" for at in range(len(_OURS))))
"""Names that do not begin so, for an engine that looks at nothing ahead."""
_ANYTHING: Final = {"type": ["string", "number", "boolean", "array", "object"]}


def own_settings(settings: type[BaseSettings]) -> dict[str, Any]:
    """What may stand under a service's `env`: variable -> JSON schema. Secrets are not among it."""
    document = settings.model_json_schema(by_alias=False)
    found: dict[str, Any] = {}
    for variable, field in variables(settings).items():
        rule = document["properties"][field]
        if variable in OF_THE_CHART or rule.get("format") == "password":
            continue
        found[variable] = _plain(rule, document.get("$defs", {}))
    return found


def _plain(rule: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """A rule without what helm has no use for; what may be null may be left out instead."""
    if "$ref" in rule:
        # An object of the code's own: its JSON, or the path of a file with it.
        return {"type": ["object", "string"]}
    plain = {key: rule[key] for key in _SAYS if key in rule}
    if "anyOf" in plain:
        kinds = [_plain(kind, others) for kind in plain.pop("anyOf") if kind.get("type") != "null"]
        plain |= kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return plain


def _env(rules: dict[str, Any], others: dict[str, Any] | None = None) -> dict[str, Any]:
    """A mapping of variables: those named here, and whatever is not called ours.

    A name of ours that the service does not read is a slip; anybody else's is the operator's to know.
    """
    return _named(rules) | {"patternProperties": {_NOT_OURS: others or _ANYTHING}}


def _named(rules: dict[str, Any]) -> dict[str, Any]:
    # Not by `propertyNames`: of a name that it refuses helm says another value's place.
    return {"type": "object", "properties": dict(sorted(rules.items())), "additionalProperties": False}


def _either(rules: list[dict[str, Any]]) -> dict[str, Any]:
    """What one of the services at least takes: each says its own bounds at its start."""
    bare = [{key: rule[key] for key in rule if key != "description"} for rule in rules]
    different = [rule for at, rule in enumerate(bare) if rule not in bare[:at]]
    return different[0] if len(different) == 1 else {"anyOf": different}


def values_schema() -> dict[str, Any]:
    """The whole document."""
    document = yaml.safe_load(_BASE.read_text(encoding="utf-8"))
    service = document["definitions"].pop("service")
    scaling = document["definitions"].pop("autoscaling")
    host = own_settings(EventingSettings)
    every = {name: [rule] for name, rule in host.items()}
    services: dict[str, Any] = {}
    for entry in SERVICES:
        settings = settings_class(entry)
        own = own_settings(settings)
        for name, rule in own.items():
            every.setdefault(name, []).append(rule)
        secret = sorted(set(variables(settings)) - set(OF_THE_CHART))
        reference = service["secretEnv"]["additionalProperties"]
        properties = service | {
            "env": _env(host | own),
            "secretEnv": _env(dict.fromkeys(secret, reference), reference),
            "autoscaling": _scaling(scaling, [entry.name]),
        }
        services[entry.name] = {"type": "object", "additionalProperties": False, "properties": properties}
    partitions = document["definitions"].pop("partitions")["additionalProperties"]
    document["properties"]["topics"]["properties"]["partitions"] = _named(dict.fromkeys(TOPICS, partitions))
    document["properties"]["env"] = _env({name: _either(rules) for name, rules in every.items()})
    document["properties"]["defaults"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": service
        | {"env": _env(host), "autoscaling": _scaling(scaling, [entry.name for entry in SERVICES])},
    }
    document["properties"]["services"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": services,
    }
    return document


def _scaling(rule: dict[str, Any], services: list[str]) -> dict[str, Any]:
    """`autoscaling` of these services: a threshold for a topic that none of them handles is a slip."""
    handled = [name for name, topic in TOPICS.items() if set(services) & set(topic.consumers)]
    threshold = rule["properties"]["lagThresholds"]["additionalProperties"]
    return rule | {
        "properties": rule["properties"] | {"lagThresholds": _named(dict.fromkeys(handled, threshold))}
    }
