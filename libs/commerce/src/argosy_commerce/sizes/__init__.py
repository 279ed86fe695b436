"""Sizes as markets label them, from sizes as Chinese sellers write them; what cannot be told is kept.

>>> from argosy_commerce.markets import market
>>> convert("38码", SizeKind.SHOES, Audience.WOMEN, market("US")).label
'US 7'
>>> convert("XL", SizeKind.TOPS, Audience.WOMEN, market("US")).why
'letters have no common ground: a Chinese XL is not the XL of another market'
"""

from argosy_commerce.sizes.convert import convert
from argosy_commerce.sizes.model import Audience, Converted, Kept, KeptReason, SizeKind

__all__ = ["Audience", "Converted", "Kept", "KeptReason", "SizeKind", "convert"]
