"""The picture of where stories would go: bars as tall as there are stories, names short enough for a phone."""

import re

from store.theme_proposals import Flow
from web.explore.themes.flow import WIDTH, flow_picture

NAMES = {
    "old:0": "beans",
    "old:1": "slugs, lettuce, neighbourhood",
    "new:0": "beans",
    "new:2": "gates",
    "none": "No theme",
}
FLOWS = [Flow(0, 0, 40), Flow(1, 2, 20), Flow(1, None, 20)]


def test_every_theme_has_a_bar_as_tall_as_its_stories_and_no_theme_comes_last():
    found = flow_picture(FLOWS, [0, 1], [0, 2], NAMES)
    assert [bar.lines[0][1] for bar in found.bars] == ["beans", "slugs, lettuce,", "beans", "gates", "No theme"]
    heights = [bar.height for bar in found.bars]
    assert heights[0] == heights[1] == heights[2] == 2 * heights[3] == 2 * heights[4]


def test_what_keeps_its_number_is_told_from_what_moves():
    found = flow_picture(FLOWS, [0, 1], [0, 2], NAMES)
    assert [ribbon.kind for ribbon in found.ribbons] == ["same", "moved", "moved"]
    assert found.ribbons[0].title == "beans to beans: 40 stories"


def test_everything_lies_inside_the_picture_and_bars_never_overlap():
    flows = [Flow(old, new, 10 + old * new) for old in range(12) for new in range(12)]
    names = {f"{side}:{theme}": "a rather long name, of words" for side in ("old", "new") for theme in range(12)}
    found = flow_picture(flows, range(12), range(12), names)
    numbers = [float(one) for ribbon in found.ribbons for one in re.findall(r"[\d.]+", ribbon.path)]
    assert max(numbers) <= max(WIDTH, found.height)
    for side in (found.bars[:12], found.bars[12:]):
        for upper, lower in zip(side, side[1:], strict=False):
            assert upper.y + upper.height < lower.y
    assert all(len(bar.lines) <= 2 and all(len(line) <= 22 for _, line in bar.lines) for bar in found.bars)
