"""A word of fewer than k stories is told by nothing that is made of what stories mean; what is withdrawn is nowhere."""

import re
from datetime import timedelta

import numpy as np
import pytest

from analysis.meaning_index import update_apartness, update_index
from analysis.npz import pack_vectors
from analysis.patterns import update_patterns
from analysis.themes import update_themes
from analysis.weak_signals import look_for_signals
from models.cells import packed_rows
from narratives.narrative import Scope, Source, State
from store.collections import add_collection
from store.corrections import correct_story, narrow_consent
from store.erasure import empty_log, withdraw
from store.moderation import change_release
from store.narrative_rows import text_hash
from store.narratives import get_narrative, import_narratives
from store.results import get_fit
from store.vectors import add_vectors
from tests.attacks.test_canary import files_holding
from tests.builders import TODAY, make_answers, make_collection, make_narrative
from tests.people import Person, make_app, stores_of
from tests.web.explore.pockets import find, make_found
from tests.web.explore.telling import GLAD, open_world
from tests.web.explore.themes.fitted import MODEL, embed, fit_themes, propose_themes, tell_subjects, vectors_of

CANARY = "zanzibar"
PASSING = re.compile(r'name="form_token" value="[^"]*"|nonce="[^"]*"|seed=\d+')  # differs each time
TOLD = "The {word} bus was late again and the driver said the timetable had changed, number {number}."
PAGES = ("/themes", "/themes/proposal", "/patterns", "/weak-signals", "/common-ground", "/crosstab", "")
MADE = (
    "select name, terms from themes",
    "select themes, differences, earlier from theme_proposals",
    "select terms, parts, note from weak_signals",
    "select found from weak_signal_looks",
    "select found from text_drifts",
    "select found from pattern_fits",
)


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    return open_world(stores_of(app).stories)


def tell_canaries(world, n, collection, *, read=True):
    """So many stories with the word, told lately by the east; the first has the first id of all."""
    told = [
        make_narrative(
            id=f"0000abcd{number:024x}",  # the first of all, in the order that samples are drawn in
            collection=collection.id,
            source=Source("test", f"canary {number}", "1"),
            text=TOLD.format(word=CANARY, number=number),
            group="east",
            answers=make_answers(GLAD),
            consent=frozenset({Scope.READ}) if read else frozenset(),
            told_on=TODAY - timedelta(days=2 + number),
        )
        for number in range(n)
    ]
    import_narratives(world.db, collection, world.framework, told, {})
    embed(world, [one.text for one in told])
    return told


def place(world, collection):
    """What the worker makes of each story by itself."""
    world.index_words()
    world.close_batches(collection)
    update_patterns(world.db, collection, world.framework, today=TODAY)
    while not (update_index(world.db, collection, MODEL) and update_apartness(world.db, collection, MODEL)):
        pass


def work(world, collection):
    """What the worker makes of a collection."""
    place(world, collection)
    fit_themes(world, collection)
    look_for_signals(world.db, collection, world.framework, MODEL, today=TODAY)
    propose_themes(world, collection=collection)


def where_told(app, world, collection, word):
    """The pages and columns that hold a word, for somebody who may not read stories."""
    ade = Person(app, "ade")
    pages = [f"/explore/{collection.id}{page}" for page in PAGES]
    rows = world.db.rows("select id from weak_signals where collection_id = :id order by id", id=collection.id)
    pages += [f"/explore/{collection.id}/weak-signals/{row['id']}" for row in rows]
    rows = world.db.rows("select id from themes where collection_id = :id order by id", id=collection.id)
    pages += [f"/explore/{collection.id}/themes/{row['id']}" for row in rows]
    found = []
    for page in pages:
        answer = ade.get(page)
        assert answer.status_code == 200, page
        found += [page] if word in answer.text.lower() else []
    return found + [query for query in MADE if word in str(world.db.rows(query)).lower()]


