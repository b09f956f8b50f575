"""The same headers on every answer, whatever it is."""

import base64
import hashlib
import re

import pytest

from tests.web.respond.conftest import ANSWERS
from web.headers import CONTENT_SECURITY_POLICY, FILE_POLICY, HEADERS

CASES = [
    ("GET", "/", 200),
    ("GET", "/share/plot", 200),
    ("POST", "/share/plot", 200),
    ("GET", "/share/nowhere", 404),
    ("GET", "/nowhere", 404),
    ("PUT", "/share/plot", 405),
    ("GET", "/share/old", 410),
    ("GET", "/static/css/murmuration.css", 200),
    ("GET", "/static/nowhere.css", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), CASES)
def test_every_answer_has_every_header(client, method, path, status):
    fields = {**ANSWERS, "step": "check"} if method == "POST" else None
    with client.open(path, method=method, data=fields) as answer:
        assert answer.status_code == status
        is_file = path.startswith("/static/") and status == 200
        expected = {**HEADERS, "Content-Security-Policy": FILE_POLICY} if is_file else HEADERS
        assert {name: answer.headers.get(name) for name in HEADERS} == expected


@pytest.mark.parametrize(("method", "path", "status"), [case for case in CASES if "/static/css" not in case[1]])
def test_no_page_may_be_kept(client, method, path, status):
    assert client.open(path, method=method).headers["Cache-Control"] == "no-store"


def test_the_policy_allows_the_one_inline_script_of_the_template(client):
    (script,) = re.findall(r"<script>(.*?)</script>", client.get("/").text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("loose", ["unsafe-inline", "unsafe-eval", "*", "http:", "https:"])
def test_the_policy_has_no_loose_source(loose):
    assert loose not in CONTENT_SECURITY_POLICY
