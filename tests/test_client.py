"""The client in examples/client works as its page says, against a served site, and tries again when it should."""

import importlib.util
import re
from datetime import UTC, datetime
from email.message import Message
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError

import pytest

from store.alerts import add_alert
from tests.builders import make_narrative, open_plot
from tests.people import make_app, served, stores_of
from tests.programs import STORY, make_token
from tests.web.explore.telling import make_finding

FOLDER = Path(__file__).parents[1] / "examples" / "client"
KEY = "3f1c2a77e09b4d5c8a6b1f20d4e8c913"


@pytest.fixture(scope="module")
def client():
    spec = importlib.util.spec_from_file_location("murmuration", FOLDER / "murmuration.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("client")))
    plot = open_plot(stores_of(app).stories)
    for number in range(12):
        stores_of(app).intake.submit(*plot, make_narrative(text=f"Bean {number}."), f"{number:032x}")
    finding = make_finding()
    add_alert(stores_of(app).stories, "plot", finding, sentence="More.", exemplars=(), at=datetime.now(UTC))
    return app


@pytest.fixture(scope="module")
def address(app):
    with served(app) as address:
        yield address


@pytest.fixture
def site(app, address, client):
    return client.Murmuration(address, make_token(app)[0])


def test_the_example_of_its_page_runs(app, address, client, capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "murmuration", client)
    [example] = re.findall(r"```python\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    told = example.replace("https://stories.example.org", address).replace("mm_…", make_token(app)[0])
    exec(compile(told, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert re.search(r"come back to your story: ([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n", said)
    assert "It left me… 1" in said
    assert "have moved towards “sad”" in said


def test_a_story_sent_again_with_its_key_gives_the_same_receipt(site):
    assert site.tell("plot", STORY, key=KEY) == site.tell("plot", STORY, key=KEY)
    assert site.tell("plot", STORY) != site.tell("plot", STORY)


def test_lists_are_read_to_their_end(site, monkeypatch):
    pages = site._pages
    monkeypatch.setattr(site, "_pages", lambda path, asked: pages(path, {**asked, "limit": "5"}))
    found = [one["id"] for one in site.stories("plot")]
    assert len(found) == len(set(found)) >= 12


def test_everything_else_is_there_too(site):
    [plot] = site.collections()
    assert site.collection("plot") == plot
    framework = site.framework(plot["framework"]["id"])
    assert framework == site.framework("garden", 1)
    assert site.figures("plot", from_="2026-01-05", to="2026-12-31")["stories"] >= 12
    assert site.temperature("plot")["items"] == []
    assert list(site.probes()) == []
    assert len(list(site.alerts(state="raised", collection="plot"))) == 1


def test_what_is_wrong_is_raised_with_what_to_mend(site, client):
    with pytest.raises(client.ProblemError, match="/consent: Choose who may read your story") as raised:
        site.tell("plot", {"story": "Beans.", "group": "east"})
    assert raised.value.status == 422


def test_a_token_that_opens_nothing_is_not_tried_again(address, client):
    def never(seconds):
        raise AssertionError("it waited")

    with pytest.raises(client.ProblemError, match="401 A token is needed"):
        next(client.Murmuration(address, "mm_x", sleep=never).collections())


class Failing:
    """An opener that fails a few times before it lets a call through."""

    def __init__(self, through, *failures):
        self.through, self.failures, self.keys = through, list(failures), []

    def open(self, request, timeout):
        self.keys.append(request.get_header("Idempotency-key"))
        if self.failures:
            raise self.failures.pop(0)
        return self.through.open(request, timeout=timeout)


def refused(status, **headers):
    told = Message()
    for name, value in headers.items():
        told[name.replace("_", "-")] = value
    return HTTPError("https://x.example.org", status, "", told, BytesIO(b"{}"))


def test_a_story_is_sent_again_with_the_same_key_until_it_arrives(app, address, client):
    waited = []
    site = client.Murmuration(address, make_token(app)[0], sleep=waited.append)
    site._opener = Failing(site._opener, refused(503, Retry_After="5"), TimeoutError(), refused(429, Retry_After="900"))
    assert site.tell("plot", STORY)
    assert waited == [5.0, 4.0, 60.0]
    assert len(set(site._opener.keys)) == 1


def test_it_gives_up_in_the_end(client):
    site = client.Murmuration("https://x.example.org", "mm_x", tries=3, sleep=lambda seconds: None)
    site._opener = Failing(None, *[TimeoutError()] * 9)
    with pytest.raises(TimeoutError):
        site.tell("plot", STORY)
    assert len(site._opener.keys) == 3


def test_what_has_no_key_is_not_sent_twice(client):
    site = client.Murmuration("https://x.example.org", "mm_x", sleep=lambda seconds: None)
    site._opener = Failing(None, *[TimeoutError()] * 9)
    with pytest.raises(TimeoutError):
        site.add_webhook("https://hooks.example.org/")
    assert len(site._opener.keys) == 1


@pytest.mark.parametrize("site", ["http://stories.example.org", "http://localhost.example.org", "ftp://localhost.a"])
def test_a_token_goes_over_no_open_line(client, site):
    with pytest.raises(ValueError, match="https"):
        client.Murmuration(site, "mm_x")


def test_a_token_follows_no_redirection(client):
    handler = client._NoRedirect()
    assert handler.redirect_request(None, None, 302, "", {}, "https://evil.example") is None


def test_it_is_short_and_needs_nothing_that_has_to_be_installed():
    text = (FOLDER / "murmuration.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
