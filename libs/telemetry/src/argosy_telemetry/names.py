"""The registry of every span, attribute and metric name that Argosy emits.

A dashboard, an alert and a test all lean on these names, so each stands here once, with its
meaning and unit, and ``libs/telemetry/tests/test_names.py`` walks the sources and fails on any
name that is not here. Names follow the OpenTelemetry semantic conventions where these have one
(``messaging.*``, ``db.*``, ``error.type``); the rest live under ``argosy.``.

Prometheus shows ``argosy.events.handled`` as ``argosy_events_handled_total`` and
``argosy.event.handle.duration`` (unit ``s``) as ``argosy_event_handle_duration_seconds_*``.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, TypeVar


class MetricKind(StrEnum):
    """How a metric is measured; decides which instrument may carry its name."""

    COUNTER = "counter"
    UP_DOWN_COUNTER = "up_down_counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


class SpanName(str):
    """A span's name: low cardinality, the same for every event and merchant."""

    __slots__ = ("description",)
    description: str

    def __new__(cls, name: str, description: str) -> Self:
        self = super().__new__(cls, name)
        self.description = description
        return self


class AttributeName(str):
    """The key of an attribute on a span, a metric or a log line."""

    __slots__ = ("description", "identifier")
    description: str
    identifier: bool

    def __new__(cls, name: str, description: str, *, identifier: bool = False) -> Self:
        """``identifier`` marks keys whose value is an id: it is not read as a phone number."""
        self = super().__new__(cls, name)
        self.description = description
        self.identifier = identifier
        return self


class MetricName(str):
    """A metric's name with its unit (UCUM), kind and, for a histogram, bucket bounds in that unit."""

    __slots__ = ("buckets", "description", "kind", "unit")
    description: str
    unit: str
    kind: MetricKind
    buckets: tuple[float, ...]

    def __new__(
        cls,
        name: str,
        description: str,
        *,
        kind: MetricKind,
        unit: str,
        buckets: tuple[float, ...] = (),
    ) -> Self:
        self = super().__new__(cls, name)
        self.description = description
        self.unit = unit
        self.kind = kind
        self.buckets = buckets
        return self


# From a cache hit (half a millisecond) to a language model's long answer (two minutes).
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_BYTES = (1_024, 8_192, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)

# --- spans -----------------------------------------------------------------------------------

SPAN_EVENT_EMIT = SpanName(
    "event.emit",
    "A platform or a tool (`argosy run`, `backfill`, a replay) puts an event on the bus (producer).",
)
SPAN_EVENT_HANDLE = SpanName("event.handle", "A service handles one event, from decoding to outcome.")
SPAN_EVENT_PUBLISH = SpanName("event.publish", "An output event is put on the bus (producer).")
SPAN_EVENT_DEAD_LETTER = SpanName(
    "event.dead_letter", "An event that failed for good is written to its dead-letter topic."
)
SPAN_BATCH_COMMIT = SpanName("batch.commit", "Outputs, inbox entries and offsets become durable.")
SPAN_TIER_CALL = SpanName("tier.call", "One typed call to a model of the inference tier, retries included.")
SPAN_TIER_ATTEMPT = SpanName("tier.attempt", "One attempt of a tier call, as it goes over the wire.")
SPAN_STORE_OPERATION = SpanName("store.operation", "One document operation against the store.")
SPAN_BLOB_PUT = SpanName("blob.put", "A blob is written under its content address.")
SPAN_BLOB_GET = SpanName("blob.get", "A blob is read and its checksum verified.")
SPAN_OUTSIDE_FETCH = SpanName("outside.fetch", "A merchant's outside address is fetched, guarded.")
SPAN_LISTING_LOCALIZE = SpanName("listing.localize", "A product becomes the listing of one market.")
SPAN_IMAGE_LOCALIZE = SpanName("image.localize", "A picture is re-lettered for one market.")
SPAN_IMAGE_READ = SpanName("image.read", "The text on a picture is found and read.")
SPAN_IMAGE_ERASE = SpanName("image.erase", "Source lettering is removed from a picture.")
SPAN_IMAGE_LETTER = SpanName("image.letter", "Target lettering is set on a picture.")
SPAN_IMAGE_CHECK = SpanName("image.check", "A finished picture is checked against its source.")
SPAN_REBUTTAL_READ = SpanName("rebuttal.read", "The notices of a case are read.")
SPAN_REBUTTAL_BUILD = SpanName("rebuttal.build", "A case is built from its notices and the shop's records.")
SPAN_REBUTTAL_WRITE = SpanName("rebuttal.write", "A case's letter is written in Word and PDF.")
SPAN_CHAT_READ = SpanName("chat.read", "What a buyer wrote is read.")
SPAN_CHAT_KNOW = SpanName("chat.know", "What the shop's facts say to it is looked for and put into words.")
SPAN_CHAT_LOOK = SpanName("chat.look", "Pictures that he sent are looked at.")
SPAN_CHAT_ORDER = SpanName("chat.order", "His orders are looked up and changed.")

