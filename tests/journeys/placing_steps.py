"""A form with every kind of question on one page, and what tellers do with it."""

import json

from playwright.sync_api import Locator, Page

from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, make_framework
from tests.journeys.conftest import Site, Visitor
from tests.journeys.telling_steps import STORY

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
ANCHORS = [{"id": "glad", "label": "glad"}, {"id": "sad", "label": "sad"}, {"id": "cross", "label": "cross"}]
POLES = [{"id": "none", "label": "no say"}, {"id": "all", "label": "all the say"}]
STONES = {
    "type": "stones",
    "id": "people",
    "title": "Who had a say, and did they listen?",
    "x_anchors": [{"id": "little", "label": "little say"}, {"id": "much", "label": "much say"}],
    "y_anchors": [{"id": "deaf", "label": "did not listen"}, {"id": "ears", "label": "listened"}],
    "stones": [{"id": "me", "label": "Me"}, {"id": "kin", "label": "My family"}, {"id": "desk", "label": "The office"}],
}
HELP = [{"id": "friend", "label": "A friend"}, {"id": "nurse", "label": "A nurse"}, {"id": "cat", "label": "The cat"}]
WAYS = [
    {"id": "bus", "label": "By bus", "image": "bus.svg"},
    {"id": "walk", "label": "On foot", "image": "walk.svg"},
    {"id": "other", "label": "Another way"},
]
QUESTIONS = [
    {"type": "triad", "id": "mood", "title": "It left me…", "anchors": ANCHORS, "required": True},
    {"type": "triad", "id": "drift", "title": "Since then I am…", "anchors": ANCHORS, "random_order": True},
    {"type": "dyad", "id": "say", "title": "I had…", "anchors": POLES},
    {"type": "dyad", "id": "lean", "title": "They had…", "anchors": POLES, "random_order": True},
    STONES,
    {
        "type": "choice",
        "id": "help",
        "title": "Who helped?",
        "options": [*HELP, {"id": "other", "label": "Somebody else"}],
        "min_responses": 2,
        "max_responses": 3,
        "random_order": True,
    },
    {"type": "choice", "id": "way", "title": "How did you get there?", "options": WAYS},
    {"type": "freetext", "id": "more", "title": "Anything else?"},
]


def open_questions(visitor: Visitor, *, scripts: bool = True) -> Visitor:
    """On the page that asks them all, its scripts started."""
    _add_questions(visitor.site)
    visitor.open("/share/kinds/whole")
    if scripts:
        visitor.page.wait_for_selector("[data-name=more][data-started]")
    return visitor


def _add_questions(site: Site) -> None:
    stories = site.app.extensions["stores"].stories
    if stories.rows("select id from collections where id = 'kinds'"):
        return
    add_framework(stories, make_framework(id="kinds", signifiers=QUESTIONS))
    add_collection(stories, make_collection(id="kinds", framework_id="kinds", groups=(), stratum_choice=""))


def finish(visitor: Visitor) -> dict:
    """Write a story, send it and return the answers as they are stored."""
    page = visitor.page
    page.fill("#story", STORY)
    page.check("input[name=consent][value=read]")
    page.click(".mm-button[value=check]")
    page.click("#send")
    page.wait_for_selector(".mm-receipt")
    (row,) = visitor.site.stored()
    return json.loads(row["answers"])


def question(page: Page, name: str) -> Locator:
    return page.locator(f"[data-name={name}]")


def value_text(page: Page, name: str) -> str:
    """What a screen reader says of the picture."""
    return page.locator(f"#{name}-picture").get_attribute("aria-valuetext")


def scrolled(page: Page) -> float:
    return page.evaluate("window.scrollY")


def has_scrolled(page: Page, least: float) -> bool:
    """Whether the page is this far down within the next few seconds."""
    return page.evaluate(
        """least => new Promise((done) => {
             let frames = 200;
             const look = () => {
               if (window.scrollY > least || --frames < 0) done(window.scrollY > least);
               else requestAnimationFrame(look);
             };
             look();
           })""",
        least,
    )


def swipe(visitor: Visitor, x: float, y: float, *, across: float = 0, down: float = 0) -> None:
    """One finger, from a point on the screen, in ten moves."""
    touch = visitor.context.new_cdp_session(visitor.page)
    moves = [{"x": x + across * step / 10, "y": y + down * step / 10} for step in range(11)]
    for kind, points in [("touchStart", moves[:1]), *(("touchMove", [move]) for move in moves[1:]), ("touchEnd", [])]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")
