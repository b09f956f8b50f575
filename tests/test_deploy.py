"""The servers in front log staff pages and nothing that a teller opens."""

import re
from pathlib import Path

import pytest

from tests.people import make_app
from web.access import EVERYONE

DEPLOY = Path(__file__).parent.parent / "deploy"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """An address of every page, of this organisation and of another, and whether tellers open it.

    Signing in is for staff, and so is what a device of theirs needs without signal.
    """
    app = make_app(tmp_path_factory.mktemp("deploy"))
    found = {}
    for rule in app.url_map.iter_rules():
        roles = getattr(app.view_functions[rule.endpoint], "roles", {EVERYONE})
        address = re.sub(r"<[^>]*>", "x", rule.rule)
        for_tellers = EVERYONE in roles and not address.startswith(("/staff/", "/log/"))
        found |= {address: for_tellers, f"/at/south{address}": for_tellers}
    return found


def test_nginx_logs_staff_pages_alone(pages):
    text = (DEPLOY / "nginx.conf").read_text()
    locations = re.findall(r"location (~ )?(\S+) \{(.*?)\n    \}", text, re.DOTALL)
    assert len(locations) == 5

    def is_logged(address):
        """The first expression that fits decides, else the longest beginning: the order in which nginx looks."""
        fits = [body for tilde, place, body in locations if tilde and re.search(place, address)]
        begins = [(len(place), body) for tilde, place, body in locations if not tilde and address.startswith(place)]
        body = fits[0] if fits else max(begins)[1]
        return "access_log off" not in body

    assert {address for address in pages if is_logged(address)} == {one for one, told in pages.items() if not told}


def test_caddy_logs_staff_pages_alone(pages):
    text = (DEPLOY / "Caddyfile").read_text()
    named = re.search(r"@respondents not path_regexp (.*)\n\s*log_skip @respondents", text)[1]

    def is_logged(address):
        return re.search(named, address) is not None

    assert {address for address in pages if is_logged(address)} == {one for one, told in pages.items() if not told}


def test_no_log_holds_what_stands_behind_a_question_mark():
    """A link into the log form holds a case reference there."""
    nginx, caddy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    (form,) = re.findall(r"log_format murmuration_staff '(.*)';", nginx)
    assert not {"$request", "$request_uri", "$args", "$query_string", "$http_referer"} & set(re.findall(r"\$\w+", form))
    logs = re.findall(r"access_log (?!off)(.*);", nginx)
    assert logs and all(log.endswith(" murmuration_staff") for log in logs)
    (pattern,) = re.findall(r"request>uri regexp (\S+) \"\"", caddy)
    assert re.sub(pattern, "", "/log?reference=PX1042") == "/log"


def test_slow_senders_are_waited_for_in_front_and_never_behind():
    """Every body but a file that staff bring in is read whole first, in memory; who sends nothing is hung up on."""
    nginx, caddy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    assert "proxy_request_buffering on;" in nginx
    assert re.search(r"client_header_timeout \d+s;", nginx) and re.search(r"client_body_timeout \d+s;", nginx)
    sizes, buffers = (re.findall(rf"client_{name}_size (\w+);", nginx) for name in ("max_body", "body_buffer"))
    assert buffers == ["64k", "9m"]  # a body larger than its buffer is written to the disk
    handed_on = re.findall(r"location ~ (\S+) \{\s*client_max_body_size (\w+);\s*proxy_request_buffering off;", nginx)
    assert handed_on == [("^(/at/[a-z0-9-]+)?/bring$", "65m")]  # staff's files of stories, too long for memory
    assert sizes == [*buffers, "65m"]
    (buffered,) = re.findall(r"request_buffers (\w+)", caddy)
    assert buffered in re.findall(r"max_size (\w+)", caddy)
    assert re.search(r"read_header \d+s", caddy) and re.search(r"read_body \d+m", caddy)


def test_nothing_that_tells_who_is_asking_is_passed_on():
    nginx, caddy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    for header in ("X-Forwarded-For", "X-Real-IP", "User-Agent", "Referer"):
        assert f'proxy_set_header {header} "";' in nginx
        assert f"header_up -{header}\n" in caddy
