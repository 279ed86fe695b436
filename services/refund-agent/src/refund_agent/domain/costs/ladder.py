"""The cheapest sequence of at most three offers, each no worse than the last, to the minor unit.

A round costs a message; the buyer agrees, or goes without a word, or refuses and hears the next offer. The
best continuation is found backwards from the last round (dynamic programming), over a coarse grid of partial
refunds first and then over finer ones around the best, down to single minor units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from refund_agent.domain.costs.terms import Kind, Move, Terms

Floats = NDArray[np.float64]
_AFTER: Final[Mapping[Kind, frozenset[Kind]]] = {
    "none": frozenset(),
    "keep": frozenset({"keep", "full"}),
    "return_own": frozenset({"return_label", "full"}),
    "return_label": frozenset({"full"}),
    "exchange": frozenset({"resend", "full"}),
    "resend": frozenset({"full"}),
    "full": frozenset(),
}
"""What is no worse for the buyer than what was offered before; a partial refund not below the last."""
_KINDS: Final[tuple[Kind, ...]] = tuple(_AFTER)
_MASK: Final = np.array([[after in _AFTER[kind] for after in _KINDS] for kind in _KINDS])
_KEEP: Final = _KINDS.index("keep")
_COARSE: Final = 160
_AROUND: Final = 8
_NARROWER: Final = 4
_BASINS: Final = 3


@dataclass(frozen=True, slots=True)
class Ladder:
    """Offers in order, and what the first is expected to cost if the others follow, in minor units."""

    moves: tuple[Move, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Branch:
    """One way it ends: how likely, after how many messages, agreed or not, silent or not, the last offer."""

    likelihood: float
    messages: int
    agreed: bool
    silent: bool
    last: Move


@dataclass(frozen=True, slots=True)
class _Stage:
    """All moves of one round, and their figures."""

    kinds: NDArray[np.intp]
    amounts: Floats
    agrees: Floats
    agreed: Floats
    refused: Floats
    left: Floats

    def move(self, index: int) -> Move:
        return Move(_KINDS[int(self.kinds[index])], int(self.amounts[index]))


def cheapest(
    terms: Terms, moves: Sequence[Move], rounds: int, previous: Move | None = None
) -> dict[Kind, Ladder]:
    """The cheapest ladder that begins with each kind of move.

    ``moves``: those allowed besides partial refunds; a move of kind ``keep`` among them allows partial
    refunds of at least its amount. ``rounds``: messages that are left, one or more. ``previous``: the last
    offer, which was refused.
    """
    keep = next((move.amount for move in moves if move.kind == "keep"), None)
    others = [move for move in moves if move.kind != "keep"]
    low = max(keep or 1, previous.amount if previous and previous.kind == "keep" else 1)
    high = terms.high
    if keep is None or low > high:
        grid: Floats = np.empty(0)
        return _best(terms, others, [grid] * rounds, previous, 1)[0]
    step = max((high - low) / _COARSE, 1.0)
    corners = [low, high, *([terms.asked] if terms.asked and low <= terms.asked <= high else [])]
    coarse = _grid(np.arange(low, high + 1, step), corners, low, high)
    found, basins = _best(terms, others, [coarse] * rounds, previous, _BASINS)
    while step > 1:
        step = max(step / _NARROWER, 1.0)
        again: list[Ladder] = []
        for ladder in (*basins, *(one for kind, one in found.items() if kind != "keep")):
            grids = [_around(ladder, place, step, corners, low, high) for place in range(rounds)]
            refined = _best(terms, others, grids, previous, 1)[0]
            again.append(min(refined.get(ladder.moves[0].kind, ladder), ladder, key=lambda one: one.cost))
        basins = [one for one in again if one.moves[0].kind == "keep"]
        found = {one.moves[0].kind: one for one in sorted(again, key=lambda one: -one.cost)}
    return found


def branches(terms: Terms, moves: Sequence[Move], previous: Move | None = None) -> Iterator[Branch]:
    """How a ladder may end; the likelihoods add up to 1."""
    left, refused = 1.0, _agrees(terms, previous) if previous else 0.0
    for number, move in enumerate(moves, 1):
        agrees = _agrees(terms, move)
        now = min(max((agrees - refused) / (1 - refused), 0.0), 1.0) if refused < 1 else 0.0
        yield Branch(left * now, number, agreed=True, silent=False, last=move)
        left *= 1 - now
        yield Branch(left * terms.leaves, number, agreed=False, silent=True, last=move)
        left *= 1 - terms.leaves
        if number == len(moves):
            yield Branch(left, number, agreed=False, silent=False, last=move)
        refused = max(agrees, refused)


def parts(terms: Terms, moves: Sequence[Move], previous: Move | None = None) -> dict[str, float]:
    """What a ladder is expected to cost, by part, in minor units."""
    total: dict[str, float] = {}
    for branch in branches(terms, moves, previous):
        refused = terms.left_cost if branch.silent else terms.refused_cost
        cost = terms.agreed_cost if branch.agreed else refused
        spent = cost(branch.last.kind, float(branch.last.amount))
        spent["messages"] = branch.messages * terms.message
        for name, value in spent.items():
            total[name] = total.get(name, 0.0) + branch.likelihood * value
    return total


def _agrees(terms: Terms, move: Move) -> float:
    return float(terms.agrees(move.kind, np.array([float(move.amount)]))[0])


def _grid(points: Floats, corners: Sequence[int], low: int, high: int) -> Floats:
    """Whole amounts, the highest first: of two that cost the same the buyer gets the better."""
    whole = np.unique(np.concatenate([np.rint(points), np.array(corners, dtype=np.float64)]))
    return whole[(whole >= low) & (whole <= high)][::-1]


def _around(ladder: Ladder, place: int, step: float, corners: Sequence[int], low: int, high: int) -> Floats:
    """Amounts near a ladder's own in one round, and near its others."""
    own = ladder.moves[place] if place < len(ladder.moves) else None
    if own is None or own.kind != "keep":
        return _grid(np.linspace(low, high, 2 * _AROUND), corners, low, high)
    near = own.amount + step * np.arange(-_AROUND, _AROUND + 1, dtype=np.float64)
    return _grid(near, corners, low, high)


