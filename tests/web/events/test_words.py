from narratives.perspective import Guess, GuessTable, Pair, Perspective, Perspectives, Place, PredictionGaps, Stretch
from narratives.signifiers import Anchor, Dyad, Triad
from web.events.words import event_sentence, gaps_sentence, guess_sentence, question_sentence

GLAD, SAD, CROSS = Anchor("glad", "glad"), Anchor("sad", "sad"), Anchor("cross", "cross")
MOOD = Triad("mood", "It left me…", (GLAD, SAD, CROSS))
SAY = Dyad("say", "I had…", (Anchor("none", "no say"), Anchor("all", "all the say")))


def place(group, *mean):
    return Place(group, 20, mean, mean, mean)


def perspective(signifier, low, high, groups=("A", "B")):
    effect = (low + high) / 2
    rest = (Stretch(SAD, 0.0, -0.05, 0.05),) if signifier is MOOD else ()
    first = Stretch(GLAD if signifier is MOOD else SAY.anchors[1], effect, low, high)
    mean = (0.5, 0.3, 0.2) if signifier is MOOD else (0.5,)
    places = tuple(place(group, *mean) for group in groups)
    return Perspective(signifier, places, (Pair(*groups[:2], (first, *rest)),), ())


PARTED, ALIKE, UNKNOWN = perspective(MOOD, 0.1, 0.5), perspective(SAY, -0.1, 0.14), perspective(SAY, -0.1, 0.31)


def test_sides_that_differ_are_said_with_the_size_and_its_interval():
    assert question_sentence(PARTED) == "A placed it nearer to “glad” than B did, by 30 points (10 to 50)."


def test_agreement_is_bounded_and_what_is_unknown_is_not_called_agreement():
    assert question_sentence(ALIKE) == "They agree: no two are more than 14 points apart."
    told = question_sentence(UNKNOWN)
    assert told == "Not distinguishable from scatter: two of them may still be up to 31 points apart."


def test_the_answer_says_where_all_agree_and_where_they_differ_most():
    assert event_sentence(Perspectives((PARTED, ALIKE), 2), 2) == (
        "Both agree on “I had…” (no two more than 14 points apart), and they differ most on “It left me…”: "
        "A placed it nearer to “glad” than B did, by 30 points (10 to 50)."
    )
    assert event_sentence(Perspectives((ALIKE,), 1), 3).startswith("The 2 perspectives that can be shown agree on")
    assert event_sentence(Perspectives((UNKNOWN,), 1), 2).startswith("No two perspectives can be told apart yet")
    assert event_sentence(Perspectives((), 0), 2) == "Not enough accounts yet to put perspectives side by side."


def test_a_dyad_that_goes_the_other_way_is_told_towards_its_first_pole():
    gap = (Stretch(SAY.anchors[1], -0.4, -0.6, -0.2),)
    found = Guess("A", "B", place("A", 0.2), place("B", 0.4), gap)
    assert guess_sentence(found, SAY) == "A expected B nearer to “no say” than they were, by 40 points (20 to 60)."


def test_a_gap_says_what_was_expected_and_what_was_so():
    gap = (Stretch(GLAD, 0.4, 0.3, 0.53), Stretch(SAD, 0, -0.1, 0.1), Stretch(CROSS, -0.4, -0.53, -0.3))
    found = Guess("A", "B", place("A", 0.7, 0.2, 0.1), place("B", 0.3, 0.2, 0.5), gap)
    table = GuessTable(MOOD, (found, Guess("B", "A")))
    assert gaps_sentence(PredictionGaps((table,), 1)) == (
        "A expected B near “glad”; B placed it near “cross”: 40 points apart (30 to 53)."
    )


def test_a_guess_that_cannot_be_told_from_the_truth_is_said_with_what_it_may_be():
    gap = (Stretch(SAY.anchors[1], 0.1, -0.1, 0.305),)
    table = GuessTable(SAY, (Guess("A", "B", place("A", 0.5), place("B", 0.4), gap),))
    told = gaps_sentence(PredictionGaps((table,), 1))
    assert told == "No guess can be told from where the others placed it. The largest gap may be 31 points."
    assert gaps_sentence(PredictionGaps((), 0)) == "Not enough accounts yet to say who expects what of whom."
