"""Every corpus, imported whole with the mapping of examples/ and counted again by other means."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from narratives.framework_file import parse_framework
from narratives.interchange.mapping_file import parse_mapping

ROOT = Path(__file__).parents[3]
CORPORA = ROOT.parent / "shared" / "corpora"
MAPPINGS = sorted((ROOT / "examples" / "mappings").glob("*.json"))

Row = dict[str, str]


def filled(*columns: str) -> Callable[[Row], bool]:
    return lambda row: all(row[column] != "" for column in columns)


def empty(*columns: str) -> Callable[[Row], bool]:
    return lambda row: all(row[column] == "" for column in columns)


# Per corpus: rows, reporting groups, and (signifier, state, what a row of the file says then).
EXPECTED: dict[str, tuple[int, int, list[tuple[str, str, Callable[[Row], bool]]]]] = {
    "worry_apr2020": (1757, 4, [
        ("threat", "na", empty("t_threat_fear")),
        ("threat", "shares", filled("t_threat_fear")),
        ("mood", "shares", filled("t_mood_alarm")),
        ("worry", "value", filled("si_worry")),
        ("chosen-emotion", "options", filled("si_chosen_emotion")),
        ("employment", "options", filled("g_employment")),
        ("in-short", "text", filled("text_short")),
    ]),
    "safetyscan": (121, 0, [
        ("influence", "na", lambda row: row["si_influence_na"] == "1"),
        ("tasks", "na", lambda row: row["si_tasks_na"] == "1"),
        ("tasks", "shares", filled("si_tasks_x")),
        ("guidance", "value", filled("si_dyad_guidance")),
        ("overall", "na", lambda row: row["si_overall"] == "not sure"),
        ("overall", "value", lambda row: row["si_overall"] != "not sure"),
        ("feelings", "options", filled("si_feelings")),
        ("risk", "places", lambda row: any(row[f"si_stone_{s}_x"] for s in ("people", "productivity", "property"))),
    ]),
    "gp_feedback_2024": (6561, 13, [
        ("rating", "value", filled("si_rating")),
        ("rating", "na", lambda row: row["si_rating_word"] in {"Don't know", "Dont know"}),
        ("question", "options", filled("g_question")),
    ]),
    "gp_ratings_2024": (7770, 13, [("rating", "value", filled("si_rating")), ("rating", "na", empty("si_rating"))]),
    "forensic_2010_2014": (6799, 10, [("question", "options", filled("g_question"))]),
    "community_2010_2012": (8449, 15, [("question", "options", filled("g_question"))]),
    "isear": (7666, 16, [
        ("reaction", "na", empty("t_reaction_inside")),
        ("reaction", "shares", filled("t_reaction_inside")),
        ("intensity", "value", filled("si_intensity")),
        ("emotion", "options", filled("si_emotion")),
        ("cause", "options", filled("si_cause")),
        ("pleasant", "value", filled("si_pleasant")),
    ]),
    "polis_three": (1235, 3, []),
}  # fmt: skip


def corpus(name: str) -> Path:
    path = CORPORA / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"the corpus {name} is not here ({path}); the synthetic files test the same code")
    return path


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_example_mapping_reads_with_its_framework(path):
    found = parse_mapping(
        path.read_text(encoding="utf-8"),
        lambda reference: parse_framework((path.parent / reference.file).read_text(encoding="utf-8")),
    )
    assert found.collection.id == path.stem.replace("_", "-")
    assert path.stem in EXPECTED


@pytest.mark.parametrize("name", EXPECTED)
def test_a_whole_corpus_goes_in_and_going_in_again_stores_nothing(name, run, stories):
    path, mapping = corpus(name), ROOT / "examples" / "mappings" / f"{name}.json"
    n, groups, answers = EXPECTED[name]
    done = run("narratives", "import", path, "--mapping", mapping)
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, f"{n:,} = {n:,} + 0 + 0 + 0")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = stories.rows("select source_id, group_name, answers, codes, may_read, text from narratives")
    assert len({row["group_name"] for row in told} - {""}) == groups
    assert all(row["may_read"] == 1 for row in told)
    by_id = {row["source_id"]: row for row in told}
    kept = [(row, json.loads(by_id[row.get("id") or row["person_id"]]["answers"])) for row in rows]
    for signifier, state, says in answers:
        found = Counter(state in given.get(signifier, {}) for _, given in kept)
        assert found[True] == sum(map(says, rows)), (signifier, state)
        assert all((state in given.get(signifier, {})) == says(row) for row, given in kept), (signifier, state)
    again = run("narratives", "import", path, "--mapping", mapping)
    assert again.output.splitlines()[-1] == f"{n:,} = 0 + {n:,} + 0 + 0"


def test_places_of_a_corpus_are_those_of_the_file(run, stories):
    path = corpus("safetyscan")
    run("narratives", "import", path, "--mapping", ROOT / "examples" / "mappings" / "safetyscan.json")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for told in stories.rows("select source_id, answers from narratives"):
        row, given = rows[told["source_id"]], json.loads(told["answers"])
        if row["t_time_present"]:
            corners = [float(row[f"t_time_{corner}"]) for corner in ("present", "past", "future")]
            assert given["time"]["shares"] == pytest.approx(corners, abs=1e-3)
        if row["si_stone_people_x"]:
            place = [float(row["si_stone_people_x"]), float(row["si_stone_people_y"])]
            assert given["risk"]["places"]["people"] == place
