import json
from datetime import date

import pytest

from narratives.framework_file import read_framework
from narratives.interchange.mapping_file import parse_mapping
from narratives.interchange.narrative_rows import ReadRow, RowReader
from narratives.interchange.rejection import Rejection
from narratives.narrative import Kind, Scope
from tests.narratives.interchange.tables import FRAMEWORK, HEADER, MAPPING, SECRET, make_mapping, make_table


def read_rows(folder, content: str, groups: frozenset[str] | None = None, **changes):
    table = make_table(folder, content)
    return list(RowReader(make_mapping(**changes), SECRET, groups).read_all(table))


def one(folder, content: str, **changes):
    (read,) = read_rows(folder, content, **changes)
    assert isinstance(read, ReadRow), read
    return read.narrative


def sentences(rows) -> list[str]:
    return [sentence for row in rows if isinstance(row, Rejection) for sentence in row.sentences]


def test_a_row_becomes_a_narrative(tmp_path):
    narrative = one(
        tmp_path,
        "id,story,day,minutes,where,age,how,who\n7,It came at last.,01/04/2024,15,North\u00a0 Ward,25-34,web,p1\n",
        group={"column": "where"}, area={"column": "where"}, stratum={"column": "age"}, mode={"column": "how"},
        respondent={"column": "who"}, consent={"constant": ["read"]},
    )  # fmt: skip
    assert (narrative.told_on, narrative.text) == (date(2024, 4, 1), "It came at last.")
    assert (narrative.group, narrative.area, narrative.stratum) == ("North Ward", "North Ward", "25-34")
    assert (narrative.mode, narrative.kind, narrative.consent) == ("web", Kind.RESPONDENT, frozenset({Scope.READ}))
    assert (narrative.source.format, narrative.source.id) == ("csv", "7")


def test_a_person_is_kept_as_a_keyed_hash_of_their_own_in_each_collection(tmp_path):
    content = "id,story,day,minutes,who\n7,It came.,01/04/2024,15,Jo Bloggs\n"
    here = one(tmp_path, content, respondent={"column": "who"})
    again = one(tmp_path, content, respondent={"column": "who"})
    other = {"id": "trams", "title": "Trams", "policy": "open"}
    there = one(tmp_path, content, respondent={"column": "who"}, collection=other)
    assert here.respondent == again.respondent
    assert len(here.respondent) == 32 and "Jo" not in here.respondent
    assert there.respondent != here.respondent


@pytest.mark.parametrize("typed", ["None", "N/A", "nan", "NULL", "#N/A", "-"])
def test_a_story_of_one_odd_word_stays_that_word(tmp_path, typed):
    assert one(tmp_path, f"{HEADER}\n1,{typed},01/04/2024,\n").text == typed


def test_every_problem_of_a_row_is_told_at_its_column(tmp_path):
    rows = read_rows(tmp_path, f"{HEADER}\n1,fine,01/04/2024,5\n,  ,,ages\n")
    assert sentences(rows) == [
        "line 3, column 'id': found ''; every row needs an id of 1 to 200 characters.",
        "line 3, column 'day': found ''; write the date as %d/%m/%Y.",
        "line 3, column 'story': found '  '; the story is empty; remove the row, or set text.may_be_empty.",
        "line 3, column 'minutes': found 'ages'; write a number such as 0.25.",
    ]


def test_a_story_that_is_too_long_is_rejected_and_never_cut(tmp_path):
    rows = read_rows(tmp_path, f"{HEADER}\n1,{'x' * 5001},01/04/2024,5\n")
    assert "found '5,001 characters'; a story has at most 5,000" in sentences(rows)[0]
    longer = {"column": "story", "most_characters": 6000}
    assert len(one(tmp_path, f"{HEADER}\n1,{'x' * 5001},01/04/2024,5\n", text=longer).text) == 5001


def test_answers_without_words_are_stories_too_and_nothing_at_all_is_not(tmp_path):
    content = f"{HEADER}\n1,ignored,01/04/2024,5\n2,ignored,01/04/2024,\n"
    first, second = read_rows(tmp_path, content, text=None)
    assert first.narrative.text == ""
    assert sentences([second]) == ["line 3, the row has neither words nor answers; remove it."]


def test_a_repeated_id_is_rejected_unless_the_rows_say_the_same(tmp_path):
    same, other = "1,It came.,01/04/2024,5", "1,It never came.,01/04/2024,5"
    rows = read_rows(tmp_path, f"{HEADER}\n{same}\n{same}\n{other}\n")
    assert [type(row) for row in rows] == [ReadRow, ReadRow, Rejection]
    assert "line 2 has the same id and says something else" in sentences(rows)[0]


