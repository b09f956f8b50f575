"""An app with one open collection, for tests of what members decide."""

import pytest

from tests.builders import open_plot
from tests.people import make_app, stores_of


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app
