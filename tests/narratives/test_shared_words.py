from narratives.shared_words import shared_parts

TEXTS = ["They shut the hut on us, again.", "Again so they shut the hut!", "Beans."]


def marked(texts):
    return [[part for part, shared in parts if shared] for parts in shared_parts(texts)]


def test_runs_of_words_that_two_texts_share_are_marked():
    assert marked(TEXTS) == [["They shut the hut", "again"], ["Again", "they shut the hut"], []]


def test_longer_words_of_most_texts_are_marked_and_short_ones_are_not():
    texts = ["The shower is cold on us", "Cold water, no shower!", "A shower without warmth"]
    assert marked(texts) == [["shower", "cold"], ["Cold", "shower"], ["shower"]]


def test_parts_joined_are_the_text():
    for text, parts in zip(TEXTS, shared_parts(TEXTS), strict=True):
        assert "".join(part for part, _ in parts) == text


def test_texts_without_words_have_no_parts():
    assert shared_parts([]) == [] and shared_parts(["", "?!"]) == [(), (("?!", False),)]
