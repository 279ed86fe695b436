"""Money: an exact decimal amount in one ISO 4217 currency.

Never a float; arithmetic and comparison happen within one currency only; rounding happens only
where it is asked for. Minor units (cents) come from CLDR through babel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Final

from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    list_currencies,
)

from argosy_commerce.errors import CurrencyMismatch, UnknownCurrency, UnreadableAmount
from argosy_commerce.numerals import in_digits, in_latin_digits

_CODE_THEN_AMOUNT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")
_LARGEST: Final = Decimal(10) ** 15
_MOST_DECIMALS: Final = 9  # google.type.Money counts nanos; nothing in the trade is finer
_LONGEST_TEXT: Final = 64
_DECIMAL_TEXT: Final = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,9})?")

# Signs that name one currency wherever they stand. "¥" (CNY, JPY), "$", "£" and "kr" name several,
# so the caller says which one is meant.
_SIGNS: Final = {
    "US$": "USD", "€": "EUR", "₩": "KRW", "฿": "THB", "₽": "RUB", "₺": "TRY", "zł": "PLN",
    "R$": "BRL", "MX$": "MXN", "RMB": "CNY", "人民币": "CNY", "元": "CNY", "円": "JPY", "원": "KRW",
    "บาท": "THB", "ر.س": "SAR", "ريال": "SAR", "د.إ": "AED", "₫": "VND", "₪": "ILS", "A$": "AUD", "C$": "CAD",
}  # fmt: skip
_SHARED_SIGNS: Final = {"¥": ("CNY", "JPY"), "$": (), "£": (), "kr": ()}


@cache
def minor_digits(currency: str) -> int:
    """Decimal places of the currency: 2 for EUR, 0 for KRW and JPY, 3 for KWD (CLDR).

    Raises UnknownCurrency.
    """
    if currency not in _currencies():
        raise UnknownCurrency(f"{currency[:16]!r} is no ISO 4217 currency; use a code such as 'EUR'")
    return get_currency_precision(currency)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, e.g. ``Money(Decimal("12.90"), "EUR")``.

    The amount is finite, below 10^15 and has at most 9 decimals; it may be finer than the
    currency's minor unit until ``rounded()``. Raises UnknownCurrency, UnreadableAmount.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise UnreadableAmount(
                f"an amount must be a Decimal, not {type(self.amount).__name__}: floats lose cents"
            )
        minor_digits(self.currency)
        if not self.amount.is_finite() or abs(self.amount) >= _LARGEST:
            raise UnreadableAmount(f"amount {str(self.amount)[:32]} is not finite or not below 1e15")
        exponent = self.amount.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -_MOST_DECIMALS:
            raise UnreadableAmount(f"amount {self.amount} has more than {_MOST_DECIMALS} decimals")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in that currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def of_minor(cls, units: int, currency: str) -> Money:
        """From whole minor units: ``of_minor(1290, "EUR")`` is 12.90 EUR."""
        return cls(Decimal(units).scaleb(-minor_digits(currency)), currency)

    @classmethod
    def from_strings(cls, amount: str, currency: str) -> Money:
        """From the events' shape ``{amount: "12.90", currency: "EUR"}``.

        Only a plain decimal number: no exponent, no grouping, no sign but a leading minus.
        Raises UnreadableAmount, UnknownCurrency.
        """
        if not _DECIMAL_TEXT.fullmatch(amount):
            raise UnreadableAmount(
                f"{amount[:32]!r} is no decimal amount; write it like '12.90', without grouping"
            )
        return cls(Decimal(amount), currency)

    def to_strings(self) -> tuple[str, str]:
        """Amount and currency as the events carry them; at least the currency's own decimals."""
        digits = minor_digits(self.currency)
        exponent = self.amount.as_tuple().exponent
        amount = self.amount
        if not isinstance(exponent, int) or -exponent < digits:
            amount = _exactly(amount, digits)
        return format(amount, "f"), self.currency

    def rounded(self, rounding: str = ROUND_HALF_EVEN) -> Money:
        """To whole minor units; the rounding is one of the decimal module's names."""
        with localcontext() as context:
            context.prec = 40
            digits = minor_digits(self.currency)
            return Money(self.amount.quantize(Decimal(1).scaleb(-digits), rounding), self.currency)

    @property
    def minor(self) -> int:
        """Whole minor units. Raises UnreadableAmount when the amount is finer than those."""
        if self.rounded().amount != self.amount:
            raise UnreadableAmount(f"{self} is no whole number of minor units; call rounded() first")
        return int(self.amount.scaleb(minor_digits(self.currency)))

    def share(self, weights: Sequence[int | Decimal]) -> tuple[Money, ...]:
        """Split by weights without losing or making a minor unit (largest remainder).

        The parts add up to this amount, which must be in whole minor units. Weights are not
        negative and not all zero. Ties go to the earlier part.
        """
        total = sum((Fraction(weight) for weight in weights), Fraction(0))
        if not weights or total <= 0 or any(weight < 0 for weight in weights):
            raise UnreadableAmount(f"cannot share by weights {weights!r}: need one above zero")
        units = abs(self.minor)
        ideal = [units * Fraction(weight) / total for weight in weights]
        parts = [int(part) for part in ideal]
        by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - ideal[i], i))
        for i in by_remainder[: units - sum(parts)]:
            parts[i] += 1
        sign = -1 if self.amount < 0 else 1
        return tuple(Money.of_minor(sign * part, self.currency) for part in parts)

    def formatted(self, locale: str, *, digits: str = "latn") -> str:
        """As a shop of the locale writes it, e.g. '12,90 €' for 'de' ('_' or '-' in the locale).

        ``digits`` is a CLDR numbering system; shops nearly everywhere write Latin digits.
        """
        said = format_currency(
            self.amount, self.currency, locale=locale.replace("-", "_"), numbering_system=digits
        )
        # babel leaves out the space that CLDR sets between a code and the amount ("SAR 8.00").
        return in_digits(_CODE_THEN_AMOUNT.sub("\N{NO-BREAK SPACE}", said), digits)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} do not mix; convert one of them first"
            )

    def __add__(self, other: Money) -> Money:
        self._same(other)
        with localcontext() as context:
            context.prec = 40
            return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if not isinstance(factor, (Decimal, int)) or isinstance(factor, bool):
            return NotImplemented
        with localcontext() as context:
            context.prec = 60
            return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        amount, currency = self.to_strings()
        return f"{amount} {currency}"


