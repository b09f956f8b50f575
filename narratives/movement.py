"""What moved, in words: each direction that a finding can have, said in the anchors' own terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Triad
from narratives.triangle import ZONES

HOT_SCORE = "hot-score"
NOT_APPLICABLE = "not-applicable"
THEME = "theme"  # the part of a pocket that is a topic and no zone
OTHERS = "others"  # who answers, or a way of asking, beyond those that have a place of their own

Topics = Mapping[int, str]

_CHANGED = {
    HOT_SCORE: "the balance of trouble and relief changed",
    NOT_APPLICABLE: "how many of the questions fit changed",
    "pockets": "some pairs of answers became more frequent",
    THEME: "what stories are about changed",
    "novelty": "how many stories are unlike the earlier ones changed",
    "volume": "how many stories came changed",
    "who": "who told stories changed",
    "way": "how stories came changed",
}
# Which anchors a zone holds, by their place: a corner one, an edge two, the centre all three.
ZONE_ANCHORS = ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))
_PLACED = "been placed "
_OTHER_ABOUTS = {HOT_SCORE: "in how troubled they are", NOT_APPLICABLE: "in how many of the questions fit them"}
_DOWN = frozenset({"away", "less", "calmer", "narrower", "more-balanced", "fewer"})
_WAYS = {
    "web": "have come through the web page",
    "paper": "have come on paper",
    "interview": "have come by interview",
    "import": "have come from a file",
    "api": "have come from a program",
    OTHERS: "have come in other ways",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement as the parts of a sentence: "Stories" (in East) "have moved towards …" (since …) and `after`."""

    subject: str
    does: str
    after: str = ""

    @property
    def brief(self) -> str:
        """The movement alone, to be listed: "more stories have been placed right at “cross” (“It left me…”)"."""
        return f"{self.subject[0].lower()}{self.subject[1:]} {self.does}"


def pocket_direction(parts: Sequence[tuple[str, int]]) -> str:
    """The direction of a pocket: for each triad the zone (its place in `triangle.ZONES`), for THEME the topic."""
    return "pocket:" + "&".join(f"{name}={level}" for name, level in parts)


def pocket_parts(direction: str) -> tuple[tuple[str, int], ...]:
    """What `pocket_direction` was made of; empty where it is no pocket."""
    kind, _, target = direction.partition(":")
    if kind != "pocket":
        return ()
    pairs = (part.rpartition("=") for part in target.split("&"))
    return tuple((name, int(level)) for name, _, level in pairs if level.isdecimal())


def movement(signifier: str, direction: str, framework: Framework, topics: Topics | None = None) -> Movement | None:
    """A direction in words; None where it is not known, or is about a question that the framework does not ask."""
    kind, _, target = direction.partition(":")
    say = _KINDS.get(kind)
    if say is None:
        return None
    return say(signifier, target, framework, topics or {})


def changed(signifier: str, framework: Framework) -> str:
    """That something moved, where it is not known which way; empty for what the framework does not ask."""
    title = next((one.title for one in framework.signifiers if one.id == signifier), "")
    return _CHANGED.get(signifier) or (f"answers to “{title}” changed" if title else "")


def rises(direction: str) -> bool:
    """Whether what a direction is measured by became larger: the share of an anchor, a distance, how many lie there."""
    return direction.partition(":")[0] not in _DOWN


def warmth(signifier: str, direction: str, framework: Framework) -> int:
    """1 towards what the framework's authors declared hot, -1 towards calm, 0 where nothing was declared."""
    if direction in {"hotter", "calmer"}:
        return 1 if direction == "hotter" else -1
    kind, _, target = direction.partition(":")
    match kind:
        case "anchor" | "away":
            declared = _declared(framework, signifier, target)
            return -declared if kind == "away" else declared
        case "zone" | "pocket":
            parts = pocket_parts(direction) if kind == "pocket" else ((signifier, _number(target)),)
            total = sum(_zone_warmth(framework, name, level) for name, level in parts)
            return (total > 0) - (total < 0)
        case _:
            return 0


def _number(target: str) -> int:
    return int(target) if target.isdecimal() else -1


def _declared(framework: Framework, signifier_id: str, anchor: str) -> int:
    signifier = _asked(framework, signifier_id)
    if not isinstance(signifier, Triad | Dyad):
        return 0
    return (anchor in signifier.hot) - (anchor in signifier.cold)


def _zone_warmth(framework: Framework, signifier_id: str, level: int) -> int:
    triad = _asked(framework, signifier_id)
    if not isinstance(triad, Triad) or not 0 <= level < len(ZONES) - 1:
        return 0  # the centre is nobody's
    total = sum(_declared(framework, signifier_id, triad.anchors[place].id) for place in ZONE_ANCHORS[level])
    return (total > 0) - (total < 0)


def _asked(framework: Framework, signifier_id: str) -> object:
    return next((one for one in framework.signifiers if one.id == signifier_id), None)


def _towards(signifier_id: str, anchor: str, framework: Framework, verb: str = "moved towards") -> Movement | None:
    signifier = _asked(framework, signifier_id)
    if not isinstance(signifier, Triad | Dyad):
        return None
    label = next((one.label for one in signifier.anchors if one.id == anchor), anchor)
    return Movement("Stories", f"have {verb} “{label}” (“{signifier.title}”)")


def _differ(how: str) -> Callable[[str, str, Framework, Topics], Movement | None]:
    def say(signifier_id: str, _target: str, framework: Framework, _topics: Topics) -> Movement | None:
        about = _OTHER_ABOUTS.get(signifier_id) or _about(framework, signifier_id)
        return about and Movement("Stories", f"have differed {how} {about}", " than they used to") or None

    return say


