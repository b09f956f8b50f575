"""Nothing that a browser says about somebody who tells a story reaches any file."""

import urllib.error
import urllib.request
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.server import served
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of

MARKS = {
    "User-Agent": "canary-agent-7f3a",
    "X-Forwarded-For": "203.0.113.77",
    "X-Real-IP": "203.0.113.78",
    "Forwarded": "for=203.0.113.79",
    "Referer": "https://canary-referrer-7f3a.example/page",
    "Accept-Language": "xx-CANARY7f3a",
    "Cookie": "canary-cookie-7f3a=1; __Host-session=canary-session-7f3a",
    "DNT": "canary-dnt-7f3a",
    "Sec-CH-UA": "canary-hint-7f3a",
}
NO_TRACE = "nothing that a teller’s browser, line or address says is in any file, log or database"
SOUGHT = [b"canary", b"CANARY", b"203.0.113.", b"127.9.9.9"]
# Requests that end badly: nowhere, too long, half a form, and without what is asked for.
WRONG = (
    ("/canary-path", None, 404),
    ("/share/safer-streets?q=canary-query", b"story=" + b"x" * 70_000, 413),
    ("/share/safer-streets", b"story=canary-less&step=send", 422),
    ("/explore/canary-path/live", None, 401),
)
STORY = {
    "story": "The beans came up twice.",
    "group": "east",
    "consent": "read",
    "mood": "top",
    "key": "ab" * 16,
    "step": "send",
}


def files_holding(folder: Path, marks: list[bytes]) -> list[str]:
    return sorted(
        f"{mark!r} in {file.relative_to(folder)}"
        for file in folder.rglob("*")
        if file.is_file()
        for mark in marks
        if mark in file.read_bytes()
    )


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def test_a_story_leaves_no_trace_of_who_told_it(app, tmp_path, capfd, promised):
    client = app.test_client()
    from_elsewhere = {"headers": MARKS, "environ_base": {"REMOTE_ADDR": "127.9.9.9"}, "query_string": "q=canary-query"}
    for step in ("check", "change", "send", "send"):
        answer = client.post("/share/plot", data={**STORY, "step": step, "extra": "canary-field"}, **from_elsewhere)
        assert answer.status_code in {200, 201}
        assert "Set-Cookie" not in answer.headers
    assert client.get("/share/plot", **from_elsewhere).status_code == 200
    assert stores_of(app).stories.one("select count(*) as n from narratives")["n"] == 1
    assert files_holding(tmp_path, SOUGHT) == []
    printed = capfd.readouterr()
    assert not any(mark.decode() in printed.out + printed.err for mark in SOUGHT)
    promised("T1", NO_TRACE, tried=5 * (len(MARKS) + 3), failures=0)


def test_the_story_itself_would_be_found_by_the_search(app, tmp_path):
    client = app.test_client()
    assert client.post("/share/plot", data={**STORY, "story": "A canary sang."}).status_code == 201
    assert any("stories.db" in found for found in files_holding(tmp_path, [b"canary"]))


def test_a_refused_story_leaves_nothing_at_all(app, tmp_path):
    client = app.test_client()
    refused = {**STORY, "story": "A canary sang.", "consent": ""}
    assert client.post("/share/plot", data=refused).status_code == 422
    assert files_holding(tmp_path, [b"canary"]) == []


def test_an_account_leaves_no_trace_of_the_browser_either(app, tmp_path):
    cy = Person(app, "cy")
    fields = {
        "collection": "plot",
        "key": "cd" * 16,
        "story": "He came early.",
        "group": "east",
        "mood": "top",
        "case.reference": "PX1",
        "case.date": date.today().isoformat(),
        "case.contact": "office",
        "case.outcome": "complied",
    }
    headers = {name: mark for name, mark in MARKS.items() if name != "Cookie"}
    answer = cy.post("/log", fields, headers=headers, environ_base={"REMOTE_ADDR": "127.9.9.9"})
    assert answer.status_code == 303
    assert files_holding(tmp_path, SOUGHT) == []


@pytest.mark.nightly
def test_a_story_told_to_the_real_server_leaves_no_trace_either(capfd, monkeypatch, tmp_path, promised):
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # the server's too
    body = urlencode(STORY | {"group": "Quayside", "mood": "", "step": "send"}).encode()
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        address = f"{product.url}/share/safer-streets?q=canary-query"
        asked = urllib.request.Request(address, data=body, headers=MARKS)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(asked, timeout=20) as answer:
            assert answer.status == 201
        for path, wrong, status in WRONG:
            with pytest.raises(urllib.error.HTTPError) as refused:
                direct.open(urllib.request.Request(product.url + path, data=wrong, headers=MARKS), timeout=20)
            assert refused.value.code == status, path
        product.flask("analysis", "run")
        found = files_holding(product.data, SOUGHT) + files_holding(tmp_path, SOUGHT)
    printed = capfd.readouterr()
    found += [mark.decode() for mark in SOUGHT if mark.decode() in printed.out + printed.err]
    promised("T1", NO_TRACE, tried=(len(WRONG) + 1) * (len(MARKS) + 2), failures=len(found))


def test_a_session_is_kept_as_a_hash_alone(app, tmp_path):
    cy = Person(app, "cy")
    assert files_holding(tmp_path, [cy.token.encode()]) == []