def _exactly(amount: Decimal, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        return amount.quantize(Decimal(1).scaleb(-digits))


def read_money(text: str, locale: str, currency: str | None = None) -> Money:
    """Read a price as a shop of the locale writes it: '1.299,90 €', '₩12,900', 'EUR 5'.

    The currency is the ISO code or the unmistakable sign in the text; for '¥', '$' and the like
    (shared by several) and for a bare number it is ``currency``. Grouping must be the locale's own:
    '1.299' is 1299 in 'de' and an error in 'en', never a guess. At most 64 characters.
    Raises UnreadableAmount, UnknownCurrency, CurrencyMismatch.
    """
    if len(text) > _LONGEST_TEXT:
        raise UnreadableAmount(f"{len(text)} characters are no price (at most {_LONGEST_TEXT})")
    plain = _plain(text)
    place = locale.replace("-", "_")
    own = _plain(get_currency_symbol(currency, locale=place)) if currency else ""
    number, named = _take_currency(plain, currency, own)
    if named is None:
        raise UnknownCurrency(f"{text!r} names no currency; pass the one that is meant")
    sign = -1 if number.startswith("-") else 1
    amount = _strict_decimal(in_latin_digits(number.removeprefix("-").strip()), place)
    if amount is None:
        raise UnreadableAmount(f"{text!r} is no price in the writing of {locale!r}")
    return Money(sign * amount, named)


def _strict_decimal(number: str, place: str) -> Decimal | None:
    """The value of a number whose groups are whole and stand where the locale has them.

    babel's own strict parsing refuses '0.000' and takes a plain space for no group.
    """
    system = "arab" if "\u066b" in number or "\u066c" in number else "latn"
    group = _plain(get_group_symbol(place, numbering_system=system)) or " "
    point = get_decimal_symbol(place, numbering_system=system)
    match = re.fullmatch(
        rf"(\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d{{1,16}})(?:{re.escape(point)}(\d{{1,9}}))?",
        number,
        re.ASCII,
    )
    if match is None:
        return None
    return Decimal(f"{match[1].replace(group, '')}.{match[2] or ''}")


def _plain(text: str) -> str:
    """Compatibility forms folded, marks of direction gone, one kind of space and of minus."""
    folded = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in folded
        if unicodedata.category(char) not in {"Cc", "Cf"}
    ).strip()


def _take_currency(plain: str, expected: str | None, own: str) -> tuple[str, str | None]:
    """The text without its sign or code, and the currency they name.

    ``own`` is how the locale writes the expected currency.
    """
    if own and own in plain and not own.isdigit():
        return plain.replace(own, "", 1).strip(), expected
    code = re.search(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", plain)
    if code and code[0] in _currencies():
        named: str | None = code[0]
        rest = plain[: code.start()] + plain[code.end() :]
    else:
        sign = next((sign for sign in _SIGNS if sign in plain), None)
        if sign is not None:
            named, rest = _SIGNS[sign], plain.replace(sign, "", 1)
        else:
            shared = next((sign for sign in _SHARED_SIGNS if sign in plain), None)
            named = None
            rest = plain.replace(shared, "", 1) if shared else plain
            could_be = _SHARED_SIGNS.get(shared or "", ())
            if expected and could_be and expected not in could_be:
                raise CurrencyMismatch(f"{plain!r} is not in {expected}: {shared} is {could_be}")
    if named and expected and named != expected:
        raise CurrencyMismatch(f"{plain!r} is in {named}, not in {expected}")
    return rest.strip(), named or expected
