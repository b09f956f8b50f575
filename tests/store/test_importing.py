from datetime import date

import pytest

from narratives.calendar import day_number
from narratives.collection import Moderation, ReportingGroup
from narratives.errors import BusyError, FrozenError, ImportRefusedError
from narratives.interchange.narrative_rows import RowReader
from narratives.narrative import State
from store import importing
from store.collections import add_collection, get_collection
from store.importing import Importer, open_collection
from store.narratives import count_narratives
from store.theming import Assignment, add_assignments
from tests.narratives.interchange.tables import SECRET, make_mapping, make_table

BUSES = {"id": "buses", "title": "Buses", "policy": "open", "moderation": "after"}
GROUP = {"column": "where"}
HEADER = "id,story,day,minutes,where"
ROW = "{n},{story},{day},{minutes},{where}"


def row(n: int, story: str = "It came late.", day: str = "01/04/2024", minutes: int = 5, where: str = "North") -> str:
    return ROW.format(n=n, story=story, day=day, minutes=minutes, where=where)


def import_all(db, folder, *rows: str, dry_run: bool = False, **changes):
    mapping = make_mapping(**{"group": GROUP, "consent": {"constant": ["read"]}, **changes})
    table = make_table(folder, "\n".join([HEADER, *rows]) + "\n")
    collection = open_collection(db, mapping, look=True).collection
    importer = Importer(db, mapping, collection, {"North": "City"}, secret=SECRET, dry_run=dry_run)
    return importer.run(RowReader(mapping, SECRET).read_all(table))


def counts(account) -> tuple[int, int, int, int]:
    assert account.adds_up
    return account.stored, account.unchanged, account.updated, account.rejected


def stored(db, n: int):
    return db.one("select * from narratives where source_id = :n", n=str(n))


def serials(db) -> dict[int, int]:
    return {one["day"]: one["serial"] for one in db.rows("select day, serial from changes order by day")}


APRIL, MAY = day_number(date(2024, 4, 1)), day_number(date(2024, 5, 1))


def test_rows_are_stored_once_and_their_groups_declared(db, tmp_path):
    assert counts(import_all(db, tmp_path, row(1), row(2, where="South"))) == (2, 0, 0, 0)
    assert counts(import_all(db, tmp_path, row(1), row(2, where="South"), row(3))) == (1, 2, 0, 0)
    assert get_collection(db, "buses").groups == (ReportingGroup("North", "City"), ReportingGroup("South"))


def test_a_changed_row_takes_the_place_of_the_old_one_on_both_days(db, tmp_path):
    import_all(db, tmp_path, row(1))
    before = stored(db, 1)
    assert serials(db) == {APRIL: 1}
    assert counts(import_all(db, tmp_path, row(1, day="01/05/2024", minutes=50))) == (0, 0, 1, 0)
    after = stored(db, 1)
    assert (after["id"], after["day"]) == (before["id"], MAY)
    assert after["hot"] > before["hot"]
    assert serials(db) == {APRIL: 2, MAY: 1}


def test_changed_words_are_found_and_themed_anew(db, tmp_path):
    import_all(db, tmp_path, row(1), row(2))
    for n in (1, 2):
        story = stored(db, n)["id"]
        db.execute("insert into story_words (text, narrative_id) values ('old', :id)", id=story)
        add_assignments(db, "buses", "a fit", [Assignment(story, 1, 0.5, False)])
    import_all(db, tmp_path, row(1, story="It never came."), row(2, minutes=6))
    kept = stored(db, 2)["id"]
    assert [one["narrative_id"] for one in db.rows("select narrative_id from story_words")] == [kept]
    assert [one["narrative_id"] for one in db.rows("select narrative_id from assignments")] == [kept]


def test_changed_words_wait_for_the_moderator_where_the_collection_asks_for_it(db, tmp_path):
    rules = {**BUSES, "moderation": Moderation.BEFORE.value}
    import_all(db, tmp_path, row(1), row(2), row(3), collection=rules)
    assert stored(db, 1)["state"] == State.WAITING.value
    db.execute("update narratives set state = 'released' where source_id in ('1', '2')")
    db.execute("update narratives set state = 'held' where source_id = '3'")
    import_all(
        db, tmp_path, row(1, story="It never came."), row(2, minutes=6), row(3, story="Nor mine."), collection=rules
    )
    states = [stored(db, n)["state"] for n in (1, 2, 3)]
    assert states == [State.WAITING.value, State.RELEASED.value, State.HELD.value]


