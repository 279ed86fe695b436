"""What a block of lettering is: advertising text, a brand's mark, text on the product, a number.

Text printed on the product shows the buyer what will arrive and is kept; advertising set over the
picture is translated. No single sign tells them apart, so several measured ones are weighed, and
the confidence says how far they agree. The weights are log-odds, set by hand on drawn pictures.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.geometry import skew_of
from image_studio.domain.kinds.latin import is_masked_name, is_technical, is_wording
from image_studio.domain.kinds.subject import Standing
from image_studio.domain.lettering import folded, is_latin, is_number, is_source, is_yuan_price

# What packages must state (GB 7718-2011 for food, GB 5296.3-2008 for cosmetics): such words stand
# on the product itself.
_PACKAGE_WORDS: Final = re.compile(
    r"净含量|生产日期|保质期|限用日期|限期使用|配料|成分[:：表]|生产许可|卫生许可|备案编号|执行标准|"
    r"产品标准号|贮存条件|制造商|生产商|委托方|批号|条形码|合格证|注意事项"
)
# What only a seller says about a product.
_SELLING_WORDS: Final = re.compile(
    r"新品|新款|上市|爆款|热卖|热销|促销|特惠|优惠|特价|折扣|\d折|满\d*减|包邮|买.送|赠|限时|秒杀|到手价|"
    r"券|推荐|首选|必备|优势|卖点|升级|官方|正品|保障|退换|发货|现货|厂家|直销|批发|双十一|双11|618|"
    r"满\d{2,}|直降|返场|抢购|开抢|下单|加购|领取|领券|红包|福利|扫码|扫一扫|长按|微信|客服|热线|电话[:：]|公众号|粉丝|"
    r"无门槛|第[二2]件|[二两三]件[\d七八九]折|(?:买|满)[一二三\d]|(?<![产期])\d{1,2}月\d{1,2}日|划线价|活动时间|全网|最低价|仅限|买家|回头客|"
    r"产品介绍|产品参数|产品信息|细节|展示|尺码|尺寸|温馨提示|仅供参考|实物为准|适合|适用|多色可选|任选"
)
# What sellers praise; packages say it too, but less often.
_FEATURE_WORDS: Final = re.compile(
    r"透气|舒适|柔软|亲肤|防水|防滑|防摔|防漏|耐磨|耐用|加厚|加大|轻便|轻盈|便携|大容量|保暖|保温\d|恒温|速干|"
    r"显瘦|百搭|时尚|高清|快充|静音|降噪|不起球|不变形|可机洗|弹力|高弹|环保|健康|安全|省电|护眼|免打孔|一键|多功能"
)
_MARK_SIGNS: Final = re.compile(r"[®™℠]|\((?:R|TM)\)", re.IGNORECASE)
_BRAND_LENGTH: Final = 20
_CALM: Final = 3.5  # Lab
_SURELY_PRINTED: Final = 0.7
_SURELY_IN_PRINT: Final = 0.85
_IN_A_TABLE: Final = 0.8
_INSIDE: Final = 0.9  # of a block within the product's outline
_PRIOR: Final = -1.2  # most lettering of a shop's picture is the shop's
_PURE: Final = 252  # of 255: print on a lit thing is hardly ever as white


class Kind(Enum):
    TEXT = "text"
    BRAND = "brand"
    ON_PRODUCT = "on_product"
    NUMBER = "number"
    WATERMARK = "watermark"
    CODE = "code"


@dataclass(frozen=True)
class Verdict:
    """A block's kind, how sure it is (0.5..1), and the signs that decided.

    ``printed`` is for numbers and marks: whether they stand on the product itself rather than over it.
    """

    kind: Kind
    confidence: float
    why: str
    printed: bool = False


def judge(block: Block, brand: str, standing: Standing, *, labelled: bool = False) -> Verdict:
    """Judge a block.

    Args:
        block: the lettering, measured.
        brand: the product's brand as the event names it; may be empty.
        standing: where it stands in the picture.
        labelled: whether the brand's mark on the product stands beside it in the same ink.
    """
    found = _brand_or_number(block.text, brand) or _foreign(block, standing)
    if found is None:
        return on_product_or_over_it(block, standing, labelled=labelled)
    place = on_product_or_over_it(block, standing, labelled=labelled)
    # The lines of a dimension drawing run over the product; inside its outline alone says little.
    return replace(found, printed=place.kind is Kind.ON_PRODUCT and place.confidence >= _SURELY_PRINTED)


def in_table(verdict: Verdict) -> Verdict:
    """The verdict on a cell of a table: a table on plain ground looks like a product, but what stands
    in rows and columns is printed on one only if several signs say so."""
    if verdict.kind is Kind.ON_PRODUCT and verdict.confidence < _SURELY_IN_PRINT:
        return Verdict(Kind.TEXT, _IN_A_TABLE, "stands in a table")
    return verdict


def _brand_or_number(text: str, brand: str) -> Verdict | None:
    if brand and folded(brand) and _is_brand(text, brand):
        return Verdict(Kind.BRAND, 0.97, "the product's brand")
    if _MARK_SIGNS.search(text) and len(text) <= _BRAND_LENGTH:
        return Verdict(Kind.BRAND, 0.9, "carries a trade mark sign")
    if is_number(text):
        return Verdict(Kind.NUMBER, 0.95, "numbers, units or a model only")
    return None


def _foreign(block: Block, standing: Standing) -> Verdict | None:
    """What is not written in the source language needs no translation."""
    text = block.text
    if is_source(text):
        return None
    if not any(c.isalpha() for c in text):
        return Verdict(Kind.NUMBER, 0.8, "signs only")
    if is_latin(text):
        if is_technical(text):
            return Verdict(Kind.TEXT, 0.9, "a technical term")
        if is_wording(text):
            return _english(standing)
        if len(text.split()) <= 2 and len(text) <= _BRAND_LENGTH and not is_masked_name(text):
            return Verdict(Kind.BRAND, 0.7, "short Latin lettering, taken for a mark")
    return Verdict(Kind.TEXT, 0.9, "no word of the source language")


def _english(standing: Standing) -> Verdict:
    if standing.on_product is not None and standing.on_product > _INSIDE:
        return Verdict(Kind.ON_PRODUCT, 0.8, "English words on the product")
    return Verdict(Kind.TEXT, 0.8, "English words over the picture")


def on_product_or_over_it(block: Block, standing: Standing, *, labelled: bool = False) -> Verdict:
    """Whether lettering is printed on the product or laid over the picture, whatever it says."""
    signs = _signs(block, standing)
    if labelled:
        signs.append(("stands with the brand's mark", 1.4))
    odds = _PRIOR + sum(weight for _, weight in signs)
    likely = 1.0 / (1.0 + math.exp(-odds))
    kind = Kind.ON_PRODUCT if likely >= 0.5 else Kind.TEXT
    said = [name for name, weight in signs if (weight > 0) == (kind is Kind.ON_PRODUCT)]
    return Verdict(kind, max(likely, 1.0 - likely), "; ".join(said) or "set apart from the product")


def _signs(block: Block, standing: Standing) -> list[tuple[str, float]]:
    """The signs seen, each with its log-odds for "printed on the product"."""
    return [*_place_signs(block, standing), *_word_signs(block.text, standing), *_ink_signs(block)]


def _place_signs(block: Block, standing: Standing) -> list[tuple[str, float]]:
    share = standing.on_product
    if share is None:
        return _place_signs_without_product(block, standing)
    trust = 1.0 if standing.even else 0.8
    if share > _INSIDE and standing.on_panel:
        return [("stands on a label inside the product's outline", 2.7 * trust)]
    if share > _INSIDE:
        return [("lies inside the product's outline", 1.9 * trust)]
    if share < 0.25:
        return [("stands off the product", -1.0 * trust)]
    if share > 0.6 and standing.on_panel:
        return [("stands on a surface that ends with the product", 1.4 * trust)]
    return [("runs over the product's edge", -1.6)]


def _place_signs_without_product(block: Block, standing: Standing) -> list[tuple[str, float]]:
    """On a photograph the product's outline is not known; its surface is calmer than the rest."""
    if standing.inset:
        return [("captions a picture set into the page", -0.8)]
    if standing.on_panel:
        return [("stands on a panel of its own", -0.4 if standing.in_the_middle else -1.0)]
    signs: list[tuple[str, float]] = []
    if block.ink.clear and block.ink.ground_spread < _CALM:
        signs.append(("stands on a calm surface in a busy picture", 0.6))
        if standing.in_the_middle:
            signs.append(("stands in the picture's middle", 0.5))
    if not standing.in_the_middle:
        signs.append(("stands near the picture's edge", -0.5))
    return signs