def _stage(terms: Terms, others: Sequence[Move], grid: Floats) -> _Stage:
    moves = [(move.kind, np.array([float(move.amount)])) for move in others]
    if grid.size:
        moves.append(("keep", grid))
    kinds = [np.full(amount.size, _KINDS.index(kind)) for kind, amount in moves]
    return _Stage(
        np.concatenate(kinds),
        np.concatenate([amount for _, amount in moves]),
        np.concatenate([terms.agrees(kind, amount) for kind, amount in moves]),
        np.concatenate([sum(terms.agreed_cost(kind, amount).values()) for kind, amount in moves]),
        np.concatenate([sum(terms.refused_cost(kind, amount).values()) for kind, amount in moves]),
        np.concatenate([sum(terms.left_cost(kind, amount).values()) for kind, amount in moves]),
    )


def _costs(terms: Terms, before: _Stage, stage: _Stage, then: Floats) -> Floats:
    """What each next offer (columns) is expected to cost after each refused one (rows); inf: worse."""
    refused = before.agrees[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        agrees = np.where(refused < 1, (stage.agrees[None, :] - refused) / (1 - refused), 0.0)
    agrees = np.clip(agrees, 0.0, 1.0)
    costs = agrees * stage.agreed + (1 - agrees) * (terms.leaves * stage.left + (1 - terms.leaves) * then)
    allowed = _MASK[before.kinds[:, None], stage.kinds[None, :]]
    both = (before.kinds[:, None] == _KEEP) & (stage.kinds[None, :] == _KEEP)
    allowed = allowed & ~(both & (stage.amounts[None, :] <= before.amounts[:, None]))
    return np.where(allowed, terms.message + costs, np.inf)


def _best(
    terms: Terms, others: Sequence[Move], grids: Sequence[Floats], previous: Move | None, basins: int
) -> tuple[dict[Kind, Ladder], list[Ladder]]:
    """By kind of the first move; and the ``basins`` best first partial refunds among their neighbours."""
    stages = [_stage(terms, others, grid) for grid in grids]
    then = stages[-1].refused
    choices: list[NDArray[np.intp]] = []
    for before, stage in zip(stages[-2::-1], stages[:0:-1], strict=True):
        costs = _costs(terms, before, stage, then)
        choice = costs.argmin(axis=1)
        next_best = costs[np.arange(choice.size), choice]
        # To stand by what was offered is the other choice: -1.
        choices.insert(0, np.where(next_best < before.refused, choice, -1))
        then = np.minimum(next_best, before.refused)
    first = stages[0]
    start = _start(terms, first, then, previous)

    def ladder(index: int) -> Ladder:
        moves, at = [first.move(index)], index
        for choice, stage in zip(choices, stages[1:], strict=True):
            at = int(choice[at])
            if at < 0:
                break
            moves.append(stage.move(at))
        return Ladder(tuple(moves), float(start[index]))

    found: dict[Kind, Ladder] = {}
    for code in sorted(set(first.kinds.tolist())):
        of_kind = np.flatnonzero(first.kinds == code)
        best = int(of_kind[start[of_kind].argmin()])
        if np.isfinite(start[best]):
            found[_KINDS[code]] = ladder(best)
    keeps = np.flatnonzero((first.kinds == _KEEP) & np.isfinite(start))
    walls = np.pad(start[keeps], 1, constant_values=np.inf)
    valleys = keeps[(walls[1:-1] <= walls[:-2]) & (walls[1:-1] <= walls[2:])]
    return found, [ladder(int(index)) for index in valleys[start[valleys].argsort()][:basins]]


def _start(terms: Terms, first: _Stage, then: Floats, previous: Move | None) -> Floats:
    if previous is not None and previous.kind != "none":
        before = _stage(terms, [previous], np.empty(0))
        after: Floats = _costs(terms, before, first, then)[0]
        return after
    refused = _agrees(terms, previous) if previous else 0.0
    agrees = np.clip((first.agrees - refused) / (1 - refused), 0.0, 1.0)
    missed = terms.leaves * first.left + (1 - terms.leaves) * then
    costs: Floats = terms.message + agrees * first.agreed + (1 - agrees) * missed
    return costs
