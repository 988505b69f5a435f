"""What pytest asks of these tests."""

import os


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: some tests wait for sellers, and for what was killed."""
    return (os.cpu_count() or 1) + 1
