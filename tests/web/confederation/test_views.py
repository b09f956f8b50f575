from store.commons import ask_to_join, get_member, join
from store.commons_frameworks import list_shared_frameworks, offer_framework
from store.commons_shares import Share, list_shares, publish
from store.frameworks import add_framework, get_framework
from store.release_shares import list_shared_collections
from store.seen_elsewhere import is_telling
from tests.builders import make_framework, open_plot
from tests.people import Person, stores_of

AT_SOUTH = "/at/south/confederation"


def part(n=20, top=15, signifier="mood"):
    return Share("a" * 32, "garden", 1, signifier, n, {"zones": {"top": top, "centre": n - top}})


def test_an_organisation_that_nobody_asked_reads_that_nothing_is_shared(app, ade):
    assert "nothing is shared with anybody" in ade.get("/confederation").text
    assert "has joined no confederation" in ade.get("/confederation/benchmarks").text
    assert "Other organisations" not in Person(app, "ada").get("/changed").text


def test_who_is_asked_reads_what_joining_means_and_joins_only_by_agreeing(commons, ade):
    page = ade.get("/confederation").text
    assert "What joining means" in page and "No story, no word of one" in page
    refused = ade.post("/confederation/weirs/join", {"named": "1"})
    assert refused.status_code == 422
    assert "Tick that you agree, or leave the page as it is" in refused.text
    assert 'id="named-weirs" name="named" type="checkbox" value="1" checked' in refused.text, "what was ticked is kept"
    assert not get_member(commons, "weirs", "north").is_in
    joined = ade.post("/confederation/weirs/join", {"agree": "1"})
    assert joined.status_code == 303 and joined.location == "/confederation?done=joined&in=weirs#in-weirs"
    assert get_member(commons, "weirs", "north").is_in and not get_member(commons, "weirs", "north").may_be_named


def test_joining_is_written_into_the_record(app, commons, ade):
    ade.post("/confederation/weirs/join", {"agree": "1"})
    with app.test_request_context("/"):
        from web.auditing import the_audit

        rows = the_audit().db.rows("select action, subject from records where action = 'confederation.join'")
    assert {"action": "confederation.join", "subject": "weirs"} in [dict(row) for row in rows]


def test_a_framework_goes_from_one_organisation_to_another_with_two_presses(commons, ade, sue, south):
    for person, start in ((ade, "/confederation"), (sue, AT_SOUTH)):
        person.post(f"{start}/weirs/join", {"agree": "1"})
    assert ade.post("/confederation/weirs/offer", {"framework": "garden:1"}).location.startswith(
        "/confederation?done=offered"
    )
    assert "What happened in the garden?" in sue.get(AT_SOUTH).text
    adopted = sue.post(f"{AT_SOUTH}/weirs/adopt", {"framework": "garden:1"})
    assert adopted.location == "/at/south/confederation?done=adopted&in=weirs#in-weirs"
    assert get_framework(south, "garden") == make_framework()
    assert "You have these questions" in sue.get(AT_SOUTH).text


def test_a_framework_of_ones_own_under_the_same_name_is_not_overwritten(commons, ade, sue, south):
    for person, start in ((ade, "/confederation"), (sue, AT_SOUTH)):
        person.post(f"{start}/weirs/join", {"agree": "1"})
    ade.post("/confederation/weirs/offer", {"framework": "garden:1"})
    add_framework(south, make_framework(title="Our own garden"))
    refused = sue.post(f"{AT_SOUTH}/weirs/adopt", {"framework": "garden:1"})
    assert refused.status_code == 422 and "that asks something else. Ask who offered it" in refused.text
    assert get_framework(south, "garden").title == "Our own garden"
    offered = sue.post(f"{AT_SOUTH}/weirs/offer", {"framework": "garden:1"})
    assert offered.status_code == 422 and "Choose one of your frameworks" in offered.text


def test_a_collection_is_shared_only_when_it_is_ticked_and_only_one_that_asks_the_same(app, commons, ade):
    db = stores_of(app).stories
    add_framework(db, make_framework(id="other"))
    open_plot(db, id="elsewhere", framework_id="other")
    ade.post("/confederation/weirs/join", {"agree": "1"})
    assert "None of your collections asks questions that are shared here" in ade.get("/confederation").text
    ade.post("/confederation/weirs/offer", {"framework": "garden:1"})
    assert list_shared_collections(db, "weirs") == []
    ade.post("/confederation/weirs/collections", {"collection": ["plot", "elsewhere", "nowhere"]})
    assert list_shared_collections(db, "weirs") == ["plot"]
    ade.post("/confederation/weirs/collections", {})
    assert list_shared_collections(db, "weirs") == []


def test_leaving_needs_a_tick_and_takes_figures_and_ticks_back_at_once(app, commons, ade):
    ade.post("/confederation/weirs/join", {"agree": "1"})
    offer_framework(commons, "weirs", make_framework(), "north")
    ade.post("/confederation/weirs/collections", {"collection": "plot"})
    publish(commons, "weirs", "north", [part()])
    unsure = ade.post("/confederation/weirs/leave", {})
    assert unsure.status_code == 422 and "Tick that you want to leave" in unsure.text
    assert list_shares(commons, "weirs", "garden", 1) != {}
    assert ade.post("/confederation/weirs/leave", {"sure": "1"}).status_code == 303
    assert list_shares(commons, "weirs", "garden", 1) == {}
    assert list_shared_collections(stores_of(app).stories, "weirs") == []
    assert "Left. Every figure of yours was taken back" in ade.get("/confederation?done=left&in=weirs").text


