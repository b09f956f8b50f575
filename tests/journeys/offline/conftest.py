"""The product on a line that can be cut, and a device of one's own to tell with."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app import create_app
from config import read_settings
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, make_framework
from tests.journeys.conftest import SIGNIFIERS
from tests.journeys.offline.devices import Device, Line, connected
from tests.journeys.offline.steps import SECRET


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    data = tmp_path_factory.mktemp("offline")
    app = create_app(read_settings({"MURMURATION_DATA": str(data), "MURMURATION_SECRET": SECRET}))
    stories = app.extensions["stores"].stories
    add_framework(stories, make_framework(signifiers=SIGNIFIERS))
    add_framework(stories, make_framework(id="short"))
    add_collection(stories, make_collection())
    add_collection(stories, make_collection(id="patch", title="The patch", groups=(), framework_id="short"))
    with connected(app) as line:
        yield line
    app.extensions["stores"].intake.close()


@pytest.fixture
def line(installed: Line) -> Iterator[Line]:
    installed.disconnect()
    installed.connect()
    installed.change("delete from narratives")
    yield installed
    installed.change("update collections set closes_on = null")


@pytest.fixture
def device(line: Line, browser: Browser, chromium_path: str, tmp_path: Path) -> Iterator[Device]:
    made = Device(line, browser.browser_type, chromium_path, tmp_path / "profile")
    yield made
    made.close()
    assert made.faults == []
