"""Which topics are made before the services start."""

from __future__ import annotations

import pytest

from argosy_contracts import TOPICS
from argosy_eventing.settings import EventingSettings
from argosy_eventing.topics import UnknownName, main, wanted_topics

SETTINGS = EventingSettings.load(kafka_bootstrap="broker:9092")


def partitions_of(services: tuple[str, ...] = (), **asked: int) -> dict[str, int]:
    named = {name.replace("_", "."): count for name, count in asked.items()}
    return {spec.name: spec.partitions for spec in wanted_topics(services, named, SETTINGS)}


def test_all_topics_are_made_with_their_dead_letters_and_the_inboxes_of_the_services_named():
    found = partitions_of(("listing-localizer",))
    assert TOPICS.keys() <= found.keys()
    assert found["product.created.dead-letter"] == 1
    assert found["listing-localizer.inbox"] == TOPICS["product.created"].partitions
    assert "cs-agent.inbox" not in found


def test_a_topic_with_more_partitions_widens_the_inboxes_of_those_that_read_it():
    found = partitions_of(("listing-localizer", "chargeback-agent"), product_created=24)
    assert found["product.created"] == 24
    assert found["listing-localizer.inbox"] == 24
    assert found["chargeback-agent.inbox"] == 4
    assert found["product.created.dead-letter"] == 1


def test_fewer_partitions_than_the_registry_has_are_refused():
    with pytest.raises(UnknownName, match=r"product\.created has 4 partitions in the registry, not 3"):
        partitions_of(product_created=3)


def test_a_name_that_the_registry_does_not_know_is_refused():
    with pytest.raises(UnknownName, match=r"no topic 'product\.made'"):
        partitions_of(product_made=8)
    with pytest.raises(UnknownName, match="'listing-localiser'"):
        partitions_of(("listing-localiser",))


def test_a_broker_that_is_not_there_is_named_and_the_command_fails(monkeypatch, capsys):
    monkeypatch.setenv("ARGOSY_KAFKA_BOOTSTRAP", "127.0.0.1:1")
    assert main(["--patience", "0"]) == 1
    assert "127.0.0.1:1" in capsys.readouterr().err
