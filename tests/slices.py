"""Cases for the quick run out of all there are; the others are left for the sweep."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def diagonal(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    """Every pair of two lists, as parameters: each of either is in the quick run, few pairs are."""
    rows, columns = list(first), list(second)
    step = min(len(rows), len(columns))
    return [
        pytest.param(row, column, marks=() if (one - other) % step == 0 else pytest.mark.sweep)
        for one, row in enumerate(rows)
        for other, column in enumerate(columns)
    ]


def quick(cases: Iterable[Any], chosen: Sequence[Any]) -> list[Any]:
    """Every case, as a parameter; those not chosen are left for the sweep."""
    return [pytest.param(case, marks=() if case in chosen else pytest.mark.sweep) for case in cases]
