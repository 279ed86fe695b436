"""The demo's eight products as `product.created` events, in the words merchants in China use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from argosy_local.demo.pictures import draw_all

MARKETS = ("US", "ES", "DE", "SA", "KR", "TH")
MERCHANT = "m-demo"
PLATFORM = "demo"

PRODUCTS: tuple[dict[str, Any], ...] = (
    {
        "id": "dress-01",
        "title": "夏季新款女士纯棉连衣裙 收腰显瘦 V领短袖 透气",
        "description": "面料柔软亲肤，透气舒适。收腰设计显瘦，适合夏季穿着。可机洗。",
        "category_hint": "女装 > 连衣裙",
        "brand": "Lumora",
        "attributes": {
            "材质": "95%棉5%氨纶",
            "颜色": "酒红色",
            "领型": "V领",
            "袖长": "短袖",
            "季节": "夏季",
        },
        "images": {"dress-main.jpg": "MAIN", "dress-sizes.png": "SIZE_CHART"},
        "options": {"尺码": ("S", "M", "L", "XL")},
        "price": "89.00",
        "weight_g": 260,
    },
    {
        "id": "tshirt-01",
        "title": "男士纯棉短袖T恤 圆领宽松 印花上衣 男女同款",
        "description": "100%棉，圆领，宽松版型，不起球，不褪色。",
        "category_hint": "男装 > T恤",
        "brand": "Lumora",
        "attributes": {"材质": "100%棉", "颜色": "藏青色", "领型": "圆领", "图案": "印花", "版型": "宽松"},
        "images": {"tshirt-main.jpg": "MAIN"},
        "options": {"尺码": ("M", "L", "XL")},
        "price": "59.90",
        "weight_g": 210,
    },
    {
        "id": "bottle-01",
        "title": "316不锈钢保温杯500ml大容量便携水杯 防漏",
        "description": "保温12小时，保冷24小时。食品级材质，防漏，便携。容量500ml，高度26cm，重量320g。",
        "category_hint": "厨房用品 > 保温杯",
        "brand": "Tarn",
        "attributes": {"材质": "316不锈钢", "容量": "500ml", "颜色": "绿色", "高度": "26cm"},
        "images": {"bottle-main.jpg": "MAIN", "bottle-detail.jpg": "DETAIL"},
        "options": {"颜色": ("绿色", "白色", "黑色")},
        "price": "79.00",
        "weight_g": 320,
    },
    {
        "id": "earbuds-01",
        "title": "真无线蓝牙耳机5.3主动降噪 续航30小时 Type-C充电 IPX5防水",
        "description": "主动降噪，触控操作，续航30小时，Type-C快充。适合运动和办公。",
        "category_hint": "电子 > 耳机",
        "brand": "Orvik",
        "attributes": {
            "颜色": "白色",
            "蓝牙版本": "5.3",
            "续航": "30小时",
            "电池容量": "400mAh",
            "型号": "OV-T30",
        },
        "images": {"earbuds-main.jpg": "MAIN"},
        "options": {"颜色": ("白色", "黑色")},
        "price": "159.00",
        "weight_g": 52,
    },
    {
        "id": "shoe-01",
        "title": "轻便跑步鞋男女运动鞋 透气网面 防滑耐磨 36-44码",
        "description": "透气网面，轻便舒适，橡胶鞋底防滑耐磨。适合跑步和健身。",
        "category_hint": "鞋 > 运动鞋",
        "brand": "Paso",
        "attributes": {"鞋面材质": "网面", "鞋底材质": "橡胶", "颜色": "橙色", "尺码": "36-44"},
        "images": {"shoe-main.jpg": "MAIN"},
        "options": {"尺码": ("36", "38", "40", "42", "44")},
        "price": "129.00",
        "weight_g": 580,
    },
    {
        "id": "backpack-01",
        "title": "大容量双肩包 防泼水 15.6英寸电脑包 商务旅行背包",
        "description": "防泼水面料，独立电脑仓可放15.6英寸电脑，USB充电接口。尺寸46*31*16cm。",
        "category_hint": "箱包 > 双肩包",
        "brand": "Norde",
        "attributes": {"材质": "涤纶", "颜色": "深灰色", "尺寸": "46*31*16cm", "容量": "28L"},
        "images": {"backpack-main.jpg": "MAIN"},
        "options": {"颜色": ("深灰色", "黑色")},
        "price": "149.00",
        "weight_g": 820,
    },
    {
        "id": "lamp-01",
        "title": "LED护眼台灯 三档调光 USB充电 2000mAh 折叠学习灯",
        "description": "三档调光，无频闪，USB充电，电池2000mAh，功率5W，可折叠。适合学习和阅读。",
        "category_hint": "家居 > 台灯",
        "brand": "Halen",
        "attributes": {"功率": "5W", "电池容量": "2000mAh", "颜色": "白色", "充电接口": "USB"},
        "images": {"lamp-main.jpg": "MAIN"},
        "options": {"颜色": ("白色", "粉色")},
        "price": "69.00",
        "weight_g": 450,
    },
    {
        "id": "cat-scratcher-01",
        "title": "猫抓板 耐磨不掉屑 瓦楞纸猫窝 猫咪玩具 2个装",
        "description": "瓦楞纸材质，耐磨不掉屑，保护沙发。尺寸45*22*8cm，2个装。",
        "category_hint": "宠物用品 > 猫抓板",
        "brand": "Mioka",
        "attributes": {"材质": "瓦楞纸", "尺寸": "45*22*8cm", "数量": "2个"},
        "images": {"cat-scratcher-main.jpg": "MAIN"},
        "options": {"规格": ("2个装",)},
        "price": "35.00",
        "weight_g": 600,
    },
)


def product_created(
    product: dict[str, Any], pictures: Path, markets: Sequence[str] = MARKETS
) -> dict[str, Any]:
    """The JSON file form of one product's event."""
    price = {"amount": product["price"], "currency": "CNY"}
    ((option, values),) = product["options"].items()
    return {
        "type": "product.created",
        "merchant_id": MERCHANT,
        "platform": PLATFORM,
        "data": {
            "product": {
                "id": product["id"],
                "language": "zh-CN",
                "title": product["title"],
                "description": product["description"],
                "category_hint": product["category_hint"],
                "brand": product["brand"],
                "attributes": [
                    {"name": name, "value": value} for name, value in product["attributes"].items()
                ],
                "images": [
                    {"id": Path(name).stem, "url": (pictures / name).as_uri(), "role": role}
                    for name, role in product["images"].items()
                ],
                "variants": [
                    {
                        "sku": f"{product['id']}-{value}",
                        "options": [{"name": option, "value": value}],
                        "price": price,
                    }
                    for value in values
                ],
                "price": price,
                "weight_g": product["weight_g"],
            },
            "markets": list(markets),
            "channels": ["generic"],
        },
    }


def write_catalogue(folder: Path, markets: Sequence[str] = MARKETS) -> Path:
    """Draw the pictures and write `catalogue.jsonl` into `folder`; returns the file's path."""
    pictures = folder / "pictures"
    draw_all(pictures)
    path = folder / "catalogue.jsonl"
    lines = [
        json.dumps(product_created(p, pictures.resolve(), markets), ensure_ascii=False) for p in PRODUCTS
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
