"""The examples in docstrings are true."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

from argosy_commerce import glossaries, phrasing, reading, terms

MODULES = [
    found.name
    for package in (glossaries, phrasing, reading, terms)
    for found in walk_packages(package.__path__, f"{package.__name__}.")
]


def test_the_modules_were_found() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
