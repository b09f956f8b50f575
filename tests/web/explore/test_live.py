"""What an open map asks for: the figures and parts of another selection, news of its own, a stream that says when."""

import gzip
import re
from dataclasses import replace

import pytest

from tests.people import Person
from tests.web.explore.telling import GLAD, SAD
from web.explore import live as live_module
from web.explore.streams import Clock, Streams

LIVE = "/explore/plot/live"
OWN = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def told(world):
    world.tell(12, shares=GLAD, group="east")
    world.tell(11, shares=SAD, group="west")
    return world


def test_a_selection_answers_with_every_part_of_the_page_and_its_own_address(told, ada):
    news = ada.get(f"{LIVE}?part=mood:top").json
    assert set(news["regions"]) == set(live_module.REGIONS)
    assert news["address"] == "/explore/plot?part=mood:top"
    assert "12 of 23 stories" in news["said"]
    assert news["faults"] == 0


def test_the_picked_picture_shows_all_stories_and_the_others_follow(told, ada):
    news = ada.get(f"{LIVE}?part=mood:top").json
    assert sum(news["shape"]["cells"]) == 23
    assert len(news["shape"]["picked"]) > 0
    assert "12 answered" in news["regions"]["others"]


def test_an_address_is_given_in_its_shortest_form(told, ada):
    news = ada.get(f"{LIVE}?part=mood:3&part=mood:1.2&group=&from=").json
    assert news["address"] == "/explore/plot?part=mood:1-3"


def test_several_parts_of_the_same_name_are_different_questions(told, ada):
    one = ada.get(f"{LIVE}?part=mood:top&part=say:0-9").json
    other = ada.get(f"{LIVE}?part=mood:top&part=say:10-19").json
    assert one["address"] != other["address"]


def test_a_filter_that_cannot_be_read_is_counted_so_that_the_page_says_it(told, ada):
    assert ada.get(f"{LIVE}?from=never").json["faults"] == 1


def test_an_answer_kept_for_many_carries_nobodys_token(told, app, ada):
    member = Person(app, "mo")
    for person in (ada, member):
        answer = person.get(f"{LIVE}?part=mood:top")
        assert 'name="form_token" value=""' in answer.json["regions"]["selection"]
        assert ada.form_token not in answer.text and member.form_token not in answer.text


def test_an_answer_kept_for_a_manager_is_not_an_administrators(told, app, ada):
    told_to_ada = ada.get(f"{LIVE}?part=mood:top")
    told_to_ade = Person(app, "ade").get(f"{LIVE}?part=mood:top")
    assert re.search(r"Bean number \d+\.", told_to_ada.text)
    assert not re.search(r"Bean number \d+\.|/stories", told_to_ade.text)


def test_an_answer_is_made_anew_when_a_story_arrives(told, ada):
    before = ada.get(LIVE).json
    told.tell(1)
    after = ada.get(LIVE).json
    assert after["serial"] > before["serial"]
    assert (sum(before["shape"]["cells"]), sum(after["shape"]["cells"])) == (23, 24)


def test_an_answer_is_compressed_but_for_the_stories_in_it(told, ada):
    plain = ada.get(LIVE)
    packed = ada.get(LIVE, headers=OWN)
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    story = re.search(r"Bean number \d+\.", plain.json["regions"]["preview"])[0]
    assert story.encode() in packed.data, "as it is, so that no length tells what it says"


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_an_answer_is_not_compressed_at_another_sites_request(told, ada, site):
    assert "Content-Encoding" in ada.get(LIVE, headers=OWN).headers
    headers = {"Accept-Encoding": "gzip"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = ada.get(LIVE, headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert answer.json == ada.get(LIVE).json
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(answer.vary)


@pytest.mark.parametrize("name", ["area", "language"])
def test_what_a_link_of_somebody_else_brings_in_is_never_compressed_with_what_is_secret(told, ada, name):
    # Another site can open a map; its page then asks for news by itself, with that address.
    secret, other = "12 of 23 stories", "zq vx kj wpfghbml"
    lengths = {len(ada.get(f"{LIVE}?{name}={guess}", headers=OWN).data) for guess in (secret * 3, other[:16] * 3)}
    assert len(lengths) == 1


def test_a_page_asks_by_the_clock_while_streams_are_switched_off(told, ada):
    assert ada.get("/explore/plot/stream").status_code == 204
    assert "data-stream" not in ada.get("/explore/plot").text


def opened_by(person: Person):
    """A stream that is read piece by piece, and closed at the end of `with`."""
    return person.client.get("/explore/plot/stream", base_url="https://localhost")


@pytest.fixture
def streaming(app, told):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], streams=1)
    ticks = iter(range(10_000))
    app.extensions["explore.streams"] = Streams(1, Clock(now=lambda: float(next(ticks)), sleep=lambda seconds: None))
    return app


def test_a_stream_says_when_a_story_arrives(streaming, told, ada):
    assert 'data-stream="/explore/plot/stream"' in ada.get("/explore/plot").text
    with opened_by(ada) as answer:
        assert answer.mimetype == "text/event-stream"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in answer.headers
        heard = iter(answer.response)
        first = next(heard)
        told.tell(1)
        second = next(one for one in heard if b"changed" in one)
    assert first.startswith(b"event: changed\ndata: ") and second != first


def test_beyond_the_cap_a_stream_is_refused_until_one_is_closed(streaming, ada):
    with opened_by(ada) as answer:
        assert answer.status_code == 200
        assert ada.get("/explore/plot/stream").status_code == 204
    with opened_by(ada) as answer:
        assert answer.status_code == 200


def test_somebody_who_was_signed_out_gets_no_stream_and_is_led_nowhere(streaming):
    assert streaming.test_client().get("/explore/plot/stream", base_url="https://localhost").status_code == 401


def test_a_stream_does_not_keep_a_session_alive(streaming, ada, monkeypatch):
    renewed = []
    from web import access

    kept = access.get_session
    monkeypatch.setattr(
        access, "get_session", lambda *given, renew, now: renewed.append(renew) or kept(*given, renew=renew, now=now)
    )
    with opened_by(ada):
        pass
    ada.get(LIVE)
    ada.get("/explore/plot")
    assert renewed == [False, False, True]
