import pytest

from tests.rigs import faults

# What Python reads by itself at the start of a server that is to be weaker or to live at another time: never here.
collect_ignore = ["clocks", "weakened"]


@pytest.fixture
def traceable() -> None:
    if reason := faults.why_no_strace():
        pytest.skip(reason)
