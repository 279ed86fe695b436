# ruff: noqa: T201 — prints what it measures
"""How often what messages ask for is read, of which nothing was learned: `python messages.py [LANGUAGES]`.

messages/LANGUAGE.txt: `intents | text`, the main one first; mostly before buying, about goods of all kinds.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.understanding.reading import understand

NOW = datetime(2026, 11, 26, tzinfo=UTC)
FOLDER = Path(__file__).parent / "messages"


def main() -> None:
    """Prints by language how many are read right, and what is taken for what most often."""
    languages = (
        sys.argv[1].split(",") if len(sys.argv) > 1 else sorted(one.stem for one in FOLDER.glob("*.txt"))
    )
    taken: Counter[tuple[str, str]] = Counter()
    for language in languages:
        total = main_right = among = 0
        for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            named, _, text = line.partition(" | ")
            if line.startswith("#") or not text:
                continue
            wanted = named.split(",")
            state = State("c", language=language, focus=Focus(product_id="p"))
            read = [one.intent for one in understand(text, language, state, None, NOW).intents]
            total += 1
            main_right += read[0] == wanted[0]
            among += wanted[0] in read
            if wanted[0] not in read:
                taken[wanted[0], read[0]] += 1
        print(f"{language}: {total}, main {main_right / total:.1%}, among those read {among / total:.1%}")
    print([(f"{meant} as {read}", count) for (meant, read), count in taken.most_common(15)])


if __name__ == "__main__":
    main()
