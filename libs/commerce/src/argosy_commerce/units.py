"""Quantities: an exact decimal value in a unit of data/units.yaml.

Conversions are exact where a finite decimal exists (斤 to kg, °F to °C for whole fives) and otherwise
rounded half to even to the decimals the unit table states. Written with CLDR by babel, or as the
shops of a language write the unit where the table says so; digits are Latin unless asked otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from babel import Locale
from babel.numbers import format_decimal
from babel.units import UnknownUnitError, format_unit

from argosy_commerce.errors import UnknownUnit, UnreadableAmount
from argosy_commerce.numerals import in_digits
from argosy_commerce.terms.strict_yaml import document

_LARGEST: Final = Decimal(10) ** 15
_MOST_DIGITS: Final = 30
_MANY: Final = Decimal(100)  # takes the bare singular in Arabic: 100 لتر, so 2 لتر


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the unit table.

    ``scale`` and ``offset`` give the base value: (value + offset) * scale. ``zh`` is how merchants
    write it after a number; ``convert_to`` the unit it must become outside China, if it must.
    """

    id: str
    dimension: str
    scale: Fraction
    offset: Fraction
    decimals: int
    cldr: str | None
    length: str
    written: tuple[tuple[str, str], ...]
    zh: tuple[str, ...]
    convert_to: str | None