def test_rows_without_an_id_are_told_apart_by_number_or_by_content(tmp_path):
    content = f"{HEADER}\n1,It came.,01/04/2024,5\n1,It came.,01/04/2024,5\n"
    numbered = read_rows(tmp_path, content, source_id="row number")
    assert [row.source.id for row in numbered] == ["1", "2"]
    hashed = read_rows(tmp_path, content, source_id="row hash")
    assert hashed[0].source.id == hashed[1].source.id


def test_what_empty_and_unknown_labels_stand_for_is_said_in_the_mapping(tmp_path):
    content = "id,story,day,minutes,where\n1,Late.,01/04/2024,5,\n2,Late.,01/04/2024,5,N\n3,Late.,01/04/2024,5,S\n"
    group = {"column": "where", "values": {"N": "North"}, "empty": "Not said"}
    first, second, third = read_rows(tmp_path, content, group=group)
    assert (first.narrative.group, second.narrative.group) == ("Not said", "North")
    assert "found 'S'; use one of 'N', or add it to values in the mapping" in sentences([third])[0]
    rows = read_rows(tmp_path, content, group={"column": "where"})
    assert "say in the mapping what an empty cell stands for (group.empty)" in sentences(rows)[0]


def test_closed_groups_take_no_others(tmp_path):
    content = "id,story,day,minutes,where\n1,Late.,01/04/2024,5,North\n2,Late.,01/04/2024,5,Nroth\n"
    rows = read_rows(tmp_path, content, frozenset({"North", "South"}), group={"column": "where"})
    assert sentences(rows) == [
        "line 3, column 'where': found 'Nroth'; the collection's groups are closed; use one of North, South."
    ]


def test_consent_of_a_column_counts_row_by_row(tmp_path):
    content = "id,story,day,minutes,may\n1,A.,01/04/2024,5,yes\n2,B.,01/04/2024,5,no\n3,C.,01/04/2024,5,maybe\n"
    consent = {"column": "may", "values": {"yes": ["read"], "no": []}}
    first, second, third = read_rows(tmp_path, content, consent=consent)
    assert (first.narrative.may_be_read, second.narrative.may_be_read) == (True, False)
    assert "found 'maybe'; use one of 'yes', 'no', or add it to consent.values" in sentences([third])[0]


def test_kind_and_language_of_a_column_are_checked(tmp_path):
    content = "id,story,day,minutes,who,tongue\n1,A.,01/04/2024,5,staff,cy\n2,B.,01/04/2024,5,x,english please\n"
    kind = {"column": "who", "values": {"staff": "practitioner", "x": "observer"}}
    first, second = read_rows(tmp_path, content, kind=kind, language={"column": "tongue"})
    assert (first.narrative.kind, first.narrative.language) == (Kind.PRACTITIONER, "cy")
    assert "column 'tongue': found 'english please'; write a language tag such as en or cy" in sentences([second])[0]


def test_the_content_hash_changes_with_anything_that_would_be_stored(tmp_path):
    content = f"{HEADER}\n1,It came.,01/04/2024,5\n"
    plain = one(tmp_path, content).source.row_hash
    assert one(tmp_path, content).source.row_hash == plain
    wider = {"wait": {"column": "minutes", "min": 0, "max": 120}}
    assert one(tmp_path, content, answers=wider).source.row_hash != plain
    assert one(tmp_path, content, consent={"constant": ["read"]}).source.row_hash != plain


def test_a_beginning_is_one_of_the_frameworks_and_nothing_else(tmp_path):
    content = "id,story,day,minutes,begun\n1,It came.,01/04/2024,5,good day\n2,It went.,01/04/2024,5,bad day\n"
    prompts = [{"id": "good", "label": "A good day"}, {"id": "bad", "label": "A bad day"}]
    asked = read_framework({**FRAMEWORK, "prompts": prompts})
    begun = {"column": "begun", "values": {"good day": "good", "bad day": "worse"}}
    mapping = parse_mapping(json.dumps({**MAPPING, "prompt": begun}), lambda reference: asked)
    first, second = RowReader(mapping, SECRET).read_all(make_table(tmp_path, content))
    assert first.narrative.prompt == "good"
    (said,) = sentences([second])
    assert said.startswith("line 3, column 'begun': found 'worse'; use one of the framework's prompts (good, bad), or")
