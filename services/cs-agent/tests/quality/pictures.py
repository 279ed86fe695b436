"""How often a photograph of a product is told rightly among a shop's, and how often another is claimed.

    python services/cs-agent/tests/quality/pictures.py --shop 600 --asked 60

Drawn goods that differ in shape, colour, print, lettering or its print's seed; so many are the shop's, so
many more are not. Prints, of each lot: right, a few offered with the right one among them or without, none,
or wrong; by print.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

import cv2
import numpy as np

from argosy_pictures.comparing import studied
from argosy_pictures.fingerprints import fingerprint
from argosy_pictures.looks import Look
from argosy_testing.drawn_goods import listing, products
from argosy_testing.photographed import photograph
from cs_agent.domain.pictures.catalogue import Catalogue
from cs_agent.domain.pictures.imprint import imprint_of, traits_of
from cs_agent.domain.pictures.recognising import compared, key_of, product_of, recognised


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shop", type=int, default=300)
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    goods = products(given.shop + given.asked)
    ours = [imprint_of(listing(one)) for one in goods[: given.shop]]
    catalogue = Catalogue({key_of(str(at), 0): one.traits for at, one in enumerate(ours)})
    own = np.random.default_rng(1).choice(given.shop, given.asked, replace=False)
    for lot, asked in (("the shop's", own), ("others", range(given.shop, given.shop + given.asked))):
        found: Counter[str] = Counter()
        prints: Counter[tuple[str, str]] = Counter()
        spent = []
        for at in map(int, asked):
            pixels = cv2.resize(photograph(goods[at], at), (1280, 960), interpolation=cv2.INTER_AREA)
            theirs, print_ = studied(Look(pixels, (1280, 960))), fingerprint(pixels)
            began = time.process_time()
            keys = catalogue.candidates(traits_of(theirs, print_), print_.asked)
            spent.append(time.process_time() - began)
            told = recognised(
                [compared(product_of(key), theirs, print_, [ours[int(product_of(key))]]) for key in keys]
            )
            if told.sure is not None:
                word = "right" if told.sure.product_id == str(at) else "wrong"
            elif told.near:
                word = "offered" if str(at) in {one.product_id for one in told.near} else "others offered"
            else:
                word = "none"
            found[word] += 1
            prints[goods[at].print, word] += 1
        print(lot, dict(found), f"searched in {1e3 * float(np.median(spent)):.1f} ms")  # noqa: T201
        print("  ", {f"{name}, {word}": count for (name, word), count in sorted(prints.items())})  # noqa: T201


if __name__ == "__main__":
    main()