# --- attributes ------------------------------------------------------------------------------

ATTR_EVENT_ID = AttributeName("argosy.event.id", "CloudEvents id.", identifier=True)
ATTR_EVENT_TYPE = AttributeName("argosy.event.type", "CloudEvents type, which is the topic's name.")
ATTR_EVENT_SOURCE = AttributeName("argosy.event.source", "CloudEvents source.")
ATTR_EVENT_KEY = AttributeName(
    "argosy.event.key", "Record key: the entity's id; order is kept per key.", identifier=True
)
ATTR_MERCHANT_ID = AttributeName("argosy.merchant.id", "Whose event it is.", identifier=True)
ATTR_PLATFORM = AttributeName("argosy.platform", "Which platform emitted the event.")
ATTR_SERVICE = AttributeName("argosy.service", "The Argosy service that measured it.")
ATTR_OUTCOME = AttributeName("argosy.outcome", "publish, skip, dead_letter, or failed.")
ATTR_OUTCOME_REASON = AttributeName("argosy.outcome.reason", "The named reason of a skip or dead letter.")
ATTR_OUTPUT_COUNT = AttributeName("argosy.output.count", "How many events an outcome published.")
ATTR_ATTEMPT = AttributeName("argosy.attempt", "1 for the first try.")
ATTR_DUPLICATE = AttributeName("argosy.duplicate", "The event had been handled before.")
ATTR_BATCH_SIZE = AttributeName("messaging.batch.message_count", "How many records went together.")
ATTR_DEPENDENCY = AttributeName("argosy.dependency", "Which dependency was busy: tier, store, bus.")

ATTR_MESSAGING_SYSTEM = AttributeName("messaging.system", "Always kafka.")
ATTR_TOPIC = AttributeName("messaging.destination.name", "The topic.")
ATTR_PARTITION = AttributeName(
    "messaging.destination.partition.id", "The partition, as text.", identifier=True
)
ATTR_OFFSET = AttributeName("messaging.kafka.offset", "The record's offset.", identifier=True)
ATTR_CONSUMER_GROUP = AttributeName("messaging.consumer.group.name", "The consumer group.")

