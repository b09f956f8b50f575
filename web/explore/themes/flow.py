"""Old themes on the left, proposed ones on the right, ribbons between as wide as the stories that go that way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.theme_proposals import Flow

WIDTH = 320
_LEFT, _RIGHT, _BAR = 104, 208, 8
_ROW, _GAP = 26, 8  # the least height of a bar's place: two lines of its name
_A_ROW = 44.0  # height of the ribbons for each row on the fuller side
_LINE, _MOST_LINES, _MOST_CHARACTERS = 11, 2, 19
_NONE = -1


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme as a bar with the lines of its name beside it."""

    x: int
    y: float
    height: float
    text_x: int
    anchor: str
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The stories of one theme that go to another; `kind` is "same" or "moved"."""

    path: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """The whole picture, WIDTH wide."""

    height: int
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]


def flow_picture(
    flows: Sequence[Flow], olds: Sequence[int], news: Sequence[int], names: Mapping[str, str]
) -> FlowPicture:
    """The picture of some flows; `names` has "old:3" and "new:3" for the themes, and "none" for no theme."""
    left = _order(olds, [flow.old for flow in flows])
    right = _order(news, [flow.new for flow in flows])
    total = sum(flow.n for flow in flows) or 1
    scale = _A_ROW * max(len(left), len(right), 1) / total
    tops_left, low = _places(left, [(flow.old, flow.n) for flow in flows], scale)
    tops_right, high = _places(right, [(flow.new, flow.n) for flow in flows], scale)
    used: dict[tuple[str, int], float] = {}
    ribbons = []
    for flow in sorted(flows, key=lambda one: (left.index(_key(one.old)), right.index(_key(one.new)))):
        old, new, height = _key(flow.old), _key(flow.new), flow.n * scale
        start = tops_left[old][0] + used.get(("old", old), 0.0)
        end = tops_right[new][0] + used.get(("new", new), 0.0)
        used["old", old] = used.get(("old", old), 0.0) + height
        used["new", new] = used.get(("new", new), 0.0) + height
        title = f"{names[_name('old', old)]} to {names[_name('new', new)]}: {flow.n:,} stories"
        ribbons.append(Ribbon(_ribbon(start, end, height), "same" if old == new else "moved", title))
    bars = [_bar(_LEFT, tops_left[one], names[_name("old", one)], "end") for one in left]
    bars += [_bar(_RIGHT, tops_right[one], names[_name("new", one)], "start") for one in right]
    return FlowPicture(round(max(low, high)) + 4, tuple(bars), tuple(ribbons))


def _key(theme: int | None) -> int:
    return _NONE if theme is None else theme


def _name(side: str, theme: int) -> str:
    return "none" if theme == _NONE else f"{side}:{theme}"


def _order(themes: Sequence[int], told: Sequence[int | None]) -> list[int]:
    """Every theme once, in the order given, those that only a flow names behind them, and no theme last."""
    found = list(dict.fromkeys([*themes, *sorted(one for one in told if one is not None)]))
    return [*found, *([_NONE] if None in told else [])]


def _places(
    order: Sequence[int], told: Sequence[tuple[int | None, int]], scale: float
) -> tuple[dict[int, tuple[float, float]], float]:
    """(top, height) of each bar, and where the last one's place ends."""
    sums = dict.fromkeys(order, 0)
    for theme, n in told:
        sums[_key(theme)] += n
    places, y = {}, 4.0
    for theme in order:
        height = max(sums[theme] * scale, 2.0)
        room = max(height, float(_ROW))
        places[theme] = (y + (room - height) / 2, height)
        y += room + _GAP
    return places, y


def _bar(x: int, place: tuple[float, float], name: str, anchor: str) -> Bar:
    top, height = place
    lines = _lines(name)
    middle = top + height / 2 - (len(lines) - 1) * _LINE / 2 + 3.5
    text_x = x - 4 if anchor == "end" else x + _BAR + 4
    told = tuple((round(middle + _LINE * number, 1), line) for number, line in enumerate(lines))
    return Bar(x, round(top, 1), round(height, 1), text_x, anchor, told)


def _lines(name: str) -> list[str]:
    """A name in lines short enough to stand beside a bar."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= _MOST_CHARACTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    return [line if len(line) <= _MOST_CHARACTERS + 2 else f"{line[:_MOST_CHARACTERS]}…" for line in lines]


def _ribbon(start: float, end: float, height: float) -> str:
    x, u = _LEFT + _BAR, _RIGHT
    middle = (x + u) / 2
    top = f"M{x} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} {u} {end:.1f}"
    low, high = start + height, end + height
    return f"{top}V{high:.1f}C{middle:.0f} {high:.1f} {middle:.0f} {low:.1f} {x} {low:.1f}Z"
