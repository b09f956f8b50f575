from dataclasses import replace

from narratives.collection import Policy
from tests.builders import make_narrative
from tests.web.returning.others import close_batch, tell_more


def test_nothing_about_others_is_shown_before_k_of_them_are_there(app, tell):
    teller = tell()
    tell_more(app, 9)
    page = teller.post().text
    assert "Fewer than 10 other answers can be shown so far" in page
    assert "back-zone" not in page


def test_the_own_place_stands_among_rough_fractions_of_the_others(app, tell):
    teller = tell(answers=(replace(make_narrative().answer("mood"), shares=(0.8, 0.1, 0.1)),))
    tell_more(app, 14)
    page = teller.post().text
    assert "Yours: Mostly “glad”." in page
    assert "Hardly anybody else is in this part of the triangle." in page
    assert "What others chose most often: All three about equally." in page
    assert "There are at least 10 others." in page
    assert page.count('class="back-zone') == 7


def test_a_protected_collection_shows_tellers_no_more_of_others_than_its_closed_batches(app, tell):
    teller = tell({"policy": Policy.PROTECTED})
    tell_more(app, 12)
    assert "Fewer than 10 other answers" in teller.post().text
    tell_more(app, 20)
    close_batch(app)
    assert "There are at least" in teller.post().text