@cache
def units() -> dict[str, Unit]:
    """The whole table by unit id, read once."""
    text = files("argosy_commerce").joinpath("data/units.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = document(text)
    own = _written_by_language()
    table: dict[str, Unit] = {}
    for dimension, group in raw.items():
        for unit_id, row in group["units"].items():
            if unit_id in table:
                raise UnknownUnit(f"data/units.yaml: {unit_id!r} stands in it twice")
            everywhere = [("", row["written"])] if "written" in row else []
            table[unit_id] = Unit(
                id=unit_id,
                dimension=dimension,
                scale=Fraction(row["factor"]),
                offset=Fraction(row.get("offset", "0")),
                decimals=row["decimals"],
                cldr=row.get("cldr"),
                length=row.get("length", "short"),
                written=(*own.get(unit_id, {}).items(), *everywhere),
                zh=tuple(row["zh"]),
                convert_to=row.get("convert_to"),
            )
    if strange := set(own) - set(table):
        raise UnknownUnit(f"data/units_written: {min(strange)!r} is no unit of data/units.yaml")
    return table


def _written_by_language() -> dict[str, dict[str, str]]:
    """Unit id -> language (and CLDR plural category: es/one) -> how its shops write the unit."""
    own: dict[str, dict[str, str]] = {}
    for file in files("argosy_commerce").joinpath("data/units_written").iterdir():
        language = file.name.removesuffix(".yaml")
        for key, written in document(file.read_text(encoding="utf-8")).items():
            unit_id, _, category = key.partition("/")
            own.setdefault(unit_id, {})[f"{language}/{category}" if category else language] = written
    return own


def unit(unit_id: str) -> Unit:
    """The unit of that id. Raises UnknownUnit."""
    found = units().get(unit_id)
    if found is None:
        raise UnknownUnit(f"no unit {unit_id[:32]!r} in data/units.yaml")
    return found


@cache
def units_by_zh() -> dict[str, tuple[str, ...]]:
    """Every Chinese way to write a unit -> unit ids, e.g. '毫安' -> ('mA', 'mAh').

    Where there are several, the reader decides by what stands around the number.
    """
    table: dict[str, list[str]] = {}
    for row in units().values():
        for surface in row.zh:
            table.setdefault(surface, []).append(row.id)
    return {surface: tuple(ids) for surface, ids in table.items()}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a unit, e.g. ``Quantity(Decimal("1.5"), "l")``. Raises UnknownUnit, UnreadableAmount."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        unit(self.unit)
        if not isinstance(self.value, Decimal):
            raise UnreadableAmount(f"a value must be a Decimal, not {type(self.value).__name__}")
        if not self.value.is_finite() or abs(self.value) >= _LARGEST:
            raise UnreadableAmount(f"{str(self.value)[:32]} is not finite or not below 1e15")
        if len(self.value.as_tuple().digits) > _MOST_DIGITS:
            raise UnreadableAmount(f"a value has at most {_MOST_DIGITS} digits")

    def to(self, target: str) -> Quantity:
        """The same quantity in another unit of its dimension.

        Exact when the result is a finite decimal of at most 12 places; otherwise rounded half to
        even to the target's decimals (inches 0.1, centimetres 0.1, pounds 0.1, degrees whole).
        """
        source, goal = unit(self.unit), unit(target)
        if source.dimension != goal.dimension:
            raise UnknownUnit(f"{self.unit} ({source.dimension}) is no {goal.dimension} ({target})")
        if source is goal:
            return self
        exact = (Fraction(self.value) + source.offset) * source.scale / goal.scale - goal.offset
        return Quantity(_as_decimal(exact, goal.decimals), target)

    def for_market(self, system: str) -> Quantity:
        """In the units the market's shops use: ``system`` is 'metric' or 'us'.

        Chinese market units always become metric; metric lengths and masses are kept for 'us' as
        well (both are usual on cross-border listings); the caller adds the other one if it wants.
        """
        if system not in {"metric", "us"}:
            raise UnknownUnit(f"no unit system {system[:16]!r}; it is 'metric' or 'us'")
        goal = unit(self.unit).convert_to
        return self.to(goal) if goal else self

    def formatted(self, locale: str, *, digits: str = "latn") -> str:
        """As shops of the locale write it: '1,5 l' (de), '1.5 L' (en), '5000mAh' (ko).

        The number always stands in figures, also where the grammar has a dual ('2 لتر').
        """
        return _in_unit(write_number(self.value, locale, digits=digits), self, locale, digits)

    def __str__(self) -> str:
        return f"{format(self.value, 'f')} {self.unit}"


def range_formatted(
    low: Quantity, high: Quantity, locale: str, *, digits: str = "latn", sign: str = "–"
) -> str:
    """'45–60 kg': the sign between the numbers, the unit once. Both must have the same unit."""
    if low.unit != high.unit:
        raise UnknownUnit(f"a range has one unit, not {low.unit} and {high.unit}")
    numbers = sign.join(write_number(end.value, locale, digits=digits) for end in (low, high))
    return _in_unit(numbers, high, locale, digits)


def write_number(value: Decimal, locale: str, *, digits: str = "latn") -> str:
    """With the locale's decimal sign and no loss of places; grouped from six digits on.

    Up to five digits stay together ('20000 mAh', '1080 px') as shops write them everywhere.
    """
    said = format_decimal(
        value,
        format=_pattern(value),
        locale=locale.replace("-", "_"),
        numbering_system=digits,
    )
    return in_digits(said, digits)


def _pattern(value: Decimal) -> str:
    places = max(0, -int(value.as_tuple().exponent))
    return ("#,##0" if abs(value) >= 100000 else "0") + ("." + "0" * places if places else "")


def _in_unit(number: str, quantity: Quantity, locale: str, digits: str) -> str:
    """Put a written number (or range, which takes its end's plural) into the unit's pattern."""
    row = unit(quantity.unit)
    written = dict(row.written)
    language = locale.replace("-", "_").split("_")[0]
    category = Locale.parse(language).plural_form(quantity.value)
    for key in (f"{language}/{category}", language):
        if key in written:
            return written[key].format(number)
    if row.cldr is None:
        if "" in written:
            return written[""].format(number)
        raise UnknownUnit(
            f"{row.id} is not used outside China: convert it to {row.convert_to} before writing"
        )
    own = write_number(quantity.value, locale, digits=digits)
    said = in_digits(_by_cldr(quantity.value, row, locale, digits), digits)
    if own not in said:  # Arabic has words for one and two; a listing needs the figure
        own = write_number(_MANY, locale, digits=digits)
        said = in_digits(_by_cldr(_MANY, row, locale, digits), digits)
    return said.replace(own, number, 1).replace("\u00a0", " ").replace("\u202f", " ")


def _by_cldr(value: Decimal, row: Unit, locale: str, digits: str) -> str:
    lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
    for length in lengths if row.length == "long" else lengths[1:]:
        try:
            said = format_unit(
                value,
                row.cldr or "",
                length=length,
                format=_pattern(value),
                locale=locale.replace("-", "_"),
                numbering_system=digits,
            )
        except UnknownUnitError:
            continue
        if (row.cldr or "") not in said:  # babel writes the unit's id where CLDR only inherits
            return said
    raise UnknownUnit(f"CLDR has no {row.cldr!r} in {locale!r}: give `written` in data/units.yaml")


def _as_decimal(exact: Fraction, decimals: int) -> Decimal:
    denominator = exact.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    with localcontext() as context:
        context.prec = 60
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        finite = denominator == 1 and -int(value.as_tuple().exponent) <= 12
        if not finite:
            rounded = round(exact, decimals)
            value = Decimal(rounded.numerator) / Decimal(rounded.denominator)
        if value == value.to_integral_value():
            return value.quantize(Decimal(1))
        return value.normalize()