@pytest.mark.parametrize(("n", "read"), [(9, True), (14, False)])
@pytest.mark.parametrize("collection", ["plot", "quiet"])
def test_a_word_of_fewer_than_k_readable_stories_names_nothing(app, world, collection, n, read):
    held = getattr(world, collection)
    tell_subjects(world, each=24, collection=held)
    tell_canaries(world, n, held, read=read)
    work(world, held)
    assert where_told(app, world, held, CANARY) == []


def test_a_word_of_more_would_be_found(app, world):
    # Else the test above could not fail.
    tell_subjects(world, each=24)
    tell_canaries(world, 20, world.plot)
    work(world, world.plot)
    assert len(where_told(app, world, world.plot, CANARY)) > 2


def test_a_word_that_fewer_than_k_stories_are_left_of_goes_from_a_pocket_that_somebody_kept(app, world):
    told = tell_canaries(world, 10, world.plot)
    world.tell(12, text="A lamp was out.")
    world.index_words()
    find(world.db, make_found(told[:6], (CANARY,)))
    assert where_told(app, world, world.plot, CANARY)
    withdraw(world.db, told[9].id, b"s" * 40)
    look_for_signals(world.db, world.plot, world.framework, "another model", today=TODAY)
    assert "terms" not in str(where_told(app, world, world.plot, CANARY))


def test_figures_of_a_pocket_are_not_shown_when_one_of_its_stories_is_gone(app, world):
    told = tell_canaries(world, 12, world.plot)
    world.index_words()
    find(world.db, make_found(told[:6], (CANARY,)))
    ada = Person(app, "ada")
    (row,) = world.db.rows("select id from weak_signals")
    page = f"/explore/plot/weak-signals/{row['id']}"
    assert "Likeness 0.61" in ada.get(page).text
    change_release(world.db, world.plot, told[0].id, State.RELEASED, State.HELD)
    for shown in (ada.get(page).text, ada.get("/explore/plot/weak-signals").text):
        assert "Likeness" not in shown and "Further from everything" not in shown
        assert "A story of it may not be read any more." in shown


def leave_by_withdrawal(world, story):
    withdraw(world.db, story.id, b"s" * 40)


def leave_by_holding(world, story):
    change_release(world.db, world.plot, story.id, State.RELEASED, State.HELD)


def leave_by_consent(world, story):
    before = get_narrative(world.db, story.id)
    facts = {name: getattr(before, name) for name in before.__slots__} | {"consent": frozenset()}
    narrow_consent(world.db, world.plot, world.framework, before, make_narrative(**facts))


def leave_by_correction(world, story):
    before = get_narrative(world.db, story.id)
    facts = {name: getattr(before, name) for name in before.__slots__} | {"text": "Something else was told."}
    correct_story(world.db, world.plot, world.framework, before, make_narrative(**facts))


@pytest.mark.parametrize(
    "leave",
    [leave_by_withdrawal, leave_by_holding, leave_by_consent, leave_by_correction],
    ids=lambda one: one.__name__,
)
def test_a_story_that_left_its_readers_is_in_nothing_that_was_made_of_single_stories(app, world, tmp_path, leave):
    tell_subjects(world, each=15)
    told = tell_canaries(world, 12, world.plot)
    alone = vectors_of([told[0].text]) + np.linspace(0, 0.3, 32, dtype=np.float32)
    vector = pack_vectors(alone / np.linalg.norm(alone))[0]
    add_vectors(world.db, MODEL, [(text_hash(told[0].text), vector)])
    world.db.execute("update vectors set vector = :v where text_hash = :h", v=vector, h=text_hash(told[0].text))
    place(world, world.plot)
    if leave is leave_by_withdrawal:
        fit_themes(world)
        propose_themes(world)
    find(world.db, make_found(told[:6], (CANARY,)))
    block = packed_rows(np.frombuffer(vector, "<f2").astype(np.float32)[None])[0].tobytes()
    sought = [told[0].text.encode(), vector, block, told[0].id.encode()]
    assert empty_log(world.db)
    assert len({mark for mark in sought if files_holding(tmp_path, [mark])}) == 4
    leave(world, told[0])
    assert empty_log(world.db)
    for query in (
        "select narrative_id as id from meaning_places",
        "select narrative_id as id from apartness",
        "select narrative_id as id from pattern_places",
        "select stories as id from meaning_blocks",
    ):
        assert told[0].id not in str(world.db.rows(query)), query
    gone = {leave_by_withdrawal: sought, leave_by_correction: [told[0].text.encode(), vector, block]}.get(
        leave, [block]
    )
    assert files_holding(tmp_path, gone) == []
    assert CANARY not in str(world.db.rows("select terms from weak_signals"))


