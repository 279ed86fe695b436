"""The few errors of the trade's basics, named after what was wrong."""


class CommerceError(ValueError):
    """Base of every error this package raises for a value that breaks a rule of the trade."""


class CurrencyMismatch(CommerceError):
    """Two amounts of different currencies were added, subtracted or compared."""


class UnknownCurrency(CommerceError):
    """The text is no ISO 4217 code that CLDR knows."""


class UnreadableAmount(CommerceError):
    """An amount of money or a quantity could not be read, or is out of bounds."""


class UnknownUnit(CommerceError):
    """The unit is not in data/units.yaml, or two units of different dimensions were mixed."""


class UnknownLanguage(CommerceError):
    """The tag is not well-formed BCP 47, or the language is none of those the project speaks."""


class UnknownMarket(CommerceError):
    """There is no such market in data/markets.yaml."""


class UnknownChannel(CommerceError):
    """There is no such channel in data/channels.yaml."""


class UnusableRates(CommerceError):
    """Exchange rates that cannot be read, or name no currency that CLDR knows."""