ATTR_MODEL = AttributeName("argosy.tier.model", "The tier's model, for instance translator.")
ATTR_TIER_BATCH = AttributeName("argosy.tier.batch_size", "Items sent in one tier call.")
ATTR_TIER_QUEUE = AttributeName("argosy.tier.queue_s", "Seconds the call waited inside the tier.")
ATTR_TIER_COMPUTE = AttributeName("argosy.tier.compute_s", "Seconds the tier's model computed.")
ATTR_TIER_WAIT = AttributeName("argosy.tier.wait_s", "Seconds the call waited here for a free slot.")
ATTR_TIER_STATUS = AttributeName("argosy.tier.status", "ok, or the named error's class.")
ATTR_GRPC_STATUS = AttributeName("rpc.response.status_code", "The gRPC status of an attempt.")
ATTR_ENGINE_NAME = AttributeName("argosy.engine.name", "The engine that answered.")
ATTR_ENGINE_MODEL = AttributeName("argosy.engine.model", "The weights or rules behind the engine.")
ATTR_ENGINE_REVISION = AttributeName("argosy.engine.revision", "Their revision.", identifier=True)
ATTR_ENGINE_PROFILE = AttributeName("argosy.engine.profile", "embedded, cpu or gpu.")
ATTR_COST_UNIT = AttributeName("argosy.cost.unit", "character, token, pixel or item.")

ATTR_DB_SYSTEM = AttributeName("db.system.name", "Always mongodb.")
ATTR_DB_COLLECTION = AttributeName("db.collection.name", "The collection.")
ATTR_DB_OPERATION = AttributeName("db.operation.name", "find_one, insert_many, update_one ...")
ATTR_BLOB_BYTES = AttributeName("argosy.blob.bytes", "A blob's size.")
ATTR_BLOB_MEDIA_TYPE = AttributeName("argosy.blob.media_type", "A blob's media type.")
ATTR_BLOB_SHA256 = AttributeName("argosy.blob.sha256", "A blob's checksum.", identifier=True)
ATTR_BLOB_OPERATION = AttributeName("argosy.blob.operation", "put or get.")
ATTR_FETCH_HOST = AttributeName("server.address", "The host of an outside address, nothing more of it.")
ATTR_FETCH_RESULT = AttributeName("argosy.fetch.result", "ok, or the named error's class.")
ATTR_ERROR_TYPE = AttributeName("error.type", "The class of the error.")

ATTR_PRODUCT_ID = AttributeName("argosy.product.id", "The platform's product id.", identifier=True)
ATTR_IMAGE_ID = AttributeName("argosy.image.id", "The platform's image id.", identifier=True)
ATTR_MARKET = AttributeName("argosy.market", "ISO 3166 market.")
ATTR_LOCALE = AttributeName("argosy.locale", "BCP 47 language of an output.")
ATTR_CHANNEL = AttributeName("argosy.channel", "Whose title and keyword rules apply.")
ATTR_NEEDS_REVIEW = AttributeName("argosy.needs_review", "A person should look at the result.")
ATTR_REVIEW_REASON = AttributeName("argosy.review.reason", "The named reason for a review.")
ATTR_COVERAGE = AttributeName("argosy.coverage", "Share of the source that was carried over, 0..1.")
ATTR_LISTING_FIELD = AttributeName("argosy.listing.field", "title, bullets, description or keywords.")
ATTR_REWRITE_RESULT = AttributeName("argosy.rewrite.result", "taken, or the first rule a text broke.")
ATTR_REGION_COUNT = AttributeName("argosy.region.count", "Lines of text found on a picture.")
ATTR_REGION_KIND = AttributeName("argosy.region.kind", "text, brand, on_product or number.")
ATTR_REGION_ACTION = AttributeName("argosy.region.action", "translated, kept or removed.")
ATTR_DISPUTE_NETWORK = AttributeName("argosy.dispute.network", "Whose rules a dispute is under.")
ATTR_DISPUTE_DECISION = AttributeName("argosy.dispute.decision", "fight, accept, refund or ask.")
ATTR_DISPUTE_END = AttributeName("argosy.dispute.end", "won, lost or reversed.")
ATTR_DECISION = AttributeName("argosy.decision", "What a result decides, where it decides anything.")
ATTR_CHAT_ANSWER = AttributeName(
    "argosy.chat.answer",
    "What an answer to a buyer comes to: done, told, refused, asked, not_known, polite, person, "
    "waiting or rate_limit.",
)
ATTR_CHAT_INTENT = AttributeName("argosy.chat.intent", "What a buyer wants, of the closed set of intents.")
ATTR_CHAT_HANDOVER = AttributeName("argosy.chat.handover", "The named reason why a person goes on.")
ATTR_CHAT_SENTENCE = AttributeName("argosy.chat.sentence", "fact, derived, done, asks, unknown, refusal ...")
ATTR_CHAT_PICTURE = AttributeName(
    "argosy.chat.picture",
    "looked, or why a buyer's picture was not: address, missing, too_large, no_picture, broken, not_looked.",
)
ATTR_SHOP_RESULT = AttributeName("argosy.shop.result", "ok, refused, bad, busy, or resting: not asked.")

