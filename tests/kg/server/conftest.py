"""One server for the tests that only ask."""

import pytest

from tests.kg.server.serving import serving


@pytest.fixture(scope="session")
def server(small_folder):
    """The small graph served with two workers and short limits."""
    with serving(small_folder, "--timeout", "20", "--max-rows", "50", "--memory", "200") as running:
        yield running