def test_no_page_of_meaning_moves_while_a_batch_of_a_protected_collection_fills(app, world):
    quiet = world.quiet
    tell_subjects(world, each=25, collection=quiet)
    world.index_words()
    world.close_batches(quiet)
    work(world, quiet)
    ada = Person(app, "ada")
    pages = ("/themes", "/themes/proposal", "/patterns", "/weak-signals", "/common-ground", "/stories?order=atypical")

    def seen():
        return {page: ada.get(f"/explore/quiet{page}").text for page in pages}

    before = seen()
    fit = get_fit(world.db, "quiet", MODEL)
    tell_canaries(world, 9, quiet)
    world.index_words()
    update_themes(world.db, quiet, MODEL, today=TODAY)
    assert get_fit(world.db, "quiet", MODEL) == fit
    assert update_patterns(world.db, quiet, world.framework, today=TODAY) == 0
    assert update_index(world.db, quiet, MODEL) and update_apartness(world.db, quiet, MODEL)
    look_for_signals(world.db, quiet, world.framework, MODEL, today=TODAY)
    after = seen()
    assert [page for page in pages if PASSING.sub("", before[page]) != PASSING.sub("", after[page])] == []
    assert not any(CANARY in text for text in after.values())


def test_what_is_like_a_story_that_may_not_be_read_answers_as_for_one_that_never_was(app, world):
    world.tell(12)
    (secret,) = world.tell(1, read=False)
    (elsewhere,) = world.tell(1, world.quiet)
    ada = Person(app, "ada")

    def page(story):
        return PASSING.sub("", ada.get(f"/explore/plot/stories?like={story}").text.replace(story, ""))

    nowhere = page("f" * 32)
    assert page(secret.id) == page(elsewhere.id) == nowhere


def test_pockets_and_proposals_are_decided_about_in_their_own_collection_by_managers_alone(app, world):
    other = make_collection(id="other", title="Another plot")
    add_collection(world.db, other)
    told, others = world.tell(6, text="The cat was in the pond."), world.tell(6, other, text="The dog was.")
    (mine,) = find(world.db, make_found(told))
    (theirs,) = find(world.db, make_found(others), collection="other")
    ada, ade, mo = (Person(app, name) for name in ("ada", "ade", "mo"))
    assert ada.get(f"/explore/plot/weak-signals/{theirs}").status_code == 404
    for path, sent in (
        (f"/explore/plot/weak-signals/{theirs}", {"decision": "kept"}),
        (f"/explore/plot/weak-signals/{theirs}/undo", {}),
        (f"/explore/quiet/weak-signals/{mine}", {"decision": "kept"}),
    ):
        assert ada.post(path, sent).status_code == 404, path
    merged = {"decision": "merged", "into": theirs}
    assert ada.post(f"/explore/plot/weak-signals/{mine}", merged).status_code == 422
    for person in (ade, mo):
        assert person.post(f"/explore/plot/weak-signals/{mine}", {"decision": "kept"}).status_code == 403
    assert {row["state"] for row in world.db.rows("select state from weak_signals")} == {"waiting"}
    tell_subjects(world, each=13, collection=other)
    fit_themes(world, other)
    proposal = propose_themes(world, collection=other)
    path = f"/explore/plot/themes/proposal/{proposal.id}"
    assert ada.post(path, {"decision": "accepted"}).status_code == 404
    assert ade.post(path.replace("plot", "other"), {"decision": "accepted"}).status_code == 403
    assert world.db.one("select count(*) as n from theme_proposals where decision is null") == {"n": 1}
