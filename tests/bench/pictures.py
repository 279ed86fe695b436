"""How well and how fast pictures are lettered: `python tests/bench/pictures.py` (needs `make setup`).

Draws the gallery's held-out pictures (services/image-studio/tests/quality) with their truth, letters each for
some markets through a tier of its own, and prints what was right, what went wrong and what it took. With
`--out DIR` the results stay there, with a sheet of each picture beside its versions. Figures go to
docs/quality.md and docs/performance.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from argosy_commerce.markets import market
from argosy_inference import CallContext, Tier, TierSettings
from argosy_testing.stack import RunningStack
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.domain.geometry import frame_of, shape_of
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.setting.breaking import warm_up
from image_studio.domain.setting.fonts import SYSTEM_DIRS, FontBook
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study, erase_mask
from image_studio.domain.warps import inside
from image_studio.studio import Finished, Prepared, Studio

ROOT = Path(__file__).parents[2]
DRAW = ROOT / "services/image-studio/tests/quality/draw.py"
CONTEXT = CallContext("bench", 600)
CHANGING = ("TEXT", "NUMBER")
LETTERED = 40  # levels: more than a JPEG changes
READABLE = 0.8  # of a line's characters, in order, for it to count as found


class Timed:
    """A tier's client that adds up the seconds spent in each kind of call."""

    def __init__(self, tier: Tier) -> None:
        self._tier = tier
        self.seconds: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._tier, name)

        async def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return await call(*args, **kwargs)
            finally:
                self.seconds[name] += time.perf_counter() - began

        return timed


@dataclass
class Tally:
    """What was counted over all pictures."""

    lines: int = 0
    found: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    ink: int = 0
    ink_missed: int = 0
    masked: int = 0
    masked_ground: int = 0
    ground: list[tuple[float, ...]] = field(default_factory=list)
    residual: int = 0
    source: int = 0
    overflow: int = 0
    overlap: int = 0
    outside: int = 0
    smallest: list[float] = field(default_factory=list)
    size_kept: list[float] = field(default_factory=list)
    marked: int = 0
    versions: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    erasing: list[float] = field(default_factory=list)
    looking: list[float] = field(default_factory=list)


