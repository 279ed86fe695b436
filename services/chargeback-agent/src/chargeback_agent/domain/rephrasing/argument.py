"""The argument of a letter from a generator's answer: what passed, and the templates' words for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chargeback_agent.domain.letter.document import Said
from chargeback_agent.domain.rephrasing.checking import check
from chargeback_agent.domain.rephrasing.findings import Finding
from chargeback_agent.domain.rephrasing.ground import Ground
from chargeback_agent.domain.rephrasing.reading import Proposed, read_argument


@dataclass(frozen=True, slots=True)
class Argument:
    """Paragraphs of sentences with their exhibits.

    ``rephrased`` counts the statements in sentences that passed, of ``statements`` in all; ``results`` has
    one entry for each sentence that was answered: what it broke, or None.
    """

    paragraphs: tuple[tuple[Said, ...], ...]
    rephrased: int
    statements: int
    results: tuple[Finding | None, ...]


def argue(answers: Sequence[str], ground: Ground) -> Argument:
    """Of several answers the one that rephrases the most statements; of equals the first."""
    argued = [_argument(read_argument(answer), ground) for answer in answers]
    return max(argued, key=lambda one: one.rephrased, default=_argument((), ground))


def _argument(paragraphs: Sequence[Sequence[Proposed]], ground: Ground) -> Argument:
    said: set[int] = set()
    findings: dict[tuple[int, int], Finding | None] = {}
    for i, paragraph in enumerate(paragraphs):
        for j, proposed in enumerate(paragraph):
            findings[i, j] = check(proposed, ground, said)
            if findings[i, j] is None:
                said.update(proposed.statements)
    rephrased = len(said)
    template = partial(_template, ground, said)
    written: list[tuple[Said, ...]] = []
    for i, paragraph in enumerate(paragraphs):
        sentences: list[Said] = []
        for j, proposed in enumerate(paragraph):
            if findings[i, j] is None:
                sentences.append(_rephrased(proposed, ground))
            else:
                # What fails is said by the templates, in its place.
                sentences.extend(template(proposed.statements))
        written.append(tuple(sentences))
    written.extend((one,) for one in template(range(1, len(ground.sentences) + 1)))
    return Argument(tuple(filter(None, written)), rephrased, len(ground.sentences), tuple(findings.values()))


def _rephrased(proposed: Proposed, ground: Ground) -> Said:
    exhibits = {label for number in proposed.statements for label in ground.exhibits[number - 1]}
    return Said(ground.filled(proposed.text), tuple(sorted(exhibits)))


def _template(ground: Ground, said: set[int], numbers: Sequence[int]) -> list[Said]:
    """The templates' sentences of those statements that nothing has said yet."""
    left = [number for number in dict.fromkeys(numbers) if 0 < number <= len(ground.sentences)]
    left = [number for number in left if number not in said]
    said.update(left)
    return [Said(ground.whole[number - 1], ground.exhibits[number - 1]) for number in left]