# --- metrics ---------------------------------------------------------------------------------

METRIC_EVENTS_RECEIVED = MetricName(
    "argosy.events.received",
    "Records read from the bus, duplicates included.",
    kind=MetricKind.COUNTER,
    unit="{event}",
)
METRIC_EVENTS_HANDLED = MetricName(
    "argosy.events.handled",
    "Events whose outcome is durable, by outcome.",
    kind=MetricKind.COUNTER,
    unit="{event}",
)
METRIC_EVENTS_PUBLISHED = MetricName(
    "argosy.events.published", "Output events made durable.", kind=MetricKind.COUNTER, unit="{event}"
)
METRIC_EVENTS_DEAD_LETTERED = MetricName(
    "argosy.events.dead_lettered",
    "Events written to a dead-letter topic, by reason.",
    kind=MetricKind.COUNTER,
    unit="{event}",
)
METRIC_EVENTS_DUPLICATE = MetricName(
    "argosy.events.duplicate",
    "Events that the inbox knew already; nothing was done again.",
    kind=MetricKind.COUNTER,
    unit="{event}",
)
METRIC_EVENT_RETRIES = MetricName(
    "argosy.event.retries",
    "Handler attempts after the first, by dependency or error.",
    kind=MetricKind.COUNTER,
    unit="{attempt}",
)
METRIC_EVENT_HANDLE_DURATION = MetricName(
    "argosy.event.handle.duration",
    "Seconds a handler took for one event, retries included.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_EVENT_END_TO_END = MetricName(
    "argosy.event.end_to_end.duration",
    "Seconds from the record's timestamp to its durable outcome.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_EVENTS_IN_FLIGHT = MetricName(
    "argosy.events.in_flight",
    "Events read and not yet durable.",
    kind=MetricKind.UP_DOWN_COUNTER,
    unit="{event}",
)
METRIC_CONSUMER_LAG = MetricName(
    "argosy.consumer.lag",
    "Records between the committed offset and the end of the partition.",
    kind=MetricKind.GAUGE,
    unit="{event}",
)
METRIC_OLDEST_EVENT_AGE = MetricName(
    "argosy.consumer.oldest_event.age",
    "Age of the oldest event that is not yet durable.",
    kind=MetricKind.GAUGE,
    unit="s",
)
METRIC_PROGRESS_AGE = MetricName(
    "argosy.consumer.progress.age",
    "Seconds the committed offset has stood still while there was lag.",
    kind=MetricKind.GAUGE,
    unit="s",
)
METRIC_STALL_LIMIT = MetricName(
    "argosy.consumer.progress.limit",
    "Seconds without progress after which the service calls itself unhealthy.",
    kind=MetricKind.GAUGE,
    unit="s",
)
METRIC_CONSUMER_STOPPED = MetricName(
    "argosy.consumer.stopped",
    "1 while the service consumes nothing more because of a fault, for instance at the cap on dead letters.",
    kind=MetricKind.GAUGE,
    unit="{service}",
)
METRIC_REBALANCES = MetricName(
    "argosy.consumer.rebalances",
    "Partition assignments taken or lost.",
    kind=MetricKind.COUNTER,
    unit="{rebalance}",
)
METRIC_BATCH_SIZE = MetricName(
    "argosy.batch.size",
    "Events made durable in one commit.",
    kind=MetricKind.HISTOGRAM,
    unit="{event}",
    buckets=_SIZES,
)
METRIC_BATCH_COMMIT_DURATION = MetricName(
    "argosy.batch.commit.duration",
    "Seconds from the first send of a batch to its commit.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_INBOX_ENTRIES = MetricName(
    "argosy.inbox.entries", "Event ids the inbox remembers.", kind=MetricKind.GAUGE, unit="{event}"
)