def _word_signs(text: str, standing: Standing) -> list[tuple[str, float]]:
    signs: list[tuple[str, float]] = []
    if _PACKAGE_WORDS.search(text) and (standing.on_product is None or standing.on_product > 0.6):
        signs.append(("says what a package must state", 2.5))
    if _SELLING_WORDS.search(text):
        signs.append(("says what only a seller says", -2.6))
    elif _FEATURE_WORDS.search(text):
        signs.append(("praises a feature", -0.9))
    if is_yuan_price(text):
        signs.append(("a price", -2.6))
    return signs


def _ink_signs(block: Block) -> list[tuple[str, float]]:
    ink = block.ink
    signs: list[tuple[str, float]] = []
    if ink.shading > 0.6:
        signs.append(("shaded as the ground under it", 1.8))
    if ink.clear and ink.uniformity > 6.0:
        signs.append(("uneven ink", 0.8))
    if ink.clear and ink.edge_px > 3.5 and ink.em_px > 20:
        signs.append(("soft edges", 1.0))
    if ink.clear and min(ink.color) >= _PURE:
        signs.append(("pure white, as a program sets it", -0.8))
    if ink.outline is not None:
        signs.append(("outlined lettering", -1.6))
    # A reader's corners are off by a few pixels; only large letters show their perspective.
    if block.em_px > 28 and max(skew_of(part.line.quad) for part in block.letterings) > 0.12:
        signs.append(("seen in perspective", 1.8))
    elif abs(block.frame.angle) > 2.5:
        signs.append(("turned", 0.3))
    return signs


def _is_brand(text: str, brand: str) -> bool:
    """The brand's name alone, perhaps twice (Chinese and Latin) or with a sign."""
    name, seen = folded(brand), folded(_MARK_SIGNS.sub("", text))
    if not seen:
        return False
    names = {name, *(folded(part) for part in re.split(r"[/|(（)）\s]+", brand) if part)}
    left = seen
    for part in sorted(names, key=len, reverse=True):
        if len(part) > 1:
            left = left.replace(part, "")
    return left == "" or left in {"官方旗舰店", "旗舰店", "tm", "r"}
