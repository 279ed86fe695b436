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


def _env(rules: dict[str, Any]) -> dict[str, Any]:
    # A name of ours that the service does not read is a slip; anybody else's is the operator's to know.
    return {
        "type": "object",
        "properties": dict(sorted(rules.items())),
        "propertyNames": {"anyOf": [{"enum": sorted(rules)}, {"not": {"pattern": "^ARGOSY_"}}]},
        "additionalProperties": {"type": ["string", "number", "boolean", "array", "object"]},
    }


def values_schema() -> dict[str, Any]:
    """The whole document."""
    document = yaml.safe_load(_BASE.read_text(encoding="utf-8"))
    service = document["definitions"].pop("service")
    host = own_settings(EventingSettings)
    every = dict(host)
    services: dict[str, Any] = {}
    for entry in SERVICES:
        settings = settings_class(entry)
        own = own_settings(settings)
        every |= own
        secret = sorted(set(variables(settings)) - set(OF_THE_CHART))
        properties = service | {"env": _env(host | own)}
        properties["secretEnv"] = service["secretEnv"] | {
            "propertyNames": {"anyOf": [{"enum": secret}, {"not": {"pattern": "^ARGOSY_"}}]}
        }
        services[entry.name] = {"type": "object", "additionalProperties": False, "properties": properties}
    # Bounds may differ between services; each says its own at its start.
    named = {name: {} for name in every}
    handled = {
        name for name, topic in TOPICS.items() if {entry.name for entry in SERVICES} & set(topic.consumers)
    }
    names = {"propertyNames": {"enum": sorted(TOPICS)}}
    document["definitions"]["partitions"] |= names
    document["definitions"]["autoscaling"]["properties"]["lagThresholds"] |= {
        "propertyNames": {"enum": sorted(handled)}
    }
    document["properties"]["env"] = _env(named)
    document["properties"]["defaults"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": service | {"env": _env(host)},
    }
    document["properties"]["services"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": services,
    }
    return document
