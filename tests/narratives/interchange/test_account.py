from narratives.interchange.account import Account
from narratives.interchange.rejection import Reason, Rejection


def test_an_account_adds_up_only_when_every_row_is_told():
    account = Account(rows=1004, stored=1000, unchanged=2, updated=1)
    assert not account.adds_up
    account.rejections.append(Rejection(5, (Reason("", "", "remove it"),)))
    assert account.adds_up
    assert list(account.lines())[-1] == "1,004 = 1,000 + 2 + 1 + 1"
