"""What pytest asks of these tests."""

import os

import pytest


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: some tests wait for sellers, and for what was killed."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Goldens are written again only when asked, and the difference is read."""
    parser.addoption("--update-golden", action="store_true", help="write golden files again")
