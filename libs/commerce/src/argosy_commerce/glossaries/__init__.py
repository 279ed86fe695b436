"""Merchants' and platforms' own words: rules, the files they come in, and how they are looked up.

from argosy_commerce.glossaries import Glossary, Layer, read_glossary

read = read_glossary(Path("terms.csv").read_bytes(), "terms.csv")
read.faults                                            # each bad row: line, what, what to do
base = Glossary({Layer.MERCHANT: read.rules}).over(TermBase.load(), "de", [title])
translate(title, "de", "title", base=base)
"""

from argosy_commerce.glossaries.comparing import Difference, difference
from argosy_commerce.glossaries.files import Format, format_of, read_glossary, write_glossary
from argosy_commerce.glossaries.glossary import EMPTY, CompiledRules, Glossary, RuleClash
from argosy_commerce.glossaries.jsonl import rule_of_line, written_line
from argosy_commerce.glossaries.layers import (
    Glossaries,
    NoGlossaries,
    compiled_lines,
    merchant_over_platform,
)
from argosy_commerce.glossaries.rows import Fault, ReadGlossary, UnreadableGlossary
from argosy_commerce.glossaries.rules import ANY_LANGUAGE, MAX_FIELD, MAX_RULES, BadRule, Rule, checked_rule
from argosy_commerce.terms.loader import Layer

__all__ = [
    "ANY_LANGUAGE",
    "EMPTY",
    "MAX_FIELD",
    "MAX_RULES",
    "BadRule",
    "CompiledRules",
    "Difference",
    "Fault",
    "Format",
    "Glossaries",
    "Glossary",
    "Layer",
    "NoGlossaries",
    "ReadGlossary",
    "Rule",
    "RuleClash",
    "UnreadableGlossary",
    "checked_rule",
    "compiled_lines",
    "difference",
    "format_of",
    "merchant_over_platform",
    "read_glossary",
    "rule_of_line",
    "write_glossary",
    "written_line",
]
