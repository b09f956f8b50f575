from narratives.answers import FreetextAnswer
from narratives.collection import Moderation
from tests.builders import make_narrative, open_plot
from tests.people import Person, stores_of
from web.moderate.marking import spotted_parts


def test_a_text_is_cut_where_something_was_spotted_and_nothing_of_it_is_lost():
    text = "Karen came.\nRing 07700 900123."
    parts = spotted_parts(text)
    assert parts == [
        ("Karen", "This could be a name"),
        (" came.\nRing ", ""),
        ("07700 900123", "This could be a phone number"),
        (".", ""),
    ]
    assert spotted_parts("Nothing here.") == [("Nothing here.", "")]
    assert spotted_parts("") == []


def test_a_moderator_sees_the_words_marked_and_no_script_of_a_story_runs(app):
    plot = open_plot(stores_of(app).stories, moderation=Moderation.BEFORE)
    narrative = make_narrative(text="Karen <script>came</script> & left", title="For Karen")
    stores_of(app).intake.submit(*plot, narrative, "ab" * 16)
    page = Person(app, "mina").get("/moderate").text
    marked = '<mark class="spot__mark" title="This could be a name">Karen</mark>'
    assert f"{marked} &lt;script&gt;came&lt;/script&gt; &amp; left</p>" in page
    assert f">For {marked}</h3>" in page


def test_short_answers_are_marked_too(app):
    from store.collections import add_collection
    from store.frameworks import add_framework
    from tests.builders import FRAMEWORK, make_collection, make_framework

    framework = make_framework(
        id="more", signifiers=[*FRAMEWORK["signifiers"], {"type": "freetext", "id": "why", "title": "Because"}]
    )
    collection = make_collection(framework_id="more", moderation=Moderation.BEFORE)
    add_framework(stores_of(app).stories, framework)
    add_collection(stores_of(app).stories, collection)
    narrative = make_narrative(answers=(FreetextAnswer("why", "of dr patel"),))
    stores_of(app).intake.submit(collection, framework, narrative, "ab" * 16)
    page = Person(app, "mina").get("/moderate").text
    assert 'of dr <mark class="spot__mark" title="This could be a name">patel</mark></span></p>' in page
