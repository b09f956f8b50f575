"""Who finds a weakness is told where to say so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config import read_settings
from tests.people import make_app, stores_of


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("disclosure"))


def told(app, **changes):
    stores_of(app).settings = replace(stores_of(app).settings, **changes)
    return app.test_client().get("/.well-known/security.txt")


def test_without_a_contact_there_is_no_such_file(app):
    assert told(app, security_contact="").status_code == 404


def test_with_one_it_says_where_to_write_and_until_when_that_is_good(app):
    answer = told(app, security_contact="mailto:found@example.org", public_url="https://stories.example.org")
    assert answer.content_type == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:found@example.org"
    assert lines["Canonical"] == "https://stories.example.org/.well-known/security.txt"
    assert 90 < (datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)).days < 366
    assert "Canonical" not in told(app, public_url="").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("found@example.org", "mailto:found@example.org"),
        ("https://example.org/found-something", "https://example.org/found-something"),
        ("", ""),
    ],
)
def test_the_contact_is_an_address_or_a_page(tmp_path, given, kept):
    settings = read_settings({"MURMURATION_DATA": str(tmp_path), "MURMURATION_SECURITY_CONTACT": given})
    assert settings.security_contact == kept
