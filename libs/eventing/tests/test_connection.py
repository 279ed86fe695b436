"""How every client of the bus connects: what is asked for is what is used, and what is missing is named."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from argosy_eventing import admin
from argosy_eventing.connection import connection_of
from argosy_eventing.settings import EventingSettings, SettingsError

PASSWORD = "open sesame"  # noqa: S105 — opens nothing


def settings(**changes: object) -> EventingSettings:
    return EventingSettings.load(kafka_bootstrap="broker:9093", **changes)


def test_sasl_and_tls_go_to_every_client():
    found = connection_of(
        settings(kafka_security="SASL_SSL", kafka_username="argosy", kafka_password=PASSWORD)
    )
    assert found["security_protocol"] == "SASL_SSL"
    assert (found["sasl_mechanism"], found["sasl_plain_username"]) == ("SCRAM-SHA-512", "argosy")
    assert found["sasl_plain_password"] == PASSWORD
    assert isinstance(found["ssl_context"], ssl.SSLContext)


def test_those_who_look_after_the_broker_prove_who_they_are_too(monkeypatch):
    named = settings(kafka_security="SASL_SSL", kafka_username="argosy", kafka_password=PASSWORD)
    assert admin._connection(named)["sasl_plain_username"] == "argosy"
    monkeypatch.setenv("ARGOSY_KAFKA_SECURITY", "SASL_PLAINTEXT")
    monkeypatch.setenv("ARGOSY_KAFKA_USERNAME", "tools")
    monkeypatch.setenv("ARGOSY_KAFKA_PASSWORD", PASSWORD)
    found = admin._connection("other:9092")
    assert (found["bootstrap_servers"], found["sasl_plain_username"]) == ("other:9092", "tools")


def test_an_authority_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match="ARGOSY_KAFKA_CA_FILE"):
        connection_of(settings(kafka_security="SSL", kafka_ca_file=str(tmp_path / "ca.crt")))


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path):
    broken = tmp_path / "tls.crt"
    broken.write_text("no certificate")
    with pytest.raises(SettingsError, match="ARGOSY_KAFKA_CERT_FILE"):
        connection_of(settings(kafka_security="SSL", kafka_cert_file=str(broken), kafka_key_file=str(broken)))


def test_a_certificate_without_its_key_is_refused_at_the_start():
    with pytest.raises(SettingsError, match="ARGOSY_KAFKA_KEY_FILE"):
        settings(kafka_cert_file="tls.crt")
