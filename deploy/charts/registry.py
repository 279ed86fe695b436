"""charts/argosy/files/registry.yaml: the topics, what each service handles and which settings it reads."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import yaml
from pydantic_settings import BaseSettings

from argosy_contracts import TOPICS
from argosy_eventing.admin import specs_of
from argosy_eventing.inbox_topic import inbox_spec
from argosy_eventing.settings import EventingSettings
from argosy_local.services import SERVICES, ServiceEntry

_HEAD: Final = (
    "# Written by deploy/charts/generate.py from protos/topics and the services' settings; do not edit.\n"
)


def settings_class(service: ServiceEntry) -> type[BaseSettings]:
    """The settings class with most fields in the service's settings module: the one its `build` takes."""
    module = importlib.import_module(f"{service.module}.settings")
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseSettings) and value.__module__ == module.__name__
    ]
    return max(own, key=lambda found: len(found.model_fields))


def variables(settings: type[BaseSettings]) -> Mapping[str, str]:
    """Each environment variable that the class reads, with the name of its field."""
    prefix = settings.model_config.get("env_prefix", "")
    return MappingProxyType(
        {
            field.validation_alias
            if isinstance(field.validation_alias, str)
            else f"{prefix}{name}".upper(): name
            for name, field in settings.model_fields.items()
        }
    )


def _topics() -> dict[str, Any]:
    return {
        topic.name: {
            "for": list(topic.consumers),
            "makes": [
                {"name": spec.name, "partitions": spec.partitions, "config": dict(spec.config)}
                for spec in specs_of([topic])
            ],
        }
        for topic in TOPICS.values()
    }


def _inbox(service: str, partitions: int) -> dict[str, Any]:
    # Its defaults are the services' own; the bootstrap address is asked for and not used.
    spec = inbox_spec(service, partitions, EventingSettings.load(kafka_bootstrap="none:1"))
    return {"name": spec.name, "config": dict(spec.config)}


def _services() -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for service in SERVICES:
        handles = [topic.name for topic in TOPICS.values() if service.name in topic.consumers]
        partitions = max(TOPICS[name].partitions for name in handles)
        rows[service.name] = {
            "module": service.module,
            "environment": dict(service.environment),
            "handles": handles,
            "inbox": _inbox(service.name, partitions),
            "reads": sorted(variables(settings_class(service))),
        }
    return rows


def registry() -> dict[str, Any]:
    """What the templates loop over."""
    return {"services": _services(), "topics": _topics()}


def registry_page() -> str:
    """The file's text."""
    plain = json.loads(json.dumps(registry()))
    return _HEAD + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
