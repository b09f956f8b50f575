from narratives.judgement import Precision
from web.explore.promise.share_picture import HEIGHT, WIDTH, share_picture

MANY, FEW = Precision(4, 2, 4, 1, 0.6, 0.26, 0.88), Precision(1, 0, 0, 0, None, None, None)


def test_quarters_stand_side_by_side_up_to_today_with_the_empty_ones_between():
    found = share_picture({"2025-Q2": MANY, "2026-Q1": FEW}, "2026-Q1")
    assert [(one.name, one.year) for one in found.columns] == [("Q2", "2025"), ("Q3", ""), ("Q4", ""), ("Q1", "2026")]
    first, empty, _, few = found.columns
    assert first.high < first.share < first.low  # upwards is better, and the page counts downwards
    assert few.is_too_few and few.share is None and not empty.is_too_few


def test_only_the_last_two_years_are_drawn_and_everything_lies_inside():
    found = share_picture({"2019-Q1": MANY, "2026-Q1": MANY}, "2026-Q1")
    assert len(found.columns) == 8 and found.columns[0].name == "Q2" and found.columns[0].year == "2024"
    xs = [one.x for one in found.columns]
    assert xs == sorted(xs) and xs[0] > 0 and xs[-1] < WIDTH
    assert all(0 < y < HEIGHT for y, _ in found.scale) and [words for _, words in found.scale][-1] == "100%"
