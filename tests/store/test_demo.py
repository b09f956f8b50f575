from collections import Counter
from datetime import date, timedelta

from narratives.collection_texts import in_language
from narratives.narrative import Kind
from narratives.temperature import hot_score
from store.demo import POCKET_DAYS, SHIFT_DAYS, SHIFTED_AREA, build_demo, stream

TODAY = date(2026, 3, 2)


def test_the_demo_has_hundreds_of_distinct_stories_over_six_months():
    demos = build_demo(TODAY)
    streets = demos[0]
    texts = {one.text for demo in demos for one in demo.narratives}
    assert len(texts) == sum(len(demo.narratives) for demo in demos) > 1_000
    days = [one.told_on for one in streets.narratives]
    assert TODAY - timedelta(days=182) <= min(days) <= TODAY - timedelta(days=175)
    assert max(days) == TODAY - timedelta(days=1)
    assert len({one.group for one in streets.narratives}) == 8


def test_the_demo_is_the_same_every_time_it_is_built_on_a_day():
    assert build_demo(TODAY) == build_demo(TODAY)


def test_the_shift_is_in_one_area_and_in_the_last_weeks():
    streets, _, _ = build_demo(TODAY)
    scores: dict[tuple[bool, bool], list[float]] = {}
    for one in streets.narratives:
        late = one.told_on >= TODAY - timedelta(days=SHIFT_DAYS)
        score = hot_score(streets.framework, one.answers)
        if score is not None:
            scores.setdefault((one.group == SHIFTED_AREA, late), []).append(score)
    means = {key: sum(values) / len(values) for key, values in scores.items()}
    assert means[True, True] > max(means[True, False], means[False, True], means[False, False]) + 0.25


def test_a_new_subject_is_told_lately_by_a_few_from_all_over_the_town():
    streets, _, _ = build_demo(TODAY)
    pocket = [one for one in streets.narratives if one.source and one.source.id.startswith("pk-")]
    assert 8 <= len(pocket) <= 15
    assert len({one.group for one in pocket}) == 8
    days = [one.told_on for one in pocket]
    assert days == sorted(days)
    assert TODAY - timedelta(days=POCKET_DAYS) <= days[0] <= days[-1] < TODAY


def test_practitioners_accounts_are_another_kind():
    _, probation, _ = build_demo(TODAY)
    kinds = Counter(one.kind for one in probation.narratives)
    assert kinds[Kind.PRACTITIONER] >= 50
    assert kinds[Kind.RESPONDENT] >= 200


def test_live_stories_are_told_today_with_ids_of_their_own():
    told = stream(TODAY, seed=3)
    first, second = next(told), next(told)
    assert first.id != second.id
    assert first.told_on == second.told_on == TODAY
    assert first.source is None


def test_help_at_home_shows_every_kind_of_question_and_all_four_facts():
    _, _, home = build_demo(TODAY)
    kinds = Counter(type(answer).__name__ for one in home.narratives for answer in one.answers)
    assert set(kinds) == {
        "TriadAnswer", "DyadAnswer", "StonesAnswer", "ChoiceAnswer", "FreetextAnswer", "NotApplicable", "NeverShown",
    }  # fmt: skip
    assert kinds["NeverShown"] == 2 * sum("medicines" not in one.answer("about").options for one in home.narratives)
    assert {one.prompt for one in home.narratives} == {prompt.id for prompt in home.framework.prompts}


def test_help_at_home_says_who_reads_it_in_each_of_its_languages():
    _, _, home = build_demo(TODAY)
    said = {in_language(home.collection, home.framework, code).read_by for code in home.framework.languages}
    assert len(said) == 3
