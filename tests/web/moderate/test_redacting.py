import re

import pytest

from store.intake import Recording
from store.narratives import get_narrative
from tests.builders import make_narrative
from tests.people import Person, stores_of

TEXT = "Karen rang me on 07700 900123 from the old mill."
WITHOUT = "[name] rang me on [phone number] from [words taken out]."
ASKED = {"take": ["karen", "07700 900123"], "other": "the old mill", "reason": "names"}


def tell(app, plot, recording=None, **changes):
    story = make_narrative(**{"text": TEXT, **changes})
    stores_of(app).intake.submit(*plot, story, "ab" * 16, recording=recording)
    return story


def text_of(app, story):
    return get_narrative(stores_of(app).stories, story.id).text


def seen_in(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page).group(1)


def test_spotted_words_are_offered_and_none_is_ticked(app, plot, mina):
    page = mina.get(f"/moderate/plot/{tell(app, plot, title='For Karen').id}/redact").text
    assert 'value="karen">' in page and 'value="07700 900123">' in page
    assert '[name]</span> <span class="mm-take__times">2 times</span>' in page
    assert " checked" not in page and "What staff will read" not in page


def test_nothing_is_taken_out_before_its_preview_was_seen(app, plot, mina):
    story = tell(app, plot)
    address = f"/moderate/plot/{story.id}/redact"
    page = mina.post(address, {**ASKED, "step": "preview"})
    assert page.status_code == 200 and "What staff will read" in page.text and WITHOUT in page.text
    assert text_of(app, story) == TEXT
    changed = mina.post(address, {**ASKED, "take": ["karen"], "step": "approve", "seen": seen_in(page.text)})
    assert "has changed since the preview" in changed.text
    assert "[name] rang me on 07700 900123 from [words taken out]." in changed.text
    assert mina.post(address, {**ASKED, "step": "keep"}).status_code == 200
    assert text_of(app, story) == TEXT


@pytest.mark.parametrize(
    ("step", "said", "is_read"),
    [("approve", "Approved.", True), ("keep", "The words are taken out. The story waits for your decision.", False)],
)
def test_words_are_taken_out_and_can_be_put_back(app, plot, mina, step, said, is_read):
    story = tell(app, plot)
    address = f"/moderate/plot/{story.id}/redact"
    seen = seen_in(mina.post(address, {**ASKED, "step": "preview"}).text)
    answer = mina.post(address, {**ASKED, "step": step, "seen": seen})
    assert answer.status_code == 303 and said in mina.get(answer.location).text
    read = Person(app, "ada").get("/explore/plot/stories").text
    assert (WITHOUT in read) is is_read and "07700" not in read and "Karen" not in read
    page = mina.get(f"/moderate/plot/{story.id}").text
    assert "<del>Karen</del>" in page and "They are deleted in 14 days." in page
    assert "Mina took words out" in page and "Names of people" in page
    back = mina.post(f"/moderate/plot/{story.id}", {"decision": "put-back"})
    page = mina.get(back.location).text
    assert "Undone." in page and "1 story to read" in page and "07700 900123" in page
    assert text_of(app, story) == TEXT
    assert TEXT not in Person(app, "ada").get("/explore/plot/stories").text


def test_what_is_wrong_is_said_and_everything_is_kept(app, plot, mina):
    address = f"/moderate/plot/{tell(app, plot).id}/redact"
    for changes, said in (
        ({"take": [], "other": ""}, '<a href="#other">Tick words to take out, or type them</a>'),
        ({"other": "the new mill"}, "Copy the words as they stand in the story: “the new mill” cannot be found there"),
        ({"reason": ""}, '<a href="#reason">Choose why they are taken out</a>'),
        ({"reason": "other"}, '<a href="#note">Write to the teller in a few words why</a>'),
        ({"note": "x" * 1_001}, "Shorten this to 1,000 characters or fewer"),
    ):
        sent = {**ASKED, **changes, "step": "preview"}
        page = mina.post(address, sent)
        assert page.status_code == 422 and said in page.text
        assert page.text.count('type="checkbox" value="karen" checked') == ("karen" in sent["take"])
        assert sent["other"] in page.text and "What staff will read" not in page.text


