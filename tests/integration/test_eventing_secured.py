"""A broker that asks who we are: TLS by an authority of its own, our certificate, SASL by SCRAM."""

from __future__ import annotations

import datetime
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiokafka.errors import KafkaError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from argosy_eventing.admin import end_offsets, group_lag
from argosy_eventing.client import Publisher, Subscriber
from argosy_eventing.service import Service
from argosy_eventing.settings import EventingSettings
from argosy_local.layout import Layout
from argosy_testing.eventing import IN, OUT, answer, messages

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

LOOPBACK = "127.0.0.1"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
controller.listener.names=CONTROLLER
listeners=SECURED://{host}:{secured},INTERNAL://{host}:{internal},CONTROLLER://{host}:{controller}
advertised.listeners=SECURED://{host}:{secured},INTERNAL://{host}:{internal}
listener.security.protocol.map=SECURED:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INTERNAL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.secured.scram-sha-512.sasl.jaas.config={module} required;
ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location={folder}/ca.crt
listener.name.secured.ssl.client.auth=required
log.dirs={folder}/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
"""


class Authority:
    """An authority of our own, and what it signs, as PEM files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "argosy test authority")])
        made = self._signed(self._name, self._key, x509.BasicConstraints(ca=True, path_length=0), True)
        (folder / "ca.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def sign(self, name: str) -> tuple[bytes, bytes]:
        """A certificate for this name on loopback, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        place = x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))])
        made = self._signed(subject, key, place, False)
        return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extension: x509.ExtensionType,
        critical: bool,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(extension, critical=critical)
            .sign(self._key, hashes.SHA256())
        )


@dataclass(frozen=True, slots=True)
class Secured:
    """A running broker and how to reach it."""

    bootstrap: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """As charts/argosy gives it to a service."""
        return {
            "ARGOSY_KAFKA_BOOTSTRAP": self.bootstrap,
            "ARGOSY_KAFKA_SECURITY": "SASL_SSL",
            "ARGOSY_KAFKA_MECHANISM": "SCRAM-SHA-512",
            "ARGOSY_KAFKA_USERNAME": "argosy",
            "ARGOSY_KAFKA_PASSWORD": "open sesame",
            "ARGOSY_KAFKA_CA_FILE": str(self.folder / "ca.crt"),
            "ARGOSY_KAFKA_CERT_FILE": str(self.folder / "tls.crt"),
            "ARGOSY_KAFKA_KEY_FILE": str(self.folder / "tls.key"),
        }

    def make_topics(self, *services: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """What the chart's job runs."""
        return subprocess.run(
            [sys.executable, "-m", "argosy_eventing.topics", "--patience", "40", *services],
            env=os.environ | self.environment | changed,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


def free_ports(count: int) -> list[int]:
    held = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    authority = Authority(folder)
    certificate, key = authority.sign("broker")
    (folder / "broker.pem").write_bytes(key + certificate)
    certificate, key = authority.sign("argosy")
    (folder / "tls.crt").write_bytes(certificate)
    (folder / "tls.key").write_bytes(key)
    secured, internal, controller = free_ports(3)
    (folder / "server.properties").write_text(
        PROPERTIES.format(
            host=LOOPBACK,
            module=SCRAM,
            secured=secured,
            internal=internal,
            controller=controller,
            folder=folder,
        )
    )
    java = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", Layout.find().kafka_classpath]
    subprocess.run(
        [*java, "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAA", "-c",
         str(folder / "server.properties"),
         "--add-scram", "SCRAM-SHA-512=[name=argosy,password=open sesame]"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    with (folder / "kafka.log").open("wb") as log:
        process = subprocess.Popen(
            [*java, "kafka.Kafka", str(folder / "server.properties")], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_until_it_listens(process, secured, folder / "kafka.log")
        yield Secured(f"{LOOPBACK}:{secured}", folder)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the broker does not listen:\n{log.read_text()[-3000:]}")


def settings_of(broker: Secured, monkeypatch: pytest.MonkeyPatch, **changes: object) -> EventingSettings:
    for name, value in broker.environment.items():
        monkeypatch.setenv(name, value)
    return EventingSettings.load(session_timeout_s=6, http_port=0, **changes)


def test_the_topics_are_made_once_and_then_found(broker):
    made = broker.make_topics("cs-agent")
    assert made.returncode == 0, made.stderr
    assert "made or widened: cs-agent.inbox" in made.stdout
    again = broker.make_topics("cs-agent")
    assert again.returncode == 0, again.stderr
    assert "0 of them touched" in again.stdout


async def test_a_service_handles_an_event_and_those_who_look_after_it_can(broker, monkeypatch):
    assert broker.make_topics().returncode == 0
    settings = settings_of(broker, monkeypatch)
    service = Service("secured", settings)
    service.on(IN, answer, None)
    inputs = messages("secured", 5)
    await service.start()
    try:
        await service.wait_ready()
        async with Subscriber(settings, [OUT]) as replies, Publisher(settings) as bus:
            await bus.publish(*inputs)
            seen = set()
            async for reply in replies:
                seen.add(reply.data.message_id)
                if len(seen) == len(inputs):
                    break
    finally:
        await service.stop()
    assert seen == {event.id for event in inputs}
    assert sum((await end_offsets(broker.bootstrap, [IN])).values()) >= len(inputs)
    assert sum(row.lag for row in await group_lag(settings, "secured", [IN])) == 0


def test_a_wrong_password_is_told_and_nothing_is_made(broker):
    refused = broker.make_topics(ARGOSY_KAFKA_PASSWORD="a guess")  # noqa: S106
    assert refused.returncode == 1
    assert "no topics were made" in refused.stderr


async def test_without_our_certificate_the_broker_turns_us_away(broker, monkeypatch):
    settings = settings_of(broker, monkeypatch)
    unknown = settings.model_copy(update={"kafka_cert_file": None, "kafka_key_file": None})
    with pytest.raises((KafkaError, OSError)):
        async with Publisher(unknown):
            pass