def test_ticks_of_an_earlier_time_are_no_consent(app, commons, ade):
    ade.post("/confederation/weirs/join", {"agree": "1"})
    offer_framework(commons, "weirs", make_framework(), "north")
    ade.post("/confederation/weirs/collections", {"collection": "plot"})
    commons.execute("update members set state = 'asked' where organisation = 'north'")
    ade.post("/confederation/weirs/join", {"agree": "1"})
    assert list_shared_collections(stores_of(app).stories, "weirs") == []


def test_nobody_reaches_a_confederation_that_their_organisation_was_not_asked_into(commons, app, ade):
    commons.execute("delete from members where organisation = 'north'")
    for done in ("join", "leave", "names", "collections", "offer", "adopt"):
        assert ade.post(f"/confederation/weirs/{done}", {"agree": "1", "sure": "1"}).status_code == 404
    assert ade.get("/confederation/benchmarks?confederation=weirs").status_code == 404
    assert list_shared_frameworks(commons, "weirs") == []


def test_before_joining_only_joining_is_possible(commons, ade):
    for done in ("names", "collections", "offer", "adopt"):
        assert ade.post(f"/confederation/weirs/{done}", {}).status_code == 404


def test_members_stand_beside_each_other_with_numbers_in_whole_tens(app, commons):
    for slug in ("north", "south"):
        join(commons, "weirs", slug, may_be_named=True)
    offer_framework(commons, "weirs", make_framework(), "north")
    publish(commons, "weirs", "north", [part(29, 19)])
    publish(commons, "weirs", "south", [part(200, 20)])
    sam = Person(app, "sam")
    page = sam.get(f"{AT_SOUTH}/benchmarks").text
    assert "Other organisations" in sam.get("/at/south/changed").text
    assert "South House (yours): at least 200 answers" in page and "North House: at least 20 answers" in page
    assert "29 answers" not in page
    assert "You have it less often than the others: by 56 points" in page
    assert "10% (7% to 15%)" in page and "66%" in page
    assert "Decide what is shared" not in page


def test_who_has_too_few_answers_is_not_enough_yet_and_nobody_is_named_against_their_will(app, commons, ade):
    join(commons, "weirs", "north", may_be_named=True)
    join(commons, "weirs", "south", may_be_named=False)
    offer_framework(commons, "weirs", make_framework(), "north")
    publish(commons, "weirs", "south", [part(40, 20)])
    page = ade.get("/confederation/benchmarks?framework=garden:1").text
    assert "(yours): not enough yet" in page and "South House" not in page
    assert "Members are letters until every one of them agrees" in page
    assert "South House" not in ade.get("/confederation").text
    assert ade.get("/confederation/benchmarks?framework=garden:2").status_code == 404


def test_a_confederation_without_questions_says_so(commons, ade):
    ade.post("/confederation/weirs/join", {"agree": "1"})
    assert "shares no questions yet" in ade.get("/confederation/benchmarks").text


def test_others_are_told_that_stories_moved_only_where_that_is_ticked_too(app, commons, ade):
    db = stores_of(app).stories
    ade.post("/confederation/weirs/join", {"agree": "1"})
    offer_framework(commons, "weirs", make_framework(), "north")
    ade.post("/confederation/weirs/collections", {"collection": "plot"})
    assert not is_telling(db, "weirs")
    ade.post("/confederation/weirs/collections", {"collection": "plot", "tell": "1"})
    assert is_telling(db, "weirs")
    assert 'id="tell-weirs" name="tell" type="checkbox" value="1" checked' in ade.get("/confederation").text
    ade.post("/confederation/weirs/leave", {"sure": "1"})
    assert not is_telling(db, "weirs")


def test_one_organisation_has_one_voice_unless_size_is_asked_for(app, commons):
    """Three members: a huge one and two small ones."""
    ask_to_join(commons, "weirs", "east", "East House")
    for slug, told in (("north", part(60, 48)), ("south", part(4000, 800)), ("east", part(60, 12))):
        join(commons, "weirs", slug, may_be_named=True)
        publish(commons, "weirs", slug, [told])
    offer_framework(commons, "weirs", make_framework(), "north")
    sam = Person(app, "sam")
    page = sam.get(f"{AT_SOUTH}/benchmarks").text
    assert '<strong aria-current="true">One organisation, one voice</strong>' in page
    assert "<dt>One organisation, one voice</dt><dd>40% (0% to 100%)</dd>" in page
    assert "<dt>By how many answered</dt><dd>21% (20% to 22%)</dd>" in page
    by_size = sam.get(f"{AT_SOUTH}/benchmarks?weight=size").text
    assert '<strong aria-current="true">By how many answered</strong>' in by_size
    assert by_size.index("21% (20% to 22%)") < by_size.index("40% (0% to 100%)")
    assert "weight=equal" in by_size
    assert sam.get(f"{AT_SOUTH}/benchmarks?weight=loudest").status_code == 200


def test_two_that_are_letters_do_not_see_each_other(app, commons, ade):
    for slug in ("north", "south"):
        join(commons, "weirs", slug, may_be_named=False)
        publish(commons, "weirs", slug, [part(40, 20)])
    offer_framework(commons, "weirs", make_framework(), "north")
    page = ade.get("/confederation/benchmarks").text
    assert "while fewer than 3 organisations have figures, a letter would name its organisation" in page
    assert page.count("at least 40 answers") == 1
