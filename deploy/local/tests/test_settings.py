"""What the environment may say, and how a mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy_local.settings import BadSetting, StackSettings, port_variable, shown_address


def test_without_variables_everything_is_embedded_below_the_project(tmp_path: Path) -> None:
    settings = StackSettings.from_environment({"ARGOSY_HOME": str(tmp_path)})
    assert settings.profile == "embedded"
    assert settings.external == {}
    assert settings.fixed_ports == {}
    assert settings.blobs == (tmp_path / "blobs").as_uri()


def test_a_part_that_has_an_address_is_external(tmp_path: Path) -> None:
    settings = StackSettings.from_environment(
        {"ARGOSY_HOME": str(tmp_path), "ARGOSY_KAFKA_BOOTSTRAP": "broker:9092", "ARGOSY_MONGODB_URI": ""}
    )
    assert settings.external == {"kafka": "broker:9092"}


def test_ports_of_parts_and_services_can_be_fixed(tmp_path: Path) -> None:
    settings = StackSettings.from_environment(
        {
            "ARGOSY_HOME": str(tmp_path),
            "ARGOSY_TRITON_HTTP_PORT": "8000",
            "ARGOSY_LISTING_LOCALIZER_PORT": "8081",
            "ARGOSY_HTTP_PORT": "9999",  # one service's own variable, not the stack's
        }
    )
    assert settings.fixed_ports == {"triton-http": 8000, "listing-localizer": 8081}
    assert port_variable("listing-localizer") == "ARGOSY_LISTING_LOCALIZER_PORT"


@pytest.mark.parametrize("value", ["0", "65536", "80a", "-1", "٨٠", "1" * 20])
def test_a_port_that_is_none_is_refused_by_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadSetting, match="ARGOSY_STORE_PORT"):
        StackSettings.from_environment({"ARGOSY_HOME": str(tmp_path), "ARGOSY_STORE_PORT": value})


def test_an_unknown_profile_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="embedded, cpu, gpu"):
        StackSettings.from_environment({"ARGOSY_HOME": str(tmp_path), "ARGOSY_PROFILE": "tpu"})


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mongodb://shop:s3cret@db.example/argosy", "mongodb://***@db.example/argosy"),
        ("mongodb://shop:p%40@a,b:27017/?x=y@z", "mongodb://***@a,b:27017/?x=y@z"),
        ("shop:s3cret@broker:9092", "***@broker:9092"),
        ("mongodb://127.0.0.1:20001/", "mongodb://127.0.0.1:20001/"),
        ("127.0.0.1:9092", "127.0.0.1:9092"),
        ("file:///data/a@b/blobs", "file:///data/a@b/blobs"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert shown_address(address) == shown