def _about(framework: Framework, signifier_id: str) -> str:
    signifier = _asked(framework, signifier_id)
    return f"about “{signifier.title}”" if isinstance(signifier, Triad | Dyad | Choice) else ""


def _sides(does: str) -> Callable[[str, str, Framework, Topics], Movement | None]:
    def say(signifier_id: str, _target: str, framework: Framework, _topics: Topics) -> Movement | None:
        signifier = _asked(framework, signifier_id)
        if not isinstance(signifier, Triad | Dyad):
            return None
        return Movement("More stories", f"{does} “{signifier.title}”")

    return say


def _zone(signifier_id: str, level: str, framework: Framework, _topics: Topics) -> Movement | None:
    place = _zone_place(framework, signifier_id, _number(level))
    return Movement("More stories", f"have {place}") if place else None


def _zone_place(framework: Framework, signifier_id: str, level: int) -> str:
    triad = _asked(framework, signifier_id)
    if not isinstance(triad, Triad) or not 0 <= level < len(ZONES):
        return ""
    labels = [f"“{triad.anchors[place].label}”" for place in ZONE_ANCHORS[level]]
    if len(labels) == 3:
        return f"{_PLACED}in the middle of “{triad.title}”, as near to each of its corners"
    where = f"right at {labels[0]}" if len(labels) == 1 else f"between {labels[0]} and {labels[1]}"
    return f"{_PLACED}{where} (“{triad.title}”)"


def _pocket(_signifier: str, target: str, framework: Framework, topics: Topics) -> Movement | None:
    places = [
        _topic_words(level, topics) if name == THEME else _zone_place(framework, name, level)
        for name, level in pocket_parts(f"pocket:{target}")
    ]
    if len(places) < 2 or not all(places):
        return None
    if all(place.startswith(_PLACED) for place in places):
        found = " and ".join(place.removeprefix(_PLACED) for place in places)
        return Movement("More stories", f"have {_PLACED}both {found}")
    return Movement("More stories", "have both " + " and ".join(places))


def _topic_words(level: int, topics: Topics) -> str:
    return f"been about the theme “{topics[level]}”" if level in topics else "been about one and the same theme"


def _option(signifier_id: str, option: str, framework: Framework, subject: str) -> Movement | None:
    choice = _asked(framework, signifier_id)
    if not isinstance(choice, Choice) or not option:
        return None
    about = "come from people who say" if choice.asks_about == "respondent" else "been about"
    return Movement(subject, f"have {about} “{choice.label_of(option)}” (“{choice.title}”)")


def _who(_signifier: str, stratum: str, framework: Framework, _topics: Topics) -> Movement:
    if stratum in {"", OTHERS}:
        who = "from people who did not say who they are" if not stratum else "from people of other sorts"
        return Movement("More stories than usual", f"have come {who}")
    return Movement(
        "More stories than usual", f"have come from people who say “{label_of_stratum(framework, stratum)}”"
    )


def label_of_stratum(framework: Framework, option: str) -> str:
    """What people chose to say who they are; one choice of the framework's tells the strata apart."""
    about_people = [choice for choice in framework.choices if choice.asks_about == "respondent"]
    labels = (one.label for choice in about_people for one in choice.options if one.id == option)
    return next(labels, option)


def _way(_signifier: str, mode: str, _framework: Framework, _topics: Topics) -> Movement:
    return Movement("More stories than usual", _WAYS.get(mode, f"have come in another way (“{mode}”)"))


def _amount(more: bool) -> Callable[[str, str, Framework, Topics], Movement]:
    number = "More" if more else "Fewer"

    def say(signifier_id: str, _target: str, _framework: Framework, _topics: Topics) -> Movement:
        if signifier_id == NOT_APPLICABLE:
            return Movement("Stories", f"have fitted {'fewer' if more else 'more'} of the questions", " than before")
        return Movement(f"{number} stories than usual", "have come")

    return say


def _plain(subject: str, does: str) -> Callable[[str, str, Framework, Topics], Movement]:
    return lambda _signifier, _target, _framework, _topics: Movement(subject, does)


_KINDS: dict[str, Callable[[str, str, Framework, Topics], Movement | None]] = {
    "anchor": lambda signifier, target, framework, _: _towards(signifier, target, framework),
    "away": lambda signifier, target, framework, _: _towards(signifier, target, framework, "moved away from"),
    "hotter": _plain("Stories", "have become more troubled"),
    "calmer": _plain("Stories", "have become more hopeful"),
    "wider": _differ("more"),
    "narrower": _differ("less"),
    "more-extreme": _sides("have been placed clearly on one side of"),
    "more-balanced": _sides("have stayed in the middle of"),
    "zone": _zone,
    "pocket": _pocket,
    "more": _amount(more=True),
    "fewer": _amount(more=False),
    "option": lambda signifier, target, framework, _: _option(signifier, target, framework, "More stories"),
    "less": lambda signifier, target, framework, _: _option(signifier, target, framework, "Fewer stories"),
    "topic": lambda _signifier, target, _framework, topics: Movement(
        "More stories", f"have {_topic_words(_number(target), topics)}"
    ),
    "new-topic": _plain("More stories", "have been unlike earlier ones, and like one another,"),
    "who": _who,
    "way": _way,
    "new-site": _plain("A new group", "has begun to tell stories"),
    "copies": _plain("The same text", "has come several times"),
    "one-teller": _plain("One person", "has told more than a fifth of the stories"),
}
