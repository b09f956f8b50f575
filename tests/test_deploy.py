"""The servers in front log staff pages and nothing that a teller opens."""

import re
from pathlib import Path

import pytest

from tests.people import make_app
from web.access import EVERYONE

DEPLOY = Path(__file__).parent.parent / "deploy"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """An address of every page, and whether tellers open it; signing in is for staff."""
    app = make_app(tmp_path_factory.mktemp("deploy"))
    found = {}
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "roles", {EVERYONE})
        address = re.sub(r"<[^>]*>", "x", rule.rule)
        found[address] = EVERYONE in roles and not address.startswith("/staff/")
    return found


def test_nginx_logs_staff_pages_alone(pages):
    text = (DEPLOY / "nginx.conf").read_text()
    locations = re.findall(r"location (~ )?(\S+) \{(.*?)\n    \}", text, re.DOTALL)
    assert len(locations) == 4

    def is_logged(address):
        """The first expression that fits decides, else the longest beginning: the order in which nginx looks."""
        fits = [body for tilde, place, body in locations if tilde and re.search(place, address)]
        begins = [(len(place), body) for tilde, place, body in locations if not tilde and address.startswith(place)]
        body = fits[0] if fits else max(begins)[1]
        return "access_log off" not in body

    assert {address for address in pages if is_logged(address)} == {one for one, told in pages.items() if not told}


def test_caddy_logs_staff_pages_alone(pages):
    named = re.search(r"@respondents not path (.*)\n\s*log_skip @respondents", (DEPLOY / "Caddyfile").read_text())[1]

    def is_logged(address):
        return any(address == one or (one.endswith("*") and address.startswith(one[:-1])) for one in named.split())

    assert {address for address in pages if is_logged(address)} == {one for one, told in pages.items() if not told}
