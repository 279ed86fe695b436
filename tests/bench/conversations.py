"""From a buyer's message to its answer: `python tests/bench/conversations.py [--rate 10] [--seconds 60]`.

The whole embedded stack runs, every service in it. Each message opens a conversation of its own, in one of
fifteen languages, about one of three products that were published before. Taken is the time from the moment
the message is handed to the broker to its first chat.delta ("begun") and to its chat.replied. With
`--rate 20000 --seconds 0.01` two hundred conversations are in flight at once.
"""

from __future__ import annotations

import argparse
import collections
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from round_trips import RoundTrip, run, told

from argosy_contracts import Event

ASKED = datetime(2026, 10, 1, 8, tzinfo=UTC)
PRODUCTS: tuple[dict[str, Any], ...] = (
    {
        "id": "p-1",
        "title": "便携折叠电热水壶 0.6L 出差旅行",
        "attributes": {
            "材质": "食品级硅胶",
            "容量": "0.6L",
            "额定电压": "220V",
            "额定功率": "600W",
            "线长": "0.8m",
        },
        "price": "18.90",
    },
    {
        "id": "p-2",
        "title": "女士纯棉宽松衬衫 长袖 白色",
        "attributes": {"材质": "100%棉", "颜色": "白色,藏青色", "产地": "浙江", "洗涤说明": "30度以下机洗"},
        "price": "24.50",
    },
    {
        "id": "p-3",
        "title": "蓝牙耳机 主动降噪 续航30小时",
        "attributes": {"蓝牙版本": "5.3", "续航时间": "30小时", "防水等级": "IPX4", "重量": "48g"},
        "price": "39.00",
    },
)
QUESTIONS: tuple[tuple[str, int, str], ...] = (
    ("en", 0, "What is it made of, and how much does it hold?"),
    ("zh", 1, "这件是纯棉的吗？可以机洗吗"),
    ("es", 2, "¿cuántas horas dura la batería?"),
    ("pt", 0, "qual a voltagem dele?"),
    ("fr", 1, "De quelles couleurs dispose cette chemise ?"),
    ("de", 2, "Ist der Kopfhörer wasserdicht?"),
    ("it", 0, "Quanto costa?"),
    ("nl", 1, "Kan dit overhemd in de wasmachine?"),
    ("pl", 2, "Ile waży?"),
    ("ru", 0, "Из какого материала чайник?"),
    ("tr", 1, "Bu gömlek pamuklu mu?"),
    ("ar", 2, "كم ساعة تدوم البطارية؟"),
    ("th", 0, "ราคาเท่าไหร่คะ"),
    ("ja", 1, "洗濯機で洗えますか？"),
    ("ko", 2, "블루투스 버전이 뭐예요?"),
)


def product(row: dict[str, Any]) -> dict[str, Any]:
    """One of the three as a shop's platform tells of it."""
    return {
        "id": row["id"],
        "language": "zh-CN",
        "title": row["title"],
        "attributes": [{"name": name, "value": value} for name, value in row["attributes"].items()],
        "price": {"amount": row["price"], "currency": "USD"},
    }


def facts(number: int) -> Iterable[Event[Any]]:
    """The three products of each of the seven merchants."""
    if number < 7:
        for row in PRODUCTS:
            yield told("product.created", number, {"product": product(row)}, ASKED, f"-{row['id']}")


def message(number: int) -> Event[Any]:
    """A conversation's first message."""
    _, place, text = QUESTIONS[number % len(QUESTIONS)]
    data = {
        "conversation_id": f"c-{number}",
        "message_id": f"m-{number}",
        "product_id": PRODUCTS[place]["id"],
        "text": text,
    }
    return told("chat.message", number, data, ASKED)


TRIP = RoundTrip(
    "messages",
    ("listing-localizer", "image-studio", "chargeback-agent", "refund-agent", "cs-agent"),
    facts,
    message,
    ("chat.replied",),
    lambda event: event.data.message_id,
    begins=("chat.delta",),
)


def main() -> int:
    taken = run(TRIP, __doc__, argparse.ArgumentParser(add_help=False))
    if taken is None:
        return 1
    print(dict(collections.Counter(event.data.language for event in taken.answers)))
    print(dict(collections.Counter(event.data.handoff.reason or "answered" for event in taken.answers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
