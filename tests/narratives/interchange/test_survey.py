from datetime import date

import pytest

from narratives.errors import ImportRefusedError
from narratives.interchange.survey import survey
from tests.narratives.interchange.tables import HEADER, make_mapping, make_table

TODAY = date(2025, 6, 15)


def look(folder, content, **changes):
    return survey(make_table(folder, content), make_mapping(**changes), TODAY)


def refusal(folder, content, **changes) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        look(folder, content, **changes)
    assert str(refused.value).endswith("Nothing was stored.")
    return str(refused.value)


def rows(*days: str) -> str:
    return HEADER + "\n" + "".join(f"{place},Late.,{day},5\n" for place, day in enumerate(days))


def test_dates_are_counted_by_month_and_empty_ones_apart(tmp_path):
    seen = look(tmp_path, rows("01/04/2024", "30/04/2024", "01/06/2024", " "))
    assert (seen.rows, seen.months, seen.undated) == (4, {(2024, 4): 2, (2024, 6): 1}, 1)


def test_a_mixture_of_formats_is_refused_with_its_first_lines(tmp_path):
    said = refusal(tmp_path, rows("30/09/2021", "10/31/2021", "44469", *["2021-09-30"] * 9))
    assert said.splitlines() == [
        "The date column 'day' is a mixture of formats: 1 of its cells are %d/%m/%Y and 11 are not.",
        "  line 3: found '10/31/2021', which looks like %m/%d/%Y",
        "  line 4: found '44469', which looks like a spreadsheet's day number",
        "  line 5: found '2021-09-30', which looks like iso-date",
        "  line 6: found '2021-09-30', which looks like iso-date",
        "  line 7: found '2021-09-30', which looks like iso-date",
        "Declare the format that all dates have, or write them all in one format. Nothing was stored.",
    ]


def test_a_wrong_format_is_refused_as_such(tmp_path):
    assert "is written in another format: 0 of its cells" in refusal(tmp_path, rows("2021-09-30", "2021-10-01"))


@pytest.mark.parametrize("day", ["17/06/2025", "31/12/1899", "01/01/9999"])
def test_dates_after_tomorrow_or_before_1900_are_refused(tmp_path, day):
    said = refusal(tmp_path, rows("15/06/2025", day))
    assert "1 of the dates in 'day' lies before 1900 or after 2025-06-16, read as %d/%m/%Y." in said
    assert f"  line 3: found '{day}'" in said


def test_tomorrow_is_today_somewhere(tmp_path):
    assert look(tmp_path, rows("16/06/2025")).rows == 1


def test_swapped_days_and_months_are_hinted_at(tmp_path):
    days = [f"{month:02}/{day:02}/2024" if day <= 12 else f"{day:02}/{month:02}/2024"
            for month in (4, 5) for day in range(1, 31)]  # fmt: skip
    assert "a spreadsheet may have swapped them" in look(tmp_path, rows(*days)).hint


def test_every_missing_column_is_named_and_those_that_there_are(tmp_path):
    said = refusal(tmp_path, "id,Story text,date\n1,Late.,01/04/2024\n")
    assert said.splitlines() == [
        "text.column: the file has no column 'story'.",
        "date.column: the file has no column 'day'.",
        "answers.wait.column: the file has no column 'minutes'.",
        "It has: 'id', 'Story text', 'date'.",
        "Nothing was stored.",
    ]


def test_a_file_without_rows_is_refused(tmp_path):
    assert "a header and no rows" in refusal(tmp_path, HEADER + "\n")


def test_groups_and_their_parents_are_found_in_the_file(tmp_path):
    content = "id,story,day,minutes,where,part\n1,A.,01/04/2024,5,North\u00a0 Ward,City\n2,B.,01/04/2024,5,,\n"
    seen = look(tmp_path, content, group={"column": "where", "parent_column": "part", "empty": "Not said"})
    assert (seen.groups, seen.parents) == (frozenset({"North Ward", "Not said"}), {"North Ward": "City"})


def test_a_group_with_two_parents_is_refused(tmp_path):
    content = "id,story,day,minutes,where,part\n1,A.,01/04/2024,5,North,City\n2,B.,01/04/2024,5,North,County\n"
    said = refusal(tmp_path, content, group={"column": "where", "parent_column": "part"})
    assert said.startswith("line 3: the group 'North' has the parent 'County' here and 'City' on line 2")


def test_a_column_of_words_is_no_group_column(tmp_path):
    content = "id,story,day,minutes,where\n" + "".join(f"{n},A.,01/04/2024,5,place {n}\n" for n in range(501))
    assert "has 501 different values" in refusal(tmp_path, content, group={"column": "where"})


def test_a_file_without_dates_has_one_declared_day(tmp_path):
    seen = look(tmp_path, "id,story,minutes\n1,Late.,5\n2,Late.,5\n", date={"constant": "1990-01-01"})
    assert seen.months == {(1990, 1): 2}