METRIC_TIER_CALL_DURATION = MetricName(
    "argosy.tier.call.duration",
    "Seconds of one tier call as the caller saw it, by model and status.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_TIER_QUEUE_DURATION = MetricName(
    "argosy.tier.queue.duration",
    "Seconds a call waited inside the tier.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_TIER_COMPUTE_DURATION = MetricName(
    "argosy.tier.compute.duration",
    "Seconds the tier's model computed for a call.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_TIER_WAIT_DURATION = MetricName(
    "argosy.tier.wait.duration",
    "Seconds a call waited in this process for a free slot (back pressure).",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_TIER_FIRST_TOKEN = MetricName(
    "argosy.tier.first_token.duration",
    "Seconds from a generation call to its first text.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_TIER_IN_FLIGHT = MetricName(
    "argosy.tier.in_flight", "Tier calls under way.", kind=MetricKind.UP_DOWN_COUNTER, unit="{call}"
)
METRIC_TIER_RETRIES = MetricName(
    "argosy.tier.retries",
    "Attempts after the first, by model and gRPC status.",
    kind=MetricKind.COUNTER,
    unit="{attempt}",
)
METRIC_TIER_ITEMS = MetricName(
    "argosy.tier.items", "Texts or pictures sent to the tier.", kind=MetricKind.COUNTER, unit="{item}"
)
METRIC_TIER_COST = MetricName(
    "argosy.tier.cost",
    "What a merchant's events cost: units by merchant, model and cost unit.",
    kind=MetricKind.COUNTER,
    unit="{unit}",
)
METRIC_TIER_COST_SECONDS = MetricName(
    "argosy.tier.cost.compute",
    "Tier seconds spent per merchant and model.",
    kind=MetricKind.COUNTER,
    unit="s",
)

METRIC_STORE_DURATION = MetricName(
    "argosy.store.operation.duration",
    "Seconds of one document operation, by collection, operation and error.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_STORE_EXPIRED = MetricName(
    "argosy.store.expired",
    "Documents removed by the sweep because their window passed.",
    kind=MetricKind.COUNTER,
    unit="{document}",
)
METRIC_BLOB_DURATION = MetricName(
    "argosy.blob.operation.duration",
    "Seconds of one blob operation.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_BLOB_SIZE = MetricName(
    "argosy.blob.size", "Size of blobs put and got.", kind=MetricKind.HISTOGRAM, unit="By", buckets=_BYTES
)
METRIC_FETCH_DURATION = MetricName(
    "argosy.fetch.duration",
    "Seconds to fetch an outside address, by result.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)

METRIC_LISTING_COVERAGE = MetricName(
    "argosy.listing.coverage",
    "Share of a product's text that a listing carries, by market.",
    kind=MetricKind.HISTOGRAM,
    unit="1",
    buckets=_SHARES,
)
METRIC_LISTING_REWRITES = MetricName(
    "argosy.listing.rewrites",
    "Fields of listings that a generator wrote anew, by market, field and result.",
    kind=MetricKind.COUNTER,
    unit="{field}",
)
METRIC_REBUTTAL_DRAFTS = MetricName(
    "argosy.rebuttal.drafts",
    "Answers to disputes, by network, decision and whether a person should look.",
    kind=MetricKind.COUNTER,
    unit="{answer}",
)
METRIC_REBUTTAL_REWRITES = MetricName(
    "argosy.rebuttal.rewrites",
    "Sentences of letters that a generator joined from statements, by locale and result.",
    kind=MetricKind.COUNTER,
    unit="{sentence}",
)
METRIC_CHAT_ANSWERS = MetricName(
    "argosy.chat.answers",
    "Answers to buyers, by what they come to, main intent and whether a person should look.",
    kind=MetricKind.COUNTER,
    unit="{answer}",
)
METRIC_CHAT_HANDOVERS = MetricName(
    "argosy.chat.handovers",
    "Conversations handed to a person, by reason.",
    kind=MetricKind.COUNTER,
    unit="{conversation}",
)
METRIC_CHAT_UNANSWERED = MetricName(
    "argosy.chat.unanswered",
    "Questions that no fact answered, by intent.",
    kind=MetricKind.COUNTER,
    unit="{question}",
)
METRIC_CHAT_LEFT_OUT = MetricName(
    "argosy.chat.sentences.left_out",
    "Sentences that the checks kept out of an answer, by kind.",
    kind=MetricKind.COUNTER,
    unit="{sentence}",
)
METRIC_CHAT_FAULTS = MetricName(
    "argosy.chat.faults",
    "Answers that a fault of ours ended in the middle, by the error's class.",
    kind=MetricKind.COUNTER,
    unit="{answer}",
)
METRIC_CHAT_TURN_DURATION = MetricName(
    "argosy.chat.turn.duration",
    "Seconds from taking up a message to its answer, by what the answer comes to.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_CHAT_PASSED_OVER = MetricName(
    "argosy.chat.passed_over",
    "Messages of buyers that got no answer of their own, by reason: with_person, more_to_come, too_many ...",
    kind=MetricKind.COUNTER,
    unit="{message}",
)
METRIC_CHAT_TOLD_AGAIN = MetricName(
    "argosy.chat.told_again",
    "Messages that waited in vain for others and were told once more.",
    kind=MetricKind.COUNTER,
    unit="{message}",
)
METRIC_CHAT_PICTURES = MetricName(
    "argosy.chat.pictures",
    "Pictures that buyers sent, by whether they were looked at or why not.",
    kind=MetricKind.COUNTER,
    unit="{picture}",
)
METRIC_SHOP_CALL_DURATION = MetricName(
    "argosy.shop.call.duration",
    "Seconds of one call to a merchant's shop, its repeats included, by result.",
    kind=MetricKind.HISTOGRAM,
    unit="s",
    buckets=_SECONDS,
)
METRIC_IMAGE_REGIONS = MetricName(
    "argosy.image.regions", "Text regions by kind and action.", kind=MetricKind.COUNTER, unit="{region}"
)
METRIC_RESULTS = MetricName(
    "argosy.results",
    "Results made, by event type, market, decision and whether a person should look.",
    kind=MetricKind.COUNTER,
    unit="{result}",
)
METRIC_DISPUTES_ENDED = MetricName(
    "argosy.disputes.ended",
    "Disputes whose end was told, by network and end: won, lost or reversed.",
    kind=MetricKind.COUNTER,
    unit="{dispute}",
)
METRIC_NEEDS_REVIEW = MetricName(
    "argosy.results.needs_review",
    "Results that a person should look at, by reason.",
    kind=MetricKind.COUNTER,
    unit="{result}",
)

_N = TypeVar("_N", SpanName, AttributeName, MetricName)


def _registered(kind: type[_N]) -> Iterator[_N]:
    return (value for value in list(globals().values()) if isinstance(value, kind))


SPANS: dict[str, SpanName] = {str(name): name for name in _registered(SpanName)}
ATTRIBUTES: dict[str, AttributeName] = {str(name): name for name in _registered(AttributeName)}
METRICS: dict[str, MetricName] = {str(name): name for name in _registered(MetricName)}
