import pytest

from narratives.receipt import key_hash
from store.intake import Intake
from store.narratives import count_narratives
from store.schema import open_stories
from tests.builders import make_narrative, open_plot
from tests.store.commands.test_narratives import folder, import_stories, write_mapping

__all__ = ["folder", "write_mapping"]


@pytest.fixture
def told(stories, settings):
    """The code of a story in the store."""
    intake = Intake(stories.path, settings.secret)
    code = intake.submit(*open_plot(stories), make_narrative(), "ab" * 16).code
    intake.close()
    return code


def test_a_story_is_withdrawn_by_its_code(run, stories, told):
    done = run("narratives", "withdraw", told.lower())
    assert done.exit_code == 0
    assert "The story is withdrawn" in done.output
    assert count_narratives(stories, "plot") == 0
    again = run("narratives", "withdraw", told)
    assert again.exit_code == 1
    assert "No story has that code. Check it: four groups of four letters and digits." in again.output


def test_an_imported_story_that_is_withdrawn_is_not_imported_again_and_counted(run, stories, folder):
    import_stories(run, folder)
    done = run("narratives", "withdraw-imported", "buses", "2")
    assert done.exit_code == 0
    for option in ("--dry-run", "--dry-run", None):
        account = import_stories(run, folder, *([option] if option else [])).output
        assert "        1  withdrawn\n" in account
        assert "3 = 0 + 2 + 0 + 1 + 0" in account
    assert count_narratives(stories, "buses") == 2


def test_of_two_imported_stories_with_one_id_somebody_says_which(run, stories, folder):
    import_stories(run, folder)
    stories.execute("update narratives set source_format = 'polis', source_id = '2' where source_id = '1'")
    asked = run("narratives", "withdraw-imported", "buses", "2")
    assert asked.exit_code == 1
    assert "has 2 stories '2', of files of the kinds csv, polis. Say which is meant: --format csv" in asked.output
    assert run("narratives", "withdraw-imported", "buses", "2", "--format", "polis").exit_code == 0
    assert [
        row["source_format"] for row in stories.rows("select source_format from narratives where source_id = '2'")
    ] == ["csv"]


def test_withdrawing_what_was_never_imported_says_where_to_look(run, stories, folder):
    import_stories(run, folder)
    done = run("narratives", "withdraw-imported", "buses", "99")
    assert done.exit_code == 1
    assert "Collection 'buses' has no imported story '99'. Look the id up in the imported file." in done.output


def test_a_restored_backup_is_brought_up_to_what_was_withdrawn(run, stories, told, settings, tmp_path):
    newer = open_stories(tmp_path / "newer" / "stories.db")
    newer.execute("insert into tombstones (hash) values (:hash)", hash=key_hash("ab" * 16, settings.secret))
    newer.close()
    for count in (1, 0):
        done = run("narratives", "withdraw-again", tmp_path / "newer" / "stories.db")
        assert f"{count} stories were withdrawn since the backup was made" in done.output
        assert count_narratives(stories, "plot") == 0