def about_reading(
    tally: Tally, study: Study, truth: Sequence[dict[str, Any]], shape: tuple[int, int]
) -> None:
    """Lines found and kinds right."""
    parts = [(block, verdict) for block, verdict in zip(study.blocks, study.verdicts, strict=True)]
    for line in truth:
        text = line["text"].replace(" ", "")
        if not text:
            continue
        frame = frame_of(tuple(map(tuple, line["quad"])))
        here = inside(frame, frame.box_of(tuple(map(tuple, line["quad"]))), shape)
        area = np.zeros(shape, bool)
        area[here.window()] = here.mask
        tally.lines += 1
        said, judged = [], Counter[str]()
        for block, verdict in parts:
            for part in block.letterings:
                x, y = np.mean(part.line.quad, axis=0)
                held = inside(part.frame, part.box, shape)
                share = area[held.window()][held.mask].mean() if held.mask.any() else 0.0
                if share > 0.3 or _within(frame, line["quad"], (x, y)):
                    said.append((part.line.quad[0], part.line.text.replace(" ", "")))
                    judged[verdict.kind.name] += len(part.line.text)
        read = "".join(
            text for _, text in sorted(said, key=lambda p: (p[0][1] // max(1, line["px"]), p[0][0]))
        )
        matched = sum(b.size for b in SequenceMatcher(None, text, read, autojunk=False).get_matching_blocks())
        if matched >= READABLE * len(text):
            tally.found += 1
            tally.kinds[line["kind"], judged.most_common(1)[0][0]] += 1


def _within(frame: Any, quad: Any, point: tuple[float, float]) -> bool:
    box = frame.box_of(tuple(map(tuple, quad)))
    x, y = frame.to_frame(np.array(point))
    return bool(box.left <= x <= box.right and box.top <= y <= box.bottom)


def about_erasing(tally: Tally, prepared: Prepared, clean: np.ndarray, ink: np.ndarray) -> None:
    """How far the ground under the letters is from what was there, against plain inpainting: by our mask,
    and by the drawn letters' own (what the lettering changed, and 2 px around), which no studio knows."""
    mask = erase_mask([prepared.study.blocks[i] for i in prepared.changeable], prepared.picture.shape)
    under = (mask > 127) & (ink > 127)
    held = cv2.dilate((mask > 0).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    near = cv2.dilate((ink > 127).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    tally.ink += int((held & (ink > 127)).sum())
    tally.ink_missed += int((held & (ink > 200) & ~(mask > 0)).sum())
    if not under.any():
        return
    shown = prepared.picture.shown
    lettered = (ink > 25) | (np.abs(shown.astype(int) - clean).max(axis=2) > LETTERED)
    own = held & (cv2.dilate(lettered.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    far = cv2.dilate(lettered.astype(np.uint8), np.ones((13, 13), np.uint8)) == 0
    tally.masked += int((mask > 0).sum())
    tally.masked_ground += int((far & (mask > 0)).sum())
    area = near & (mask > 0)
    if prepared.spots is not None:  # a badge that went as a whole stays in the clean picture
        area &= ~prepared.spots
    if not area.any():
        return
    plain, plain_own = (
        cv2.inpaint(shown, hole.astype(np.uint8), 4, cv2.INPAINT_TELEA) for hole in (mask > 0, own)
    )
    truth = clean[area].astype(int)
    tally.ground.append(
        tuple(float(np.abs(p[area].astype(int) - truth).mean()) for p in (prepared.erased, plain, plain_own))
    )


def about_lettering(tally: Tally, prepared: Prepared, finished: Finished) -> None:
    """The studio's own checks of one version."""
    checks = finished.checks
    tally.versions += 1
    tally.residual += checks.residual_source_chars
    tally.source += sum(len(b.text) for i, b in enumerate(prepared.study.blocks) if i in prepared.changeable)
    tally.overflow += checks.overflowing_regions
    tally.overlap += checks.overlapping_regions
    tally.outside += checks.pixels_changed_outside_regions
    for item in finished.placed:
        old = prepared.study.blocks[item.index].em_px
        tally.smallest.append(item.setting.size_px)
        tally.size_kept.append(item.setting.size_px / old)
    tally.marked += bool(finished.reasons)
    tally.reasons.update(_sort_of(reason) for reason in finished.reasons)


def _sort_of(reason: str) -> str:
    """A reason without what it quotes."""
    kept = "".join("" if i % 2 else part for i, part in enumerate(reason.replace("”", "“").split("“")))
    return "".join("#" if c.isdigit() else c for c in kept).split("(")[0].split(" without ")[0].strip()[:70]


async def bench(url: str, truths: Sequence[Path], codes: Sequence[str], out: Path | None) -> Tally:
    tally = Tally()
    blocks = JpegBlocks()
    typesetter = Typesetter(FontBook((ROOT / ".cache/fonts", *SYSTEM_DIRS)))
    languages = [market(code).language.tag for code in codes]
    typesetter.fonts.check(languages)
    warm_up(languages)  # as the service does at its start
    typesetter.fonts.warm_up(languages)
    async with Tier(TierSettings(url)) as tier:
        timed = Timed(tier)
        studio = Studio(timed, typesetter, blocks, min_coverage=0.6)  # type: ignore[arg-type]
        for path in truths:
            folder = path.parent
            known = json.loads(path.read_text(encoding="utf-8"))
            picture = decode((folder / known["file"]).read_bytes())
            orders = [Order(market(code), brand=known["brand"]) for code in codes]
            timed.seconds.clear()
            began = time.perf_counter()
            prepared = await studio.prepare(picture, orders, CONTEXT)
            took, spent = time.perf_counter() - began, timed.seconds
            tally.reading.append(spent["read_image_text"])
            tally.erasing.append(spent["erase"])
            tally.looking.append(took - spent["read_image_text"] - spent["erase"])
            about_reading(tally, prepared.study, known["lines"], shape_of(picture.rgb))
            clean = np.asarray(Image.open(folder / f"{path.stem}.clean.png").convert("RGB"))
            about_erasing(tally, prepared, clean, np.asarray(Image.open(folder / f"{path.stem}.ink.png")))
            versions, notes = [picture.shown], []
            for order in orders:
                timed.seconds.clear()
                began, cpu = time.perf_counter(), time.process_time()
                finished = await studio.letter(prepared, order, CONTEXT)
                tally.seconds.append(time.perf_counter() - began - timed.seconds["read_image_text"])
                tally.cpu.append(time.process_time() - cpu)
                about_lettering(tally, prepared, finished)
                notes += [f"{order.market.code}: {reason}" for reason in finished.reasons]
                versions.append(decode(finished.content).shown if finished.content else picture.shown)
            print(
                f"{path.stem:34} {len(prepared.study.blocks):4} blocks {tally.seconds[-1]:6.2f} s", flush=True
            )
            if out is not None:
                _sheet(versions).save(out / f"{path.stem}.png", compress_level=1)
                said = [
                    f"{b.text}\t{v.kind.name} {v.confidence:.2f} {v.why}"
                    for b, v in zip(prepared.study.blocks, prepared.study.verdicts, strict=True)
                ]
                (out / f"{path.stem}.txt").write_text("\n".join([*said, *notes]), encoding="utf-8")
    await blocks.close()
    return tally


def _sheet(versions: Sequence[np.ndarray]) -> Image.Image:
    """The picture and its versions side by side."""
    return Image.fromarray(np.hstack([np.pad(v, ((0, 0), (0, 8), (0, 0))) for v in versions]))


def report(tally: Tally) -> None:
    """Print the table."""

    def row(name: str, said: str) -> None:
        print(f"{name:52} {said}")

    right = sum(n for (true, judged), n in tally.kinds.items() if true == judged)
    ours, plain, plain_own = (float(np.mean([errors[i] for errors in tally.ground])) for i in range(3))
    print()
    row(
        "lines found (0.8 of the characters read)",
        f"{tally.found}/{tally.lines} = {tally.found / tally.lines:.3f}",
    )
    row("kinds right, of those found", f"{right}/{tally.found} = {right / max(1, tally.found):.3f}")
    for (true, judged), n in sorted(tally.kinds.items()):
        if true != judged:
            row(f"    {true} taken for {judged}", str(n))
    row("ink that the mask misses", f"{tally.ink_missed / max(1, tally.ink):.4f}")
    row(
        "ground under the letters, mean error, levels",
        f"{ours:.2f} (cv2.inpaint {plain:.2f}, ratio {ours / plain:.2f}; "
        f"by the letters' own mask {plain_own:.2f}, ratio {ours / plain_own:.2f})",
    )
    row(
        "erased more than 6 px from all lettering, of what was",
        f"{tally.masked_ground / max(1, tally.masked):.3f}",
    )
    row(
        "source characters left, of those to change",
        f"{tally.residual}/{tally.source} = {tally.residual / max(1, tally.source):.4f}",
    )
    row("overflowing, overlapping regions", f"{tally.overflow}, {tally.overlap}")
    row("pixels changed outside the regions", str(tally.outside))
    row("smallest letter, px", f"{min(tally.smallest):.0f}")
    kept = np.percentile(tally.size_kept, [5, 25, 50])
    row("size against the original, 5th, 25th, 50th percentile", " ".join(f"{share:.2f}" for share in kept))
    row(
        "versions marked for review", f"{tally.marked}/{tally.versions} = {tally.marked / tally.versions:.2f}"
    )
    for reason, n in tally.reasons.most_common(14):
        row(f"    {reason}", str(n))
    for what, seconds in (
        ("reading a picture", tally.reading),
        ("erasing from it, once for all markets", tally.erasing),
        ("looking at it beyond that", tally.looking),
        ("a version beyond reading", tally.seconds),
        ("    of which this process's CPU", tally.cpu),
    ):
        row(f"{what}, s, median and p95", " ".join(f"{s:.2f}" for s in np.percentile(seconds, [50, 95])))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="pictures drawn before, with their truth")
    parser.add_argument("--split", default="held_out", choices=("tuning", "held_out"))
    parser.add_argument("--markets", default="US,DE,SA,KR,TH")
    parser.add_argument("--out", type=Path, help="where the sheets go")
    parser.add_argument("--tier", help="the address of a running tier, else one is started")
    asked = parser.parse_args()
    if asked.out is not None:
        asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        folder = asked.folder or Path(home) / "pictures"
        if asked.folder is None:
            subprocess.run([sys.executable, str(DRAW), str(folder), "--split", asked.split], check=True)
        stack = None if asked.tier else RunningStack(Path(home) / "stack", ("triton",))
        try:
            url = asked.tier or stack.triton_url  # type: ignore[union-attr]
            report(
                asyncio.run(bench(url, sorted(folder.glob("*.json")), asked.markets.split(","), asked.out))
            )
        finally:
            if stack is not None:
                stack.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
