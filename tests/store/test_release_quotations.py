from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.answers import ChoiceAnswer, FreetextAnswer
from narratives.narrative import Scope, State
from narratives.report_back import Wording
from store import release_quotations
from store.narrative_rows import INSERT, narrative_to_row
from store.probes import add_probe
from store.public_pages import PublicSentence, list_public_sentences, tell_public
from store.release_quotations import add_refusal, count_refusals, find_quotation, stop_quoting
from store.report_backs import NO_LONGER_ALLOWED, list_report_back_events, list_report_backs, publish
from tests.builders import TODAY, make_narrative, open_plot
from tests.probes import make_probe
from tests.store.test_report_backs import NOON, REPORT

STORY = "I rang at eight and nobody picked up the telephone. Why would I ring again?"
TYPED = ["You told us: nobody picked up the TELEPHONE! Why – and that is fair.", "We put in a second one."]
QUOTED = "nobody picked up the TELEPHONE! Why"
PUBLISH = frozenset({Scope.READ, Scope.QUOTE, Scope.PUBLISH})


@pytest.fixture
def plot(db):
    return open_plot(db)


def keep(db, plot, state=State.RELEASED, **changes):
    told = make_narrative(**{"text": STORY, **changes})
    db.execute(INSERT, **narrative_to_row(plot[1], told, state))


@pytest.mark.parametrize("consent", [frozenset(), frozenset({Scope.READ, Scope.QUOTE})])
def test_words_of_a_story_that_may_not_be_published_are_found_whatever_became_of_it(db, plot, consent):
    for state in State:
        keep(db, plot, state, consent=consent, id="s1")
        assert find_quotation(db, "plot", TYPED) == QUOTED, state
        db.execute("delete from narratives")


def test_words_whose_teller_lets_them_be_published_may_be_used(db, plot):
    keep(db, plot, consent=PUBLISH)
    assert find_quotation(db, "plot", TYPED) == ""


def test_what_a_moderator_has_not_released_is_not_published_either(db, plot):
    keep(db, plot, State.HELD, consent=PUBLISH)
    assert find_quotation(db, "plot", TYPED) == QUOTED


def test_stories_of_other_collections_are_not_looked_at(db, plot):
    keep(db, plot)
    assert find_quotation(db, "elsewhere", TYPED) == ""


def test_the_longest_run_is_named_as_it_was_typed(db, plot):
    keep(db, plot)
    typed = ["you said and nobody picked up the telephone, then", "I RANG at eight and nobody picked up"]
    assert find_quotation(db, "plot", typed) == "I RANG at eight and nobody picked up"


def test_a_title_and_answers_in_words_are_the_tellers_words_too(db, plot):
    for told in (
        {"title": STORY},
        {"answers": (FreetextAnswer("why", STORY),)},
        {"answers": (FreetextAnswer("why", f"First\n{STORY[12:]}\nLast"),)},
        {"answers": (ChoiceAnswer("wish", ("w1",), other=STORY),)},
    ):
        keep(db, plot, **{"text": "Beans.", **told})
        assert find_quotation(db, "plot", TYPED) == QUOTED, told
        db.execute("delete from narratives")


def test_words_that_only_meet_where_a_title_ends_are_no_quotation(db, plot):
    keep(db, plot, title="nobody picked up", text="the telephone why not")
    assert find_quotation(db, "plot", TYPED) == ""


def test_every_page_of_the_stories_is_looked_at(db, plot, monkeypatch):
    monkeypatch.setattr(release_quotations, "_PAGE", 2)
    for number in range(5):
        keep(db, plot, text="Beans.", id=f"a{number}")
    keep(db, plot, id="z")
    assert find_quotation(db, "plot", TYPED) == QUOTED


def test_texts_shorter_than_a_quotation_ask_nothing_of_the_stories(db, plot):
    keep(db, plot)
    assert find_quotation(db, "plot", ["nobody picked up the telephone", ""]) == ""


def test_what_quotes_a_story_is_taken_back_when_the_story_goes_and_its_hour_is_not_kept(db, plot):
    keep(db, plot, consent=PUBLISH, id="s1")
    keep(db, plot, text="Other beans came up twice this year again.", consent=PUBLISH, id="s2")
    keep(db, plot, consent=frozenset({Scope.READ}), id="s3")
    quoting = replace(REPORT, words={"en": Wording(*TYPED, "It helped.")})
    publish(db, quoting, at=NOON)
    publish(db, replace(REPORT, id="r2"), at=NOON)
    assert stop_quoting(db, "s2", on=TODAY) == stop_quoting(db, "s3", on=TODAY) == 0, "neither was quoted"
    assert stop_quoting(db, "s1", on=TODAY) == 1
    assert stop_quoting(db, "nowhere", on=TODAY) == 0
    assert [one.id for one in list_report_backs(db, "plot")] == ["r2"]
    stopped = min(list_report_back_events(db, "r1"), key=lambda event: event.kind != "taken-back")
    assert (stopped.actor, stopped.at) == (NO_LONGER_ALLOWED, datetime(2026, 3, 2, tzinfo=UTC))


def test_a_public_sentence_that_quotes_goes_when_its_teller_allows_less(db, plot):
    keep(db, plot, id="s1", consent=PUBLISH)
    for probe in ("p1", "p2"):
        add_probe(db, make_probe(id=probe), at=NOON)
    tell_public(db, PublicSentence("p1", {"en": "Somebody picks up.", "cy": TYPED[0]}, "ada"), at=NOON)
    tell_public(db, PublicSentence("p2", {"en": "Somebody picks up."}, "ada"), at=NOON)
    assert stop_quoting(db, "s1", on=TODAY) == 1
    assert list(list_public_sentences(db, "plot")) == ["p2"]


def test_refusals_are_counted_by_account_and_day_and_forgotten_the_next(db):
    assert count_refusals(db, "ada", TODAY) == 0
    for _ in range(3):
        add_refusal(db, "ada", TODAY)
    add_refusal(db, "bo", TODAY)
    assert count_refusals(db, "ada", TODAY) == 3
    assert count_refusals(db, "bo", TODAY) == 1
    tomorrow = TODAY + timedelta(days=1)
    add_refusal(db, "ada", tomorrow)
    assert count_refusals(db, "ada", tomorrow) == 1
    assert [row["day"] for row in db.rows("select day from refused_quotations where account = 'ada'")] == [
        tomorrow.isoformat()
    ]
