import pytest

from benchmarks.server import served


def test_a_web_process_that_ends_is_noticed_at_once_with_its_last_words():
    with served() as product:
        (product.data / "secret.key").mkdir()
        with pytest.raises(RuntimeError, match=r"the web process ended with \d+: (?s:.)*IsADirectoryError"):
            product.start_web()
        assert product.processes == {}
