"""What a generator is asked: the statements with marks for their values, and what it may do with them.

Nothing in it is from outside: sentences are the letter's templates, the claim and what decides it the rule
book's.
"""

from __future__ import annotations

import json
from typing import Final

from babel import Locale

from chargeback_agent.domain.rephrasing.checking import MOST_JOINED
from chargeback_agent.domain.rephrasing.ground import Ground
from chargeback_agent.domain.rules.model import ReasonCode

_EXAMPLE: Final = json.dumps(
    {
        "text": "The delivery of ⟦7⟧ was signed for by ⟦8⟧; moreover, the carrier photographed the delivery.",
        "statements": [4, 6],
    },
    ensure_ascii=False,
)
_FORM: Final = json.dumps(
    {"paragraphs": [[{"text": "...", "statements": [1, 2]}], [{"text": "...", "statements": [3]}]]}
)
_INSTRUCTION: Final = """\
A shop answers a payment dispute. Join the statements below into its argument, in {language}: sober
paragraphs, what answers the claim best first.
The claim: {claim}. What decides it: {argue}
How to join them:
- One sentence is one to {most} statements, one after the other, each with all its words in their order.
- A mark such as ⟦1⟧ stands for a value. Copy it; a sentence has the marks of its statements and no other.
- Between statements stands a comma, a semicolon or one of: {joining}. Add no other word.
- Articles may change. A beginning that two statements share need not be said twice, nor a value.
- Where a statement denies something, leave it as it is.
- Every statement is said once. No digit, number, date, name, opinion, mark-up or word of your own.
Example: "The delivery of ⟦7⟧ was signed for by ⟦8⟧." (4) and "The carrier photographed the delivery of ⟦7⟧."
(6) become {example}
Answer with one JSON object of this form and nothing else; paragraphs are lists of sentences:
{form}
Statements:
"""


def prompt_of(ground: Ground, rule: ReasonCode) -> str:
    """The request for a letter's argument.

    Args:
        ground: its statements.
        rule: of the disputed reason code; what decides it is ours, whatever the notice says.
    """
    instruction = _INSTRUCTION.format(
        language=Locale.parse(ground.language).english_name,
        claim=rule.claim.replace("_", " "),
        argue=rule.argue,
        most=MOST_JOINED,
        example=_EXAMPLE,
        form=_FORM,
        joining=", ".join(ground.words.joining),
    )
    return instruction + "\n".join(f"{number}. {one}" for number, one in enumerate(ground.sentences, 1))
