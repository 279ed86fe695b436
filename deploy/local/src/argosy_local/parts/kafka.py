"""Apache Kafka: one process that is broker and controller (KRaft), bound to loopback."""

from __future__ import annotations

import base64
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

from argosy_contracts import TOPICS
from argosy_eventing.admin import BrokerError, create_topics, probe_broker, specs_of
from argosy_local.layout import Layout
from argosy_local.parts.part import NotReady, Unhealthy, plain_environment
from argosy_local.ports import LOOPBACK, PortPlan, is_listening
from argosy_local.process import Command

_PROPERTIES = """\
# Written by `argosy up`; changed at each start.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://{host}:{broker},CONTROLLER://{host}:{controller}
advertised.listeners=PLAINTEXT://{host}:{broker}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
default.replication.factor=1
num.partitions=4
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=8
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
log.segment.bytes=67108864
log.cleaner.dedupe.buffer.size=16777216
message.max.bytes=8388608
replica.fetch.max.bytes=8388608
"""
_LOG4J = """\
<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Appenders>
    <Console name="console" target="SYSTEM_OUT"><PatternLayout pattern="%d %p %m (%c)%n"/></Console>
  </Appenders>
  <Loggers>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
    <Logger name="kafka.log.LogManager" level="INFO"/>
    <Root level="WARN"><AppenderRef ref="console"/></Root>
  </Loggers>
</Configuration>
"""
_FAILURES_UNTIL_RESTART = 3


class Kafka:
    """The broker; its data in `home/data/kafka`."""

    name = "kafka"
    start_timeout_s = 90.0
    watch_every_s = 20.0
    mended = 0

    def __init__(self, layout: Layout, home: Path, plan: PortPlan, heap_mb: int = 384) -> None:
        self._classpath = layout.kafka_classpath
        self._home = home
        self._plan = plan
        self._heap_mb = heap_mb
        self._data = home / "data" / "kafka"
        self._run = home / "run"
        self._failures = 0
        self._topics_made = False
        plan.port("kafka")
        plan.port("kafka-controller")

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self._plan.port('kafka')}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {name: self._plan.port(name) for name in ("kafka", "kafka-controller")}

    @property
    def detail(self) -> Mapping[str, str]:
        return {"topics": str(len(specs_of(TOPICS.values())))} if self._topics_made else {}

    def choose_other_ports(self) -> None:
        for name in ("kafka", "kafka-controller"):
            self._plan.another(name)

    def prepare(self) -> None:
        """Write the configuration; format the storage where there is none yet."""
        self._run.mkdir(parents=True, exist_ok=True)
        self._failures = 0
        (self._run / "log4j2.xml").write_text(_LOG4J)
        (self._run / "kafka.properties").write_text(
            _PROPERTIES.format(
                host=LOOPBACK,
                broker=self._plan.port("kafka"),
                controller=self._plan.port("kafka-controller"),
                data=self._data,
            )
        )
        if not (self._data / "meta.properties").exists():
            self._data.mkdir(parents=True, exist_ok=True)
            self._format()

    def _format(self) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        if cluster.startswith("-"):  # would be read as an option
            cluster = "A" + cluster[1:]
        done = subprocess.run(  # noqa: S603 — our own command line
            [*self._java("-Xmx128m"), "kafka.tools.StorageTool", "format", "-t", cluster,
             "-c", str(self._run / "kafka.properties")],
            env=plain_environment(), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        if done.returncode != 0:
            said = (done.stderr + done.stdout).strip()[-500:]
            raise NotReady(f"Kafka's storage at {self._data} could not be formatted: {said}")

    def _java(self, *options: str) -> list[str]:
        return ["java", *options, "-XX:+UseG1GC", "-Djava.awt.headless=true",
                f"-Dlog4j2.configurationFile={self._run / 'log4j2.xml'}",
                "-cp", self._classpath]  # fmt: skip

    def command(self) -> Command:
        heap = (f"-Xms{self._heap_mb // 2}m", f"-Xmx{self._heap_mb}m")
        return Command(
            argv=[*self._java(*heap), "kafka.Kafka", str(self._run / "kafka.properties")],
            env=plain_environment(),
            cwd=self._run,
            log=self._home / "logs" / "kafka.log",
            grace_s=20.0,
        )

    async def check_ready(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        """Produce a record and read it back; then see that every topic of the registry is there."""
        if not is_listening(self._plan.port("kafka")):
            raise NotReady(f"nothing listens at {self.address} yet")
        try:
            await probe_broker(self.address, timeout_s=15)
            if not self._topics_made:
                await create_topics(self.address, specs_of(TOPICS.values()))
                self._topics_made = True
        except BrokerError as error:
            raise NotReady(str(error)) from error

    async def watch(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        try:
            await probe_broker(self.address, timeout_s=15)
        except BrokerError as error:
            self._failures += 1
            if self._failures >= _FAILURES_UNTIL_RESTART:
                raise Unhealthy(str(error)) from error
        else:
            self._failures = 0

    def clean_up(self) -> None:
        """Kafka leaves nothing outside its directory."""
