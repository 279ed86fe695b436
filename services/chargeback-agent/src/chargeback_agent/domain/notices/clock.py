"""The time of day beside a date, and whose clock it follows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.dates import Dated
from chargeback_agent.domain.notices.page import Page
from chargeback_agent.domain.notices.view import ALPHABETIC, LETTER, folded
from chargeback_agent.domain.notices.vocabulary import LANGUAGES, word_file

_OFFSET: Final = re.compile(r"[\s(\[,]*(?:utc|gmt)?[ ]?([+\-])[ ]?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_ISO: Final = re.compile(r"t(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(z|[+\-]\d{2}:?\d{2})?")
_EAST_HALF: Final = dict.fromkeys(("上午", "早上", "午前", "오전", "凌晨"), 0) | dict.fromkeys(
    ("下午", "晚上", "傍晚", "午後", "오후", "晚", "中午", "正午", "夜"), 12
)
_BETWEEN: Final = 34


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a moment where the hour and its zone are known. ``hour`` stands there without a zone."""

    value: date | datetime
    start: int
    end: int
    hour: str = ""


@cache
def _data() -> Mapping[str, Any]:
    text = (files("chargeback_agent") / "data" / "notices" / "zones.yaml").read_text(encoding="utf-8")
    return read_mapping(
        text, "notices/zones.yaml", holds="zones", may_hold=frozenset({"countries", "languages"})
    )


@cache
def _words(name: str) -> str:
    said = {
        folded(str(word))
        for language in LANGUAGES
        for word in word_file(language).get("times", {}).get(name, ())
    }
    alternatives = (re.escape(word).replace(r"\ ", " ?") for word in sorted(said, key=len, reverse=True))
    return "|".join(f"{word}(?!{LETTER})" for word in alternatives) or "(?!)"


@cache
def _time() -> re.Pattern[str]:
    half = "|".join(_EAST_HALF)
    am, pm = _words("am"), _words("pm")
    return re.compile(
        rf"(?:(?P<half>{half})[ ]?)?(?<![\d.,:])(?:"
        rf"(?P<hour>\d{{1,2}})(?P<colon>[:.])(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?"
        rf"(?![\d.,:]\d|\d|[ ]?[%€$£])"
        rf"|(?P<hour2>\d{{1,2}})[ ]?h(?![a-z])[ ]?(?P<minute2>\d{{2}})?(?![\d])"
        rf"|(?P<hour3>\d{{1,2}})[ ]?[時时點点시](?:[ ]?(?P<minute3>\d{{1,2}})[ ]?[分분]|(?P<halfpast>半|반))?"
        rf"|(?P<hour4>\d{{1,2}})(?=[ ]?(?:{am}|{pm}|uhr\b)))"
        rf"(?:[ ]?(?:uhr\b|น\.?|hrs?\b|h\b))?[ ]?(?:(?P<am>{am})|(?P<pm>{pm}))?"
        rf"|(?<!{ALPHABETIC})(?:12 )?(?P<noon>{_words('noon')})"
    )


@cache
def _zones() -> tuple[Mapping[str, str], re.Pattern[str]]:
    named = {folded(name): zone for zone, names in _data()["zones"].items() for name in names}
    anyone = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    return named, re.compile(rf"[^\d\n;]{{0,16}}?(?<![a-zа-я])(?P<zone>{anyone})(?![a-zа-я])")


def zone_for(country: str, language: str) -> tzinfo | None:
    """Whose clock a sender's times follow."""
    name = _data()["countries"].get(country) or _data()["languages"].get(language)
    name = name or _data()["languages"].get(language.partition("-")[0])
    return ZoneInfo(name) if name else None


def moment(page: Page, dated: Dated, home: tzinfo | None, others: Sequence[Dated] = ()) -> Moment:
    """The date with the time beside it. ``others``: dates that an hour before this one may be of."""
    low = page.view.low
    iso = _ISO.match(low, dated.end)
    if iso:
        return _iso_moment(dated, iso)
    beside = _beside(low, dated, others)
    if beside is None:
        return Moment(dated.value, dated.start, dated.end)
    match, clock = beside
    zone, zone_end = _zone(low, match.end(), home)
    start, end = min(dated.start, match.start()), max(dated.end, match.end(), zone_end)
    if zone is None:
        return Moment(dated.value, dated.start, dated.end, hour=page.view.quote(*match.span()))
    return Moment(datetime.combine(dated.value, clock, zone), start, end)


def _iso_moment(dated: Dated, iso: re.Match[str]) -> Moment:
    hour, minute, second = int(iso[1]), int(iso[2]), int(iso[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Moment(dated.value, dated.start, dated.end)
    written = iso[4] or "z"
    zone = UTC if written == "z" else _offset(written[0], written[1:3], written[-2:])
    return Moment(datetime.combine(dated.value, time(hour, minute, second), zone), dated.start, iso.end())


def _beside(low: str, dated: Dated, others: Sequence[Dated]) -> tuple[re.Match[str], time] | None:
    limit = low.find("\n", dated.end)
    limit = len(low) if limit < 0 else limit
    for match in _time().finditer(low, dated.end, min(limit, dated.end + _BETWEEN + 12)):
        gap = low[dated.end : match.start()]
        clock = _clock(match)
        if clock and len(gap) <= _BETWEEN and _near(gap):
            return match, clock
        break
    first = low.rfind("\n", 0, dated.start) + 1
    first = max(first, dated.start - 48, *(one.end + 12 for one in others if one.end <= dated.start), 0)
    earlier = list(_time().finditer(low, first, dated.start))
    if earlier:
        clock = _clock(earlier[-1])
        _, zone_end = _zone(low, earlier[-1].end(), None)
        gap = low[min(zone_end, dated.start) : dated.start]
        if clock and _near(gap, before=True):
            return earlier[-1], clock
    return None


def _near(gap: str, *, before: bool = False) -> bool:
    """No other value nor another clause between a date and its hour."""
    if before:
        gap = re.sub(r"\([^)]*\)", "", gap)
        return not re.search(r"[\d;\t]|[.:!?](?=\s)", gap) and len(gap) <= 14
    gap = re.sub(r"\([^)]{1,12}\)", "", gap)
    return not re.search(r"[\d;\t]|[!?](?=\s)| {3}", gap)


def _clock(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12)
    hour = int(match["hour"] or match["hour2"] or match["hour3"] or match["hour4"])
    minute = int(match["minute"] or match["minute2"] or match["minute3"] or (30 if match["halfpast"] else 0))
    half = _EAST_HALF.get(match["half"] or "", 0)
    if (half == 12 or match["pm"]) and hour < 12:
        hour += 12
    elif (match["am"] or match["half"]) and half == 0 and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        return time(23, 59, 59)
    return time(hour, minute, int(match["second"] or 0)) if hour < 24 and minute < 60 else None


def _zone(low: str, at: int, home: tzinfo | None) -> tuple[tzinfo | None, int]:
    offset = _OFFSET.match(low, at)
    if offset:
        return _offset(offset[1], offset[2], offset[3] or "0"), offset.end()
    named, pattern = _zones()
    match = pattern.match(low, at)
    if match:
        following = _OFFSET.match(low, match.end()) if match["zone"] in {"utc", "gmt"} else None
        if following:
            return _offset(following[1], following[2], following[3] or "0"), following.end()
        return ZoneInfo(named[match["zone"]]), match.end()
    return home, at


def _offset(sign: str, hours: str, minutes: str) -> tzinfo:
    shift = timedelta(hours=min(int(hours), 14), minutes=min(int(minutes), 59))
    return timezone(-shift if sign == "-" else shift)
