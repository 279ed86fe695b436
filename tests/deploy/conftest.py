"""A control plane for these tests alone, and namespaces in it that hold what a chart expects to find."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from argosy_testing import charts
from argosy_testing.cluster import Cluster
from argosy_testing.releases import Release, ReleaseFactory


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    yield found
    found.look()
    found.stop()


@pytest.fixture(scope="session")
def names() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture
def release(cluster: Cluster, names: Iterator[int]) -> Iterator[ReleaseFactory]:
    """Makes a namespace for an example, ready for `helm install`; it goes with the test."""
    made: list[Release] = []

    def prepare(example: charts.Example) -> Release:
        made.append(Release(cluster, example, f"{charts.NAMESPACE}-{next(names)}"))
        return made[-1]

    yield prepare
    for one in made:
        one.remove()
