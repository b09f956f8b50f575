"""What every test shares: an environment without the machine's settings, and one Chromium for those that need it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from narratives import receipt
from store import batches
from store.limits import close_stories_of, limit_to

pytest_plugins = ["tests.promises"]

for _name in [name for name in os.environ if name.startswith("MURMURATION_")]:
    del os.environ[_name]  # a test says itself which settings it runs with


@pytest.fixture(scope="session", autouse=True)
def _data_apart_from_the_users_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test that forgets to name a data directory gets an empty one, never the one in the project's folder."""
    os.environ["MURMURATION_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session", autouse=True)
def _receipts_cost_nothing() -> Iterator[None]:
    """The slow hash of receipt codes is tested where it belongs (`tests/narratives/test_receipt.py`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(receipt._WORK, "n", 2)
        yield


@pytest.fixture(autouse=True)
def _full_piles_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """That chance lets some wait is tested where it belongs (`tests/narratives/test_answer_piles.py`)."""
    monkeypatch.setattr(batches, "waits", lambda: False)


@pytest.fixture(autouse=True)
def _seen_by_nobody_in_particular() -> None:
    """The last request of the test before may have been of somebody who sees a part."""
    limit_to({})
    close_stories_of(frozenset())


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Chromium's executable: found by `./run test`, or on the path when pytest is called directly."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "No Chromium was found: start the tests with ./run test, or set CHROMIUM to its path", pytrace=False
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for the whole run; a test opens its own context in it."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).parents[1]
