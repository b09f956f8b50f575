"""The application in a folder of its own."""

from pathlib import Path

import pytest
from flask import Flask

from tests.people import make_app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)
