"""Figures with the units that the dashboards use, short enough for an axis."""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def shown(value: float, unit: str, decimals: int | None) -> str:
    """A figure and its unit; `decimals` None: as many as tell something.

    >>> shown(0.0042, "s", None), shown(5400, "s", 0), shown(0.25, "percentunit", 0)
    ('4.2 ms', '1.5 h', '25 %')
    >>> shown(3.2e9, "bytes", None)
    '3.2 GB'
    >>> shown(12345, "short", 0), shown(12, "m", None), shown(0.5, "eps", None)
    ('12.3 k', '12 min', '0.5/s')
    """
    match unit:
        case "s":
            return _seconds(value)
        case "m":
            return f"{_plain(value, decimals)} min"
        case "percentunit":
            return f"{_plain(value * 100, decimals)} %"
        case "bytes":
            return f"{_scaled(value, decimals)}B" if value >= 1000 else f"{_plain(value, decimals)} B"
        case "eps" | "reqps":
            return f"{_scaled(value, decimals)}/s"
        case _:
            return _scaled(value, decimals)


def _seconds(value: float) -> str:
    if value == 0:
        return "0 s"
    for bound, size, name in (
        (1, 1e-3, "ms"),
        (2 * _MINUTE, 1, "s"),
        (_HOUR, _MINUTE, "min"),
        (2 * _DAY, _HOUR, "h"),
    ):
        if abs(value) < bound:
            return f"{_plain(value / size, None)} {name}"
    return f"{_plain(value / _DAY, None)} d"


def _scaled(value: float, decimals: int | None) -> str:
    for size, name in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{_plain(value / (1e3 if name == 'k' else size), None)} {name}"
    return _plain(value, decimals)


def _plain(value: float, decimals: int | None) -> str:
    if decimals is not None:
        return f"{value:.{decimals}f}"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