def test_a_story_in_a_closed_batch_stays_as_it_was_and_is_accounted_for(db, tmp_path):
    import_all(db, tmp_path, row(1), row(2))
    db.execute("update narratives set counted = 1 where source_id = '1'")
    changed = (row(1, story="It never came."), row(2))
    foreseen = import_all(db, tmp_path, *changed, dry_run=True)
    account = import_all(db, tmp_path, *changed)
    assert counts(account) == counts(foreseen) == (0, 1, 0, 1)
    assert stored(db, 1)["text"] == "It came late."
    assert account.rejections[0].sentences == [
        (
            "line 2, column 'id': found '1'; the story changed at its source but is in a closed batch, "
            "whose sums never change; it stays as it was."
        )
    ]


def test_a_dry_run_stores_nothing_and_counts_the_same(db, tmp_path):
    foreseen = import_all(db, tmp_path, row(1), row(1), row(2), row(2, story="Other."), dry_run=True)
    assert db.rows("select id from collections") == db.rows("select id from frameworks") == []
    assert counts(foreseen) == counts(import_all(db, tmp_path, row(1), row(1), row(2), row(2, story="Other.")))
    assert counts(foreseen) == (2, 1, 0, 1)


def test_an_import_stopped_at_any_commit_goes_on_without_loss_or_double(db, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "ROWS_A_COMMIT", 3)
    rows = [row(n, where=f"Group {n}") for n in range(10)]
    real = importing.import_narratives
    for stop_at in (1, 2, 3, 4):
        calls = iter(range(1, 10))

        def fail_late(*arguments, calls=calls, stop_at=stop_at):
            done = real(*arguments)
            if next(calls) == stop_at:
                raise BusyError("The disk is full.")
            return done

        monkeypatch.setattr(importing, "import_narratives", fail_late)
        with pytest.raises(BusyError):
            import_all(db, tmp_path, *rows)
        committed = 3 * (stop_at - 1)
        assert count_narratives(db, "buses") == committed
        assert len(db.rows("select name from reporting_groups")) == committed
    monkeypatch.setattr(importing, "import_narratives", real)
    assert counts(import_all(db, tmp_path, *rows)) == (1, 9, 0, 0)
    assert count_narratives(db, "buses") == 10


def test_two_imports_at_once_store_each_row_once(db, tmp_path):
    mapping = make_mapping(group=GROUP)
    collection = open_collection(db, mapping).collection
    late = Importer(db, mapping, collection, {}, secret=SECRET)  # it looked before the other stored anything
    import_all(db, tmp_path, row(1), row(2, minutes=6), consent={"constant": []})
    table = make_table(tmp_path, "\n".join([HEADER, row(1), row(2), row(3)]) + "\n")
    assert counts(late.run(RowReader(mapping, SECRET).read_all(table))) == (1, 1, 1, 0)
    assert count_narratives(db, "buses") == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "Trams"}, "is stored with title 'Buses' and the mapping says 'Trams'"),
        ({"policy": "protected"}, "is stored with policy 'open' and the mapping says 'protected'"),
        ({"closes_on": "2025-01-01"}, "is stored with closes_on none and the mapping says '2025-01-01'"),
        ({"groups": [{"name": "North"}]}, "group 'North' of collection 'buses' has the parent 'City' and"),
    ],
)
def test_another_rule_under_the_same_collection_is_refused(db, tmp_path, changes, said):
    import_all(db, tmp_path, row(1))
    with pytest.raises(FrozenError, match=said):
        import_all(db, tmp_path, row(2), collection={**BUSES, **changes})
    assert count_narratives(db, "buses") == 1


def test_rows_without_a_group_do_not_go_into_a_collection_with_groups(db, tmp_path):
    import_all(db, tmp_path, row(1))
    with pytest.raises(ImportRefusedError, match="say in the mapping which group each row belongs to"):
        import_all(db, tmp_path, row(2), group="left out")


def test_a_collection_that_was_opened_before_takes_the_rows_and_keeps_its_groups(db, tmp_path):
    mapping = make_mapping()
    importing.add_framework(db, mapping.framework)
    opened = importing.replace(mapping.collection, groups=(ReportingGroup("East"),), closes_on=date(2025, 1, 1))
    add_collection(db, opened)
    import_all(db, tmp_path, row(1), collection={**BUSES, "closes_on": "2025-01-01"})
    assert [group.name for group in get_collection(db, "buses").groups] == ["East", "North"]