def test_sound_is_dropped_or_the_story_is_withheld_as_a_whole(app, plot, mina):
    story = tell(app, plot, Recording("audio/webm", b"sound" * 99))
    address, sent = f"/moderate/plot/{story.id}/redact", {**ASKED, "step": "preview"}
    assert "Words cannot be taken out of the recording" in mina.get(address).text
    wrong = mina.post(address, sent)
    assert wrong.status_code == 422 and "Tick that the recording is dropped" in wrong.text
    sent |= {"drop": "yes"}
    seen = seen_in(mina.post(address, sent).text)
    mina.post(address, {**sent, "step": "keep", "seen": seen})
    assert mina.get(f"/moderate/plot/{story.id}/recording").status_code == 404
    mina.post(f"/moderate/plot/{story.id}", {"decision": "put-back"})
    assert mina.get(f"/moderate/plot/{story.id}/recording").data == b"sound" * 99


def test_a_recording_that_is_held_is_heard_by_nobody_and_dropped_all_the_same(app, plot, mina):
    story = tell(app, plot, Recording("audio/webm", b"sound" * 99))
    mina.post(f"/moderate/plot/{story.id}/withhold", {"reason": "names"})
    page = mina.get(f"/moderate/plot/{story.id}").text
    assert "Put the story back into the queue to listen to it." in page and "<audio" not in page
    wrong = mina.post(f"/moderate/plot/{story.id}/redact", {**ASKED, "step": "preview"})
    assert wrong.status_code == 422 and "Tick that the recording is dropped" in wrong.text


def test_a_story_that_was_only_spoken_says_that_nothing_can_be_taken_out(app, plot, mina):
    story = tell(app, plot, Recording("audio/webm", b"sound" * 99), text="", title="")
    address = f"/moderate/plot/{story.id}/redact"
    assert address not in mina.get("/moderate").text
    assert "Nothing can be taken out of sound" in mina.get(address).text


def test_a_story_that_staff_read_loses_words_and_is_read_without_them(app, plot, mina):
    story = tell(app, plot)
    mina.post(f"/moderate/plot/{story.id}", {"decision": "release"})
    address = f"/moderate/plot/{story.id}/redact"
    page = mina.post(address, {**ASKED, "step": "preview"}).text
    assert "Take out and approve" not in page
    answer = mina.post(address, {**ASKED, "step": "keep", "seen": seen_in(page)})
    assert answer.location.startswith("/moderate/plot/released?")
    assert WITHOUT in Person(app, "ada").get("/explore/plot/stories").text


def test_a_story_is_not_redacted_through_another_collection_nor_by_others(app, plot, mina):
    story = tell(app, plot)
    open_plot_other = f"/moderate/other/{story.id}/redact"
    assert mina.get(open_plot_other).status_code == 404
    for name in ("ada", "cy", "ade", "mo"):
        assert Person(app, name).get(f"/moderate/plot/{story.id}/redact").status_code == 403
        assert Person(app, name).get(f"/moderate/plot/{story.id}").status_code == 403


def test_no_word_of_a_story_or_of_a_moderator_is_taken_for_markup(app, plot, mina):
    story = tell(app, plot, text="Karen <script>came</script>", title="<b>Karen</b>")
    address = f"/moderate/plot/{story.id}/redact"
    sent = {"other": "Karen", "reason": "other", "note": "<script>note</script>"}
    page = mina.post(address, {**sent, "step": "preview"}).text
    assert "[words taken out] &lt;script&gt;came&lt;/script&gt;</p>" in page
    mina.post(address, {**sent, "step": "keep", "seen": seen_in(page)})
    for path in ("/moderate", f"/moderate/plot/{story.id}", "/moderate/decided"):
        shown = mina.get(path).text
        assert "<script>came" not in shown and "<script>note" not in shown and "<b>" not in shown
    assert "&lt;script&gt;note&lt;/script&gt;" in mina.get("/moderate/decided").text
