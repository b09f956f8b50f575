import pytest

from narratives.answers import DyadAnswer
from narratives.interchange.polis import read_comments
from tests.narratives.interchange.brought_files import SAMPLES, answers_of, refusal, rows_of, sample, told_in

PLACE = SAMPLES / "polis"
HEAD = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"


def stories(definition=""):
    return {one.source.id: one for one in told_in(sample("polis", "comments.csv", definition))}


def test_comments_become_stories_of_their_day():
    told = stories()
    assert told["0"].text == "The last bus leaves too early, and nobody says why."
    assert {one.told_on.isoformat() for one in told.values()} == {"2025-03-03"}


def test_the_last_cell_needs_no_quotes_and_may_run_over_lines():
    told = stories()
    assert told["1"].text == "A shelter, with light,\nwould help."
    assert told["2"].text == "Buses should\nstop, at every corner."


def test_comments_taken_out_by_moderators_are_left_out_and_counted():
    assert "3" not in stories()
    assert "1 comment that moderators took out: left out." in sample("polis", "comments.csv").notes


@pytest.mark.parametrize("definition", ["", "votes.csv"])
def test_votes_are_what_others_made_of_it_and_only_of_ten_or_more(definition):
    told = stories(definition)
    assert answers_of(told["0"]) == {"others": DyadAnswer("others", 0.75, "import")}
    assert answers_of(told["1"]) == {}
    assert "2 comments with fewer than 10 votes: votes left out." in sample("polis", "comments.csv", definition).notes


def test_the_agreement_of_others_is_no_index():
    framework = sample("polis", "comments.csv").framework
    assert not framework.has_temperature and not framework.has_level_question


@pytest.mark.parametrize(("agree", "disagree"), [(1, -1), (-1, 1)])
def test_the_sign_of_a_vote_is_inferred_from_the_counts(tmp_path, agree, disagree):
    comments, votes = tmp_path / "comments.csv", tmp_path / "votes.csv"
    comments.write_text(f"{HEAD}1741000000,then,5,1,11,1,1,Good.\n")
    cast = [agree] * 11 + [disagree]
    votes.write_text(VOTES + "".join(f"1741000001,then,5,{voter},{vote}\n" for voter, vote in enumerate(cast)))
    (told,) = told_in(read_comments(comments, votes))
    assert told.answer("others").value == pytest.approx(11 / 12)


def test_of_repeated_votes_the_last_one_counts(tmp_path):
    comments, votes = tmp_path / "comments.csv", tmp_path / "votes.csv"
    comments.write_text(f"{HEAD}1741000000,then,5,1,10,2,1,Good.\n")
    cast = [(voter, 1) for voter in range(11)] + [(11, -1), (0, -1)]
    votes.write_text(VOTES + "".join(f"1741000001,then,5,{voter},{vote}\n" for voter, vote in cast))
    (told,) = told_in(read_comments(comments, votes))
    assert told.answer("others").value == pytest.approx(10 / 12)


def test_votes_whose_sign_nothing_shows_are_refused(tmp_path):
    votes = tmp_path / "votes.csv"
    votes.write_text(VOTES + "1741000001,then,0,1,1\n")
    said = refusal(read_comments, tmp_path, (PLACE / "comments.csv").read_text(), votes)
    assert said[0].startswith("The votes and the counts of comments.csv do not show whether 1 means “agree”")


def test_a_vote_that_is_none_is_refused_with_its_line(tmp_path):
    votes = tmp_path / "votes.csv"
    votes.write_text(VOTES + "1741000001,then,0,1,1\n1741000001,then,0,1,yes\n")
    said = refusal(read_comments, tmp_path, (PLACE / "comments.csv").read_text(), votes)
    assert said == ["line 3 of the votes: a vote has 5 cells, the last of them 1, 0 or -1; export the votes again."]


def test_the_summary_names_the_conversation():
    framework = sample("polis", "comments.csv", "summary.csv").framework
    assert (framework.id, framework.title) == ("buses-in-the-evening", "Buses in the evening")


def test_a_comment_without_all_its_cells_is_rejected_with_its_line(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text(f"{HEAD}1741000000,then,5,1,0,0,1,Good.\n1741000001,then,6\n")
    _, broken = rows_of(read_comments(path))
    assert broken.sentences == ["line 3, a comment has 8 cells and this 3; mend the line."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n", "line 1: the header of comments.csv is timestamp,datetime,comment-id,"),
        (f"{HEAD}Good.\n", "line 2: a comment begins with its time as a number; export the comments again."),
        (HEAD.encode() + b"1741000000,then,5,1,0,0,1,Caf\xe9\n", "line 2: byte 0xE9"),
    ],
)
def test_what_is_no_list_of_comments_is_refused(tmp_path, content, said):
    assert refusal(read_comments, tmp_path, content)[0].startswith(said)


def test_a_second_file_that_is_neither_votes_nor_summary_is_refused(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("lonely\n")
    said = refusal(read_comments, tmp_path, (PLACE / "comments.csv").read_text(), other)
    assert said == ["line 1: the second file is neither votes.csv nor summary.csv of Polis."]
