from web.sentences import joined, percent


def test_a_share_is_rounded_neither_to_none_nor_to_all():
    assert [percent(share) for share in (0, 0.001, 0.126, 0.997, 1)] == ["0%", "under 1%", "13%", "over 99%", "100%"]


def test_names_are_joined_as_in_a_sentence():
    assert (joined([]), joined(["a"]), joined(["a", "b", "c"])) == ("", "a", "a, b and c")
