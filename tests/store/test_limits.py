"""The last lock: what is asked for beyond the groups of a request is refused."""

import pytest

from store.limits import NO_GROUP, BeyondLimitError, check_limit, is_within_limit, lifted, limit_to


@pytest.fixture(autouse=True)
def _no_limit_around():
    limit_to({})
    yield
    limit_to({})


def test_nobody_is_limited_before_somebody_says_so():
    check_limit("plot", ())
    assert is_within_limit("plot", "west")


def test_only_named_groups_within_the_limit_may_be_asked_for():
    limit_to({"plot": frozenset({"east", "south"})})
    check_limit("plot", ("east",))
    check_limit("plot", ("east", "south"))
    check_limit("plot", (NO_GROUP,))
    check_limit("quiet", ())
    assert is_within_limit("plot", "east")
    assert not is_within_limit("plot", "west")


@pytest.mark.parametrize("groups", [(), ("west",), ("east", "west"), ("",)])
def test_all_groups_and_other_groups_are_refused(groups):
    limit_to({"plot": frozenset({"east"})})
    with pytest.raises(BeyondLimitError, match="'plot' was asked for beyond the person's groups"):
        check_limit("plot", groups)


def test_another_collection_is_refused_where_collections_are_limited():
    limit_to({}, frozenset({"plot"}))
    check_limit("plot", ())
    assert is_within_limit("plot", "west")
    assert not is_within_limit("quiet", "west")
    with pytest.raises(BeyondLimitError, match="'quiet' was asked for, which the person does not see"):
        check_limit("quiet", (NO_GROUP,))
    with lifted():
        check_limit("quiet", ())


def test_a_limit_is_lifted_for_a_moment_and_stands_again():
    limit_to({"plot": frozenset({"east"})})
    with lifted():
        check_limit("plot", ())
    with pytest.raises(BeyondLimitError):
        check_limit("plot", ())
