"""Workshops in the store: plans, what they take along, and records, each told when somebody else was faster."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.narrative import Source
from narratives.workshop import AgendaPart, Seat, SessionRecord, Taken, Workshop
from store.narratives import import_narratives
from store.workshops import (
    add_workshop,
    change_workshop,
    delete_workshop,
    get_record,
    get_workshop,
    list_workshops,
    save_record,
)
from tests.builders import make_collection, make_framework, make_narrative, open_plot

AT = datetime(2026, 5, 2, 10, tzinfo=UTC)
PLAN = Workshop(
    "w" * 32,
    "plot",
    "Spring",
    date(2026, 5, 9),
    time(9, 30),
    "The hall",
    "The panel",
    "To see.",
    (AgendaPart(20, "Look", "In silence."), AgendaPart(40, "Talk")),
    Taken(charts=("mood",), observations=("o1",), claims=("c1",)),
)


@pytest.fixture
def plot(db):
    open_plot(db)
    return db


def test_a_plan_comes_back_as_it_was_kept(plot):
    made = add_workshop(plot, PLAN, actor="ada", at=AT)
    assert get_workshop(plot, PLAN.id) == made
    assert list_workshops(plot, "plot") == [made] and list_workshops(plot, "orchard") == []


def test_the_latest_day_is_listed_first(plot):
    add_workshop(plot, PLAN, actor="ada", at=AT)
    add_workshop(plot, replace(PLAN, id="v" * 32, held_on=date(2026, 6, 1)), actor="ada", at=AT)
    assert [one.id[0] for one in list_workshops(plot, "plot")] == ["v", "w"]


def test_whoever_changes_an_older_plan_is_told_who_was_faster(plot):
    made = add_workshop(plot, PLAN, actor="ada", at=AT)
    changed = change_workshop(plot, replace(made, title="Summer"), actor="mo")
    assert changed.revision == 2 and get_workshop(plot, PLAN.id).title == "Summer"
    with pytest.raises(ChangedMeanwhileError, match="mo changed this workshop"):
        change_workshop(plot, replace(made, title="Autumn"), actor="ada")
    with pytest.raises(NotFoundError):
        change_workshop(plot, replace(made, id="nowhere"), actor="ada")


def test_a_story_that_is_erased_is_on_no_card_any_more(plot):
    told = [make_narrative(text=text, source=Source("test", text, "1")) for text in ("The beans.", "The pump.")]
    import_narratives(plot, make_collection(), make_framework(), told, {})
    first, second = (row["id"] for row in plot.rows("select id from narratives order by text"))
    add_workshop(plot, replace(PLAN, taken=Taken(stories=(second, first, "nowhere"))), actor="ada", at=AT)
    assert get_workshop(plot, PLAN.id).taken.stories == (second, first)
    plot.execute("delete from narratives where id = :id", id=second)
    assert get_workshop(plot, PLAN.id).taken.stories == (first,)


def test_a_record_is_kept_and_goes_on_from_the_revision_that_was_read(plot):
    add_workshop(plot, PLAN, actor="ada", at=AT)
    assert get_record(plot, PLAN.id) == SessionRecord()
    kept = save_record(plot, PLAN.id, SessionRecord((Seat("Table 1", 6),), "Much.", "Ask.", "Soon."), actor="mo", at=AT)
    assert get_record(plot, PLAN.id) == kept and kept.revision == 1 and kept.people == 6
    with pytest.raises(ChangedMeanwhileError, match="mo wrote in this record"):
        save_record(plot, PLAN.id, SessionRecord(noticed="Other."), actor="ada", at=AT)
    assert get_record(plot, PLAN.id).noticed == "Much."


def test_a_workshop_goes_with_its_record_and_only_once(plot):
    add_workshop(plot, PLAN, actor="ada", at=AT)
    save_record(plot, PLAN.id, SessionRecord(noticed="Much."), actor="mo", at=AT)
    assert delete_workshop(plot, PLAN.id) and not delete_workshop(plot, PLAN.id)
    assert plot.rows("select * from workshop_records") == []
    with pytest.raises(NotFoundError):
        get_workshop(plot, PLAN.id)
