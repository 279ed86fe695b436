"""What the agent says by itself breaks none of the rules that its answers are held against."""

from __future__ import annotations

from importlib.resources import files
from string import Formatter

import pytest
from drafts_made import heard, said

from cs_agent.domain.answering.phrases import GROUPS, LANGUAGES, phrases
from cs_agent.domain.checking import faults

WRITTEN = [
    (group, language)
    for group in GROUPS
    for language in LANGUAGES
    if files("cs_agent").joinpath(f"data/said/{group}/{language}.yaml").is_file()
]


@pytest.mark.parametrize(("group", "language"), WRITTEN)
def test_no_phrase_says_a_figure_a_name_or_a_page_of_its_own(group: str, language: str) -> None:
    wrong = {}
    for key, text in phrases(group, language).items():
        literal = " ".join(part for part, *_ in Formatter().parse(text)).replace("«", "").replace("»", "")
        tag = {"zh": "zh-CN", "pt": "pt-BR"}.get(language, language)
        found = faults(said(literal, kind="unknown", language=tag), heard(language=tag))
        # Whether it promises, and names something, depends on its facts, which a phrase has not.
        free = ("promises without", "nothing stands")
        if literal.strip() and (other := [one for one in found if not any(how in one for how in free)]):
            wrong[key] = other
    assert wrong == {}
