"""How every client of the bus connects, from the settings."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer

from argosy_eventing import offset_fetch
from argosy_eventing.settings import EventingSettings, SettingsError

offset_fetch.install()


def connection_of(settings: EventingSettings) -> dict[str, Any]:
    """Keyword arguments that aiokafka's consumer, producer and admin client all take."""
    arguments: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_security,
        "request_timeout_ms": round(settings.request_timeout_s * 1000),
        "retry_backoff_ms": 100,
    }
    if "SSL" in settings.kafka_security:
        arguments["ssl_context"] = _trust(settings)
    if settings.kafka_security.startswith("SASL"):
        arguments["sasl_mechanism"] = settings.kafka_mechanism
        arguments["sasl_plain_username"] = settings.kafka_username
        password = settings.kafka_password
        arguments["sasl_plain_password"] = password.get_secret_value() if password else None
    return arguments


def _trust(settings: EventingSettings) -> ssl.SSLContext:
    """Whom we believe, and who we are where the broker asks. Raises SettingsError."""
    try:
        context = ssl.create_default_context(cafile=settings.kafka_ca_file)
    except (OSError, ValueError) as error:
        raise SettingsError(f"ARGOSY_KAFKA_CA_FILE cannot be used: {error}") from error
    if settings.kafka_cert_file:
        try:
            context.load_cert_chain(settings.kafka_cert_file, settings.kafka_key_file)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"ARGOSY_KAFKA_CERT_FILE or ARGOSY_KAFKA_KEY_FILE cannot be used: {error}"
            ) from error
    return context


@asynccontextmanager
async def reader_of(
    settings: EventingSettings,
    *topics: str,
    **options: Any,  # noqa: ANN401 — the consumer's own
) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer, started, and closed at the end whatever happens; it commits nothing by itself."""
    consumer = AIOKafkaConsumer(
        *topics, **{**connection_of(settings), "enable_auto_commit": False, **options}
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        # Without a group aiokafka 0.14 cancels a task of its own and awaits it; before that task's first
        # step the await raises CancelledError here, in ours.
        await asyncio.sleep(0)
        await consumer.stop()
