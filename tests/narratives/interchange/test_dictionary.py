import csv
import io

import pytest

from narratives.interchange.dictionary import DictionaryError, read_dictionary, write_dictionary

TEXTS = {"title": "The garden", "mood": "It left me…", "mood.cross": "=cross", "mood.sad": "sad, or low"}


def written(translations):
    file = io.StringIO()
    write_dictionary(file, TEXTS, translations)
    return file.getvalue()


def read(folder, text, encoding="utf-8"):
    path = folder / "dictionary.csv"
    path.write_bytes(text.encode(encoding))
    return read_dictionary(path, TEXTS)


def problems(folder, text):
    with pytest.raises(DictionaryError) as error:
        read(folder, text)
    return list(error.value.problems)


def test_what_goes_out_comes_back_in(tmp_path):
    translations = {
        "title": "Yr ardd",
        "mood": "-Gadawodd fi’n…",
        "mood.cross": "'wedi’i ddyfynnu",
        "mood.sad": "“trist”",
    }
    assert read(tmp_path, written(translations)).texts == translations


def test_no_cell_is_a_formula():
    rows = csv.reader(io.StringIO(written({"title": "@sum(1)", "mood": "+1"}).lstrip("\ufeff")))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_cell_left_empty_is_not_translated_yet(tmp_path):
    found = read(tmp_path, written({"title": "Yr ardd", "mood": " "}))
    assert found.texts == {"title": "Yr ardd"}
    assert found.missing == ("mood", "mood.cross", "mood.sad")


def test_a_translation_that_is_the_original_is_pointed_out(tmp_path):
    assert read(tmp_path, written({"title": "The garden"})).same == ("title",)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_that_separates_cells_its_own_way_is_read(tmp_path, delimiter):
    rows = [["key", "original", "translation"], ["mood.sad", "sad, or low", "trist, neu isel"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert read(tmp_path, text).texts == {"mood.sad": "trist, neu isel"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("weed,Weed,Chwyn", "line 3: the framework has no text 'weed'; fetch its dictionary again"),
        ("title,The garden,Yr ardd", "line 3: 'title' stands in the file twice; leave one of the two rows out"),
        ("mood,It left you…,x", "line 3: the original of 'mood' is “It left me…”; put it back"),
        (
            f"mood,It left me…,{'x' * 61}",
            "line 3: the translation of 'mood' has 61 characters; it fits its place with 60",
        ),
        ("mood,It left me…", "line 3: the row has 2 cells and the header 3"),
    ],
)
def test_what_is_wrong_is_said_by_its_line(tmp_path, row, said):
    found = problems(tmp_path, f"key,original,translation\ntitle,The garden,Yr ardd\n{row}\n")
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_file_without_the_columns_says_which(tmp_path):
    said = ["line 1: there is no column original; keep the header key, original, translation"]
    assert problems(tmp_path, "key,translation\ntitle,Yr ardd\n") == said
