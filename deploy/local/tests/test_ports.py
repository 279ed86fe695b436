"""Ports: the user's where fixed, free ones else, never the same twice."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator

import pytest

from argosy_local.ports import LOOPBACK, PortPlan, PortTaken, holder, is_free, is_listening
from argosy_local.settings import PORT_VARIABLES


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this test process listens on."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_name_keeps_its_port() -> None:
    plan = PortPlan()
    assert plan.port("kafka") == plan.port("kafka")


def test_two_names_never_share_a_port_even_if_chance_gives_the_same_number() -> None:
    class Stubborn(random.Random):
        numbers: Iterator[int] = iter([21_117, 21_117, 21_118])

        def randint(self, a: int, b: int) -> int:
            return next(self.numbers)

    plan = PortPlan(chance=Stubborn())
    assert {plan.port("kafka"), plan.port("store")} == {21_117, 21_118}


def test_free_ports_lie_below_the_range_of_outgoing_connections() -> None:
    plan = PortPlan()
    ports = [plan.port(f"part-{number}") for number in range(50)]
    assert len(set(ports)) == 50
    assert all(20_000 <= port <= 32_000 for port in ports)


def test_a_fixed_port_is_used_as_it_is() -> None:
    free = PortPlan().port("any")
    assert PortPlan({"store": free}).port("store") == free


def test_a_fixed_port_that_is_taken_is_refused_with_its_holder_and_the_remedy(taken: int) -> None:
    with pytest.raises(PortTaken) as refused:
        PortPlan({"store": taken}).port("store")
    message = str(refused.value)
    assert f"port {taken} for store is taken by process {os.getpid()}" in message
    assert "ARGOSY_STORE_PORT" in message


def test_a_fixed_port_given_twice_is_refused() -> None:
    free = PortPlan().port("any")
    plan = PortPlan({"store": free, "kafka": free})
    plan.port("store")
    with pytest.raises(PortTaken, match="ARGOSY_KAFKA_PORT"):
        plan.port("kafka")


def test_the_last_runs_port_is_taken_again_if_it_is_free(taken: int) -> None:
    free = PortPlan().port("any")
    plan = PortPlan(preferred={"store": free, "kafka": taken})
    assert plan.port("store") == free
    assert plan.port("kafka") != taken


def test_a_port_somebody_took_is_exchanged_for_another() -> None:
    plan = PortPlan()
    before = plan.port("store")
    with socket.socket() as server:
        server.bind((LOOPBACK, before))
        after = plan.another("store")
    assert after != before
    assert plan.port("store") == after


def test_a_listener_is_seen_and_named(taken: int) -> None:
    assert is_listening(taken)
    assert not is_free(taken)
    assert str(os.getpid()) in holder(taken)


def test_every_part_of_the_stack_has_a_variable_for_its_port() -> None:
    assert set(PORT_VARIABLES) == {
        "kafka",
        "kafka-controller",
        "store",
        "triton",
        "triton-http",
        "triton-metrics",
        "collector",
        "collector-health",
        "prometheus",
    }
