"""Inside another site: a listed one frames the pages and a story is told there; another one gets nothing."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Frame

from store.collections import add_collection
from tests.builders import make_collection
from tests.journeys.conftest import Site
from tests.journeys.telling_steps import send, walk
from web.invite.links import Links

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Host:
    """Another site, with one page that holds the snippet."""

    address: str
    page: bytearray


@contextmanager
def other_site() -> Iterator[Host]:
    page = bytearray()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(bytes(page))

        def log_message(self, *_words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Host(f"http://127.0.0.1:{server.server_port}", page)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def hosts(site: Site) -> Iterator[tuple[Host, Host]]:
    """A site that the collection names, and one that it does not; both hold the same snippet."""
    with other_site() as listed, other_site() as stranger:
        framed = make_collection(id="framed", title="Beans & peas", embed_on=(listed.address,))
        add_collection(site.app.extensions["stores"].stories, framed)
        snippet = Links(site.address, framed).snippet
        page = f"<!doctype html><html lang='en'><title>Beans</title><h1>Our garden</h1>\n{snippet}</html>"
        for host in (listed, stranger):
            host.page.extend(page.encode())
        yield listed, stranger


@pytest.fixture
def open_host(browser: Browser, site: Site):
    site.forget_stories()
    contexts = []

    def opened(host: Host, **options) -> Frame:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(host.address)
        page.locator("iframe").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        return page.frames[1]

    yield opened
    for context in contexts:
        assert context.cookies() == []
        context.close()


def tell(frame: Frame) -> str:
    frame.locator("[data-begin]").first.click()
    frame.wait_for_selector("#story")
    walk(frame, "page.check")
    return send(frame)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_story_is_told_inside_a_listed_site(open_host, hosts, site, scripts):
    frame = open_host(hosts[0], java_script_enabled=scripts)
    assert frame.url == f"{site.address}/embed/framed"
    assert tell(frame)
    assert frame.url.startswith(f"{site.address}/embed/framed")
    assert len(site.stored()) == 1


def test_a_site_that_is_not_listed_shows_nothing_but_the_link(open_host, hosts, site):
    frame = open_host(hosts[1])
    assert frame.url.startswith("chrome-error:")
    assert "What happened" not in frame.content()
    link = frame.page.get_by_role("link", name="on its own page")
    assert link.get_attribute("href") == f"{site.address}/share/framed"
    link.click()
    frame.page.wait_for_url(f"{site.address}/share/framed")


def test_no_other_page_of_ours_opens_in_a_listed_site(open_host, hosts, site):
    frame = open_host(hosts[0])
    for path in ("/share/framed", "/", "/staff/sign-in", "/kiosk/framed"):
        with frame.page.expect_event("framenavigated", lambda one: one.parent_frame is not None):
            frame.page.locator("iframe").evaluate("(frame, address) => { frame.src = address; }", site.address + path)
        assert frame.page.frames[1].url.startswith("chrome-error:"), path


def test_the_snippet_brings_no_script_and_its_frame_has_a_name(open_host, hosts):
    page = open_host(hosts[0]).page
    assert page.locator("script").count() == 0
    assert page.locator("iframe").get_attribute("title") == "Tell your story: Beans & peas"
