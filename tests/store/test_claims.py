import sqlite3
from dataclasses import replace

import pytest

from narratives.collection import Policy
from narratives.errors import NotFoundError
from narratives.frozen_query import Chart, FrozenQuery, FrozenQueryError, FrozenResult
from narratives.selection import Part, zone_cells
from store.alerts import add_alert
from store.claims import add_claim, delete_claim, get_claim, list_claims
from store.collections import add_collection, framework_of
from store.erasure import withdraw
from store.wording_changes import change_wording
from tests.builders import make_collection, open_plot
from tests.store.asking import ALL, EVERY, MOOD, NOW, again, claim_of, full_plot, ids, run
from tests.store.sides import close, keep, told
from tests.web.explore.telling import make_finding


@pytest.mark.parametrize("name", EVERY)
def test_of_fewer_than_k_stories_nothing_is_told(db, name):
    plot = open_plot(db)
    keep(db, plot, told(1, 9, "east"), told(2, 9 if name == "two sides" else 0, "west"))
    found = run(db, plot, EVERY[name])
    assert not found.is_told and (found.n, found.stories, found.batches) == (0, (), ())
    with pytest.raises(FrozenQueryError, match="10 stories|closed batch|No week"):
        add_claim(db, EVERY[name], found, text="Most.", actor="ada", at=NOW)
    assert list_claims(db, "plot") == []


def test_a_claim_that_shrinks_below_k_says_no_more_than_that(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 10, "east"))
    claim = claim_of(db, plot)
    withdraw(db, claim.result.stories[0], b"a secret that is long enough for this test")
    now, changed = again(db, plot, get_claim(db, claim.id))
    assert changed == ("Nothing is told of fewer than 10 stories.",) and not now.is_told and now.stories == ()


def test_protected_stories_are_batches_and_never_ids(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    keep(db, plot, told(1, 25, "east"))
    close(db, plot)
    for query in (MOOD, replace(MOOD, view=replace(ALL, parts=(Part("say", frozenset({1})),), areas=("east",)))):
        found = run(db, plot, query)
        assert (found.n, found.stories, len(found.batches), found.withheld) == (20, (), 2, 0)
    assert not run(db, plot, EVERY["the line"]).is_told


def test_what_is_picked_in_the_picture_itself_does_not_narrow_it(db):
    plot = full_plot(db)
    picked = replace(MOOD, view=replace(ALL, parts=(Part("mood", zone_cells("top")),)))
    found = run(db, plot, picked)
    assert found.n == 120 and found.figures["picked"] == found.figures["Mostly “glad”"]
    other = run(db, plot, replace(picked, subject=("say",)))
    assert f"{other.n}" == found.figures["picked"] == f"{len(other.stories)}" and other.batches == ()


def test_an_alert_is_kept_with_its_figures_and_exemplars(db):
    plot = full_plot(db, 20)
    shown = ids(db)[:2]
    alert = add_alert(db, "plot", make_finding(n=40), sentence="Stories moved.", exemplars=shown, at=NOW)
    claim = claim_of(db, plot, FrozenQuery("plot", Chart.ALERT, (alert,), ALL))
    assert (claim.result.n, claim.result.stories, claim.result.sentence) == (40, tuple(shown), "Stories moved.")
    assert claim.result.figures["size"] == "0.7" and claim.result.figures["since"] == "10 February 2026"
    assert again(db, plot, claim)[1] == ()
    db.execute("update alerts set effect = 0.9")
    assert again(db, plot, claim)[1] == ("size: was 0.7, is 0.9.",)


def test_what_cannot_be_asked_any_more_says_so(db):
    plot = full_plot(db, 20)
    query = FrozenQuery("plot", Chart.ALERT, ("nowhere",), ALL)
    claim = add_claim(db, query, FrozenResult(40, 0, {"n": "40"}, "Moved."), text="Moved.", actor="ada", at=NOW)
    now, changed = again(db, plot, claim)
    assert changed == ("This cannot be asked any more: no alert with id 'nowhere'.",) and not now.is_told


def test_a_mended_wording_is_said_to_be_the_reason(db):
    collection, framework = full_plot(db)
    claim = claim_of(db, (collection, framework))
    change_wording(db, framework, "en", "mood.glad", "joyful", reason="Plainer", actor="ada", at=NOW)
    _, changed = again(db, (collection, framework_of(db, collection)), claim)
    assert changed[0] == "The wording of the questions was mended since."
    assert "Mostly “glad”: was 28, is not there any more." in changed


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (replace(MOOD, subject=("nothing",)), "no picture of 'nothing'"),
        (replace(MOOD, subject=()), "exactly one thing"),
        (replace(MOOD, collection="quiet"), "another collection, 'quiet'"),
        (replace(MOOD, chart=Chart.CROSSTAB), "name two"),
        (replace(MOOD, chart=Chart.CROSSTAB, subject=("role", "nothing")), "no question 'nothing'"),
    ],
)
def test_what_nobody_can_ask_is_refused_with_a_sentence(db, query, said):
    plot = full_plot(db, 20)
    with pytest.raises(FrozenQueryError, match=said):
        run(db, plot, query)


def test_an_alert_of_another_collection_is_not_read_through_this_one(db):
    plot = full_plot(db, 20)
    with pytest.raises(NotFoundError):
        run(db, plot, FrozenQuery("plot", Chart.ALERT, ("nowhere",), ALL))
    other = make_collection(id="other")
    add_collection(db, other)
    alert = add_alert(db, "other", make_finding(n=40), sentence="Moved.", exemplars=[], at=NOW)
    with pytest.raises(FrozenQueryError, match="another collection"):
        run(db, plot, FrozenQuery("plot", Chart.ALERT, (alert,), ALL))


def test_claims_on_the_same_stories_keep_their_ids_once(db):
    plot = full_plot(db, 20)
    for query in (MOOD, EVERY["a dyad"]):
        claim_of(db, plot, query)
    assert db.one("select count(*) as n from claim_stories")["n"] == 40
    first, second = list_claims(db, "plot")
    assert (first.result.stories, first.left, first.gone) == ((), 40, 0), "a list is read without ids"
    assert delete_claim(db, first.id) and get_claim(db, second.id).left == 40
    assert delete_claim(db, second.id) and db.one("select count(*) as n from claim_stories")["n"] == 0


def test_a_claim_stays_as_it_was_made(db):
    claim = claim_of(db, full_plot(db, 20))
    with pytest.raises(sqlite3.IntegrityError, match="a claim stays as it was made"):
        db.execute("update claims set text = 'Most are glad.' where id = :id", id=claim.id)
    with pytest.raises(NotFoundError):
        get_claim(db, "nowhere")
