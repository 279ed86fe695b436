"""The catalogue's pictures: products drawn with shapes, lettered the way merchants in China letter theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from argosy_local.demo.canvas import Canvas

WHITE = (255, 255, 255)
INK = (38, 38, 44)


def dress_main() -> Canvas:
    """A dress on a soft ground: slogans at the side, a price badge, a feature row below."""
    c = Canvas(800, 800, (246, 226, 222), (236, 205, 203))
    c.shadow((380, 640, 740, 720))
    c.shape(
        [
            (470, 120),
            (520, 150),
            (600, 150),
            (650, 120),
            (690, 190),
            (650, 260),
            (640, 330),
            (740, 660),
            (380, 660),
            (480, 330),
            (470, 260),
            (430, 190),
        ],
        (196, 62, 84),
        (150, 34, 60),
    )
    c.strokes([[(480, 330), (560, 342), (640, 330)]], (110, 20, 44), 5)
    c.strokes(
        [[(520, 360), (470, 655)], [(560, 360), (560, 658)], [(600, 360), (655, 655)]], (128, 26, 50), 2
    )
    c.text((48, 92), "夏季新款", 66, (150, 34, 60))
    c.text((48, 186), "显瘦连衣裙", 58, INK)
    c.text((50, 268), "纯棉面料 透气舒适", 30, (96, 70, 74), heavy=False)
    c.disc((140, 470), 88, (214, 40, 60), ring=(255, 220, 160))
    c.text((140, 436), "到手价", 30, WHITE, anchor="mm")
    c.text((140, 490), "¥89", 56, (255, 232, 150), anchor="mm")
    c.panel((0, 716, 800, 800), (150, 34, 60))
    for index, word in enumerate(("柔软亲肤", "不起球", "可机洗", "收腰显瘦")):
        c.text((100 + index * 200, 758), word, 32, WHITE, anchor="mm")
    return c


def dress_sizes() -> Canvas:
    """A size chart."""
    c = Canvas(790, 560, (252, 252, 252), (248, 248, 250))
    c.text((395, 54), "尺码表", 46, INK, anchor="mm")
    rows = [
        ("尺码", "胸围", "腰围", "裙长"),
        ("S", "84", "66", "98"),
        ("M", "88", "70", "99"),
        ("L", "92", "74", "100"),
        ("XL", "96", "78", "101"),
    ]
    c.table((75, 110), rows, (160, 160, 160, 160), 66, INK, (150, 34, 60))
    c.text((75, 470), "单位：厘米 手工测量误差1-3厘米", 26, (90, 90, 96), heavy=False)
    return c


def tshirt_main() -> Canvas:
    """A T-shirt with words printed on it and a brand mark: both belong to the product."""
    c = Canvas(800, 800, (232, 236, 240), (214, 220, 227))
    c.shadow((190, 690, 620, 760))
    c.shape(
        [
            (250, 180),
            (340, 150),
            (400, 190),
            (460, 150),
            (550, 180),
            (680, 300),
            (610, 380),
            (560, 330),
            (560, 720),
            (240, 720),
            (240, 330),
            (190, 380),
            (120, 300),
        ],
        (58, 78, 112),
        (38, 52, 80),
        grain=5,
    )
    c.printed((400, 430), "自由生长", 62, (226, 214, 190))
    c.text((40, 34), "LUMORA", 34, (38, 52, 80))
    c.text((760, 40), "纯棉短袖", 44, INK, anchor="ra")
    c.text((760, 102), "宽松版型 男女同款", 28, (80, 86, 96), anchor="ra", heavy=False)
    c.panel((40, 742, 250, 788), (228, 88, 40), radius=22)
    c.text((145, 764), "工厂直销", 28, WHITE, anchor="mm")
    return c


def bottle_main() -> Canvas:
    """A vacuum bottle: outlined slogan, figures that must survive."""
    c = Canvas(800, 800, (214, 234, 240), (150, 192, 208))
    c.shadow((250, 700, 560, 764))
    c.rounded((322, 96, 478, 190), 22, (60, 66, 74), (34, 38, 44))
    c.rounded((292, 176, 508, 736), 46, (70, 150, 150), (28, 92, 98), grain=1.5)
    c.rounded((312, 210, 332, 700), 10, (150, 214, 212), (92, 166, 168))
    c.text((40, 60), "316不锈钢", 50, WHITE, outline=(20, 74, 84), outline_px=4)
    c.text((40, 140), "保温12小时", 44, (20, 74, 84))
    c.text((762, 420), "500ml", 64, (20, 74, 84), anchor="ra")
    c.text((762, 504), "大容量", 40, (20, 74, 84), anchor="ra")
    c.text((40, 640), "食品级材质", 34, INK)
    c.text((40, 690), "防漏 便携", 34, INK, heavy=False)
    return c


def earbuds_main() -> Canvas:
    """Earphones on black: light letters on a dark gradient."""
    c = Canvas(800, 800, (22, 24, 34), (52, 56, 78))
    c.ellipse((210, 330, 590, 700), (236, 238, 242), (170, 176, 188))
    c.ellipse((250, 366, 550, 520), (206, 210, 218), (150, 156, 168))
    for x in (330, 470):
        c.ellipse((x - 46, 250, x + 46, 350), (250, 250, 252), (196, 202, 212))
        c.rounded((x - 15, 320, x + 15, 452), 14, (250, 250, 252), (204, 208, 218))
    c.text((400, 78), "蓝牙5.3 主动降噪", 56, WHITE, anchor="mm")
    c.text((400, 150), "续航30小时", 40, (126, 200, 255), anchor="mm")
    c.text((400, 744), "Type-C快充 | 触控操作 | IPX5防水", 30, (214, 218, 230), anchor="mm", heavy=False)
    return c


def shoe_main() -> Canvas:
    """A running shoe, a slogan on a slant, and a badge."""
    c = Canvas(800, 800, (250, 246, 238), (232, 226, 212))
    c.shadow((90, 600, 720, 690))
    c.shape(
        [
            (110, 600),
            (130, 440),
            (240, 400),
            (330, 460),
            (470, 500),
            (640, 520),
            (720, 580),
            (720, 620),
            (110, 620),
        ],
        (240, 122, 60),
        (206, 84, 40),
        grain=6,
    )
    c.shape([(100, 610), (730, 606), (724, 660), (120, 664)], (250, 250, 250), (206, 206, 210))
    c.strokes([[(300, 452), (360, 420)], [(340, 472), (402, 440)], [(384, 486), (446, 458)]], WHITE, 8)
    c.text((60, 150), "轻便跑步鞋", 76, (206, 84, 40), angle=6)
    c.text((72, 262), "透气网面 防滑耐磨", 36, INK, angle=6)
    c.disc((668, 150), 84, (38, 120, 90))
    c.text((668, 128), "新品", 44, WHITE, anchor="mm")
    c.text((668, 178), "包邮", 36, WHITE, anchor="mm")
    c.text((400, 742), "尺码 36-44", 40, INK, anchor="mm")
    return c


def backpack_main() -> Canvas:
    """A backpack outdoors: white letters on busy ground, vertical lettering at the side."""
    c = Canvas(800, 800, (120, 150, 96), (70, 104, 70))
    c.foliage((0, 0, 800, 800), ((96, 140, 80), (58, 98, 60), (142, 170, 100), (40, 76, 52), (170, 190, 130)))
    c.shadow((210, 700, 600, 770), 0.5)
    c.rounded((240, 190, 570, 730), 74, (64, 74, 92), (36, 44, 58), grain=3)
    c.rounded((276, 470, 534, 690), 34, (82, 94, 114), (50, 58, 74), grain=3)
    c.strokes([[(276, 520), (534, 520)]], (200, 204, 212), 4)
    c.strokes([[(360, 196), (372, 150), (438, 150), (450, 196)]], (36, 44, 58), 14)
    c.text((400, 74), "大容量双肩包", 70, WHITE, anchor="mm", outline=(30, 52, 34), outline_px=3, drop=True)
    for index, letter in enumerate("防泼水面料"):
        c.text((676, 250 + index * 62), letter, 50, WHITE, anchor="mm", outline=(30, 52, 34), outline_px=3)
    c.panel((56, 660, 214, 756), (250, 204, 70), radius=12)
    c.text((135, 690), "15.6英寸", 30, INK, anchor="mm")
    c.text((135, 730), "电脑仓", 30, INK, anchor="mm")
    return c


def lamp_main() -> Canvas:
    """A desk lamp: a before and after panel, tiny lines below."""
    c = Canvas(800, 800, (255, 250, 236), (244, 230, 198))
    c.shadow((150, 664, 430, 724))
    c.rounded((190, 650, 390, 690), 18, (240, 240, 244), (200, 202, 210))
    c.strokes([[(290, 656), (250, 430), (420, 250)]], (216, 218, 226), 20)
    c.rounded((350, 214, 580, 262), 20, (246, 246, 250), (206, 208, 216))
    c.ellipse((380, 256, 560, 300), (255, 240, 180), (255, 250, 226))
    c.text((40, 40), "LED护眼台灯", 62, (120, 84, 20))
    c.text((42, 124), "三档调光 无频闪", 36, INK)
    c.panel((560, 420, 770, 520), (70, 74, 82), radius=14)
    c.text((665, 470), "普通台灯", 32, (224, 226, 232), anchor="mm")
    c.panel((560, 540, 770, 640), (250, 196, 60), radius=14)
    c.text((665, 590), "护眼台灯", 32, INK, anchor="mm")
    c.text((40, 748), "USB充电 2000mAh 功率5W", 28, (96, 80, 50), heavy=False)
    return c


def cat_toy_main() -> Canvas:
    """A cat scratcher, cheerful: a coloured strip with a slogan, a figure in a badge."""
    c = Canvas(750, 750, (255, 244, 226), (255, 226, 190))
    c.shadow((110, 560, 640, 640))
    c.shape(
        [(120, 600), (170, 460), (300, 540), (460, 540), (590, 460), (640, 600)],
        (206, 160, 104),
        (170, 120, 70),
        grain=9,
    )
    for x in range(150, 620, 18):
        c.strokes([[(x, 598), (x + 4, 556)]], (150, 104, 60), 2)
    c.ellipse((310, 350, 450, 490), (250, 250, 250), (206, 206, 212))
    c.panel((0, 60, 750, 176), (88, 150, 190))
    c.text((375, 118), "耐磨不掉屑 猫抓板", 60, WHITE, anchor="mm")
    c.text((375, 226), "保护沙发 猫咪喜欢", 38, (120, 80, 40), anchor="mm")
    c.disc((650, 330), 66, (220, 70, 60))
    c.text((650, 330), "2个装", 40, WHITE, anchor="mm")
    return c


def bottle_detail() -> Canvas:
    """A long detail picture: headings, measures, and a serif heading."""
    c = Canvas(790, 1100, (250, 252, 253), (232, 240, 244))
    c.rounded((280, 640, 510, 1010), 50, (70, 150, 150), (28, 92, 98), grain=1.5)
    c.text((395, 90), "产品参数", 54, (20, 74, 84), anchor="mm", serif=True)
    rows = [("容量", "500ml"), ("材质", "316不锈钢"), ("高度", "26cm"), ("重量", "320g"), ("保温", "12小时")]
    for index, (name, value) in enumerate(rows):
        y = 170 + index * 84
        c.panel((80, y, 710, y + 70), (255, 255, 255) if index % 2 == 0 else (236, 244, 247), radius=10)
        c.text((110, y + 35), name, 32, (60, 90, 98), anchor="lm", heavy=False)
        c.text((680, y + 35), value, 34, INK, anchor="rm")
    c.text((395, 1056), "细节决定品质", 40, (20, 74, 84), anchor="mm", serif=True)
    return c


PICTURES: dict[str, Callable[[], Canvas]] = {
    "dress-main.jpg": dress_main,
    "dress-sizes.png": dress_sizes,
    "tshirt-main.jpg": tshirt_main,
    "bottle-main.jpg": bottle_main,
    "bottle-detail.jpg": bottle_detail,
    "earbuds-main.jpg": earbuds_main,
    "shoe-main.jpg": shoe_main,
    "backpack-main.jpg": backpack_main,
    "lamp-main.jpg": lamp_main,
    "cat-scratcher-main.jpg": cat_toy_main,
}


def draw_all(folder: Path) -> list[Path]:
    """Draw every picture into `folder`; returns their paths."""
    paths = []
    for name, draw in PICTURES.items():
        path = folder / name
        draw().save(path)
        paths.append(path)
    return paths
