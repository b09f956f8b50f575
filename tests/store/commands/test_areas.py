"""`flask areas`: what it says, and that nothing is half done."""

import json
from pathlib import Path

import pytest

from store.boundaries import areas_of, list_areas
from store.collections import get_collection
from tests.builders import open_plot
from tests.people import make_app, stores_of

SQUARE = [[[0, 51], [0, 52], [1, 52], [1, 51], [0, 51]]]
EXAMPLE = Path(__file__).parents[3] / "examples" / "boundaries" / "harbour-town.geojson"


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def write(tmp_path):
    def written(*areas):
        features = [
            {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
            for properties in areas
        ]
        file = tmp_path / "areas.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return str(file)

    return written


def areas(app, *words):
    return app.test_cli_runner().invoke(args=["areas", *words])


def test_a_file_is_imported_and_says_which_groups_lie_on_it(app, write):
    file = write({"CD": "E1", "NM": "East"}, {"CD": "E2", "NM": "Beyond"})
    done = areas(app, "import", file, "--code", "CD", "--name", "NM", "--source", "Contains invented data")
    assert done.exit_code == 0, done.output
    assert done.output == ("areas.geojson: 2 areas added, 0 replaced.\nplot: 1 of 3 groups lie on an area: east\n")
    again = areas(app, "import", file, "--code", "CD", "--name", "NM")
    assert "0 areas added, 2 replaced" in again.output
    assert "Say with --source what the licence asks for" in again.output
    assert {one.source for one in list_areas(stores_of(app).stories)} == {"areas.geojson"}


def test_a_file_with_problems_changes_nothing_and_names_them(app, write):
    file = write(*({"CD": f"E{n % 3}", "NM": "x"} for n in range(30)))
    refused = areas(app, "import", file, "--code", "CD", "--name", "NM")
    assert refused.exit_code == 1
    assert "areas.geojson was not imported, nothing was changed:\n  Feature 4 has the code 'E0'" in refused.output
    assert refused.output.endswith("and 7 more of such.\n")
    assert list_areas(stores_of(app).stories) == []


def test_a_file_that_is_too_large_is_not_even_read(app, write, monkeypatch):
    monkeypatch.setattr("store.commands.areas.MOST_BYTES", 10)
    refused = areas(app, "import", write({"CD": "E1", "NM": "x"}), "--code", "CD", "--name", "NM")
    assert refused.exit_code == 1
    assert "Take one with less detail" in refused.output


def test_areas_are_listed_linked_and_taken_out(app):
    areas(app, "import", str(EXAMPLE), "--code", "code", "--name", "name")
    assert areas(app, "link", "plot", "west", "HT05").output == "west lies on HT05.\n"
    listed = areas(app, "list").output.splitlines()
    assert len(listed) == 8
    assert listed[0].split() == ["HT01", "Castle", "Hill", "no", "group"]
    assert listed[4].split() == ["HT05", "Quayside", "plot/west"]
    assert areas(app, "link", "plot", "west", "--undo").output == "west is linked no longer.\n"
    assert areas(app, "link", "plot", "west", "--undo").output == "west was not linked.\n"
    assert areas(app, "remove", "HT01", "HT02").output == "2 taken out.\n"
    assert len(list_areas(stores_of(app).stories)) == 6
    assert areas_of(stores_of(app).stories, get_collection(stores_of(app).stories, "plot")) == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["link", "nowhere", "west", "HT01"], "no collection with id 'nowhere'"),
        (["link", "plot", "west", "HT01"], "No area has the code 'HT01'. See the codes with: flask areas list"),
        (["link", "plot", "south", "HT01"], "Its groups are: all, east, west"),
        (["link", "plot", "west"], "Name a code, or --undo, and not both"),
        (["link", "plot", "west", "HT01", "--undo"], "Name a code, or --undo, and not both"),
        (["remove", "HT01"], "no area with id 'HT01'; nothing was taken out. See what there is with: flask areas list"),
        (["import", str(EXAMPLE), "--code", "code", "--name", "name", "--source", "a\nb"], "Type it anew"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(app, words, said):
    refused = areas(app, *words)
    assert refused.exit_code == 1
    assert said in refused.output
