"""The optimiser against exhaustive search: `python choice.py [--cases 1000] [--most 6000]`.

Random requests in six currencies. Each least expected cost is compared with the least over every minor unit
and outcome. Prints how far apart they are, in minor units, and how long a choice takes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "costs"))
from cost_cases import exhaustive, numbers_of, random_case, thrown

from refund_agent.domain.costs.choosing import choose
from refund_agent.domain.costs.ladder import cheapest


def main() -> None:
    """Compare and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=1000)
    options.add_argument("--most", type=int, default=6000)
    options.add_argument("--seed", type=int, default=1)
    told = options.parse_args()
    dice = thrown(told.seed)
    gaps, took = [], []
    for _ in range(told.cases):
        one = random_case(dice, told.most)
        numbers, moves = numbers_of(one)
        found = min(ladder.cost for ladder in cheapest(numbers, moves, one.limits.rounds).values())
        gaps.append(found - exhaustive(numbers, moves, one.limits.rounds))
        began = time.perf_counter()
        choose(one)
        took.append(1000 * (time.perf_counter() - began))
    off = [gap for gap in gaps if gap > 1]
    took.sort()
    lines = (
        f"{told.cases} cases of up to {told.most} minor units, seed {told.seed}",
        f"dearer than exhaustive search by more than a minor unit: {len(off)}",
        f"largest difference: {max(gaps):.6f} minor units; smallest: {min(gaps):.2e}",
        f"a choice: median {statistics.median(took):.1f} ms, 99th {took[int(0.99 * len(took))]:.1f} ms",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
