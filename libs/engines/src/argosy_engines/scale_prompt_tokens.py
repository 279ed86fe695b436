"""Text that others wrote, as tokens that can never be a model's own control tokens.

A chat template marks turns with control tokens (`<|im_start|>`, `<|image_pad|>`, `<tool_call>`).
Tokenizers turn their spelling into the token wherever it stands, also inside a merchant's
description, which could so end its turn and write the system's. Here the spelling is cut in two
before it reaches the tokenizer: the model still reads the same characters, as plain text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from argosy_engines.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class PlainText:
    """A tokenizer's way to read text as nothing but text."""

    _tokenizer: Any
    _spelling: re.Pattern[str] | None
    _control: frozenset[int]

    @classmethod
    def of(cls, tokenizer: Any, more: Iterable[str] = ()) -> Self:  # noqa: ANN401 — any transformers tokenizer
        """Knows every control token of `tokenizer`, and `more` that it lists as ordinary ones."""
        control = {
            index: str(token.content)
            for index, token in tokenizer.added_tokens_decoder.items()
            # Some vocabularies list ordinary text (runs of spaces) as added tokens too.
            if token.special or re.fullmatch(r"[<\[|\uff5c]\S+[>\]|\uff5c]", str(token.content))
        }
        for index in tokenizer.all_special_ids:
            control.setdefault(index, str(tokenizer.convert_ids_to_tokens(index)))
        control |= {tokenizer.convert_tokens_to_ids(token): token for token in more}
        spellings = sorted({s for s in control.values() if s.strip()}, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, spellings))) if spellings else None
        unknown = tokenizer.unk_token_id
        return cls(tokenizer, pattern, frozenset(control) - {unknown})

    def tokens(self, text: str, name: str) -> list[int]:
        """The ids of `text`, none of them a control token. `name` is the tensor, for errors."""
        return self.rows([text], [name])[0]

    def rows(self, texts: Sequence[str], names: Sequence[str]) -> list[list[int]]:
        """As `tokens`, of several texts in one call of the tokenizer; a name for each."""
        cut = [self._pieces(text) for text in texts]
        pieces = [piece for found in cut for piece in found]
        read = iter(self._tokenizer(pieces, add_special_tokens=False).input_ids if pieces else [])
        rows = [[i for _ in found for i in next(read)] for found in cut]
        for row, name in zip(rows, names, strict=True):
            if found := self._control.intersection(row):
                # A normalising tokenizer folded something else into a control token.
                token = self._tokenizer.convert_ids_to_tokens(min(found))
                raise InvalidInput(f"{name}: reads as the model's control token {token!r}; remove it")
        return rows

    def _pieces(self, text: str) -> list[str]:
        """`text` cut after the first character of each spelling of a control token."""
        if self._spelling is None:
            return [text] if text else []
        cuts = [0]
        position = 0
        # Overlapping ones too: what follows the cut may spell another token.
        while found := self._spelling.search(text, position):
            position = found.start() + 1
            cuts.append(position)
        cuts.append(len(text))
        return [text[a:b] for a, b in itertools.pairwise(cuts) if a < b]
