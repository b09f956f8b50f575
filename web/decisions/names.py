"""The constituencies and settings in the language of the page: the public log is read by everybody."""

from __future__ import annotations

from collections.abc import Mapping

from narratives.charter import Constituency
from narratives.covered import Setting
from narratives.translation import gettext as _
from narratives.translation import noop

# As narratives.charter and narratives.covered have them, which know no languages.
_CONSTITUENCIES: Mapping[Constituency, str] = {
    Constituency.EMPLOYEES: noop("Employee-members"),
    Constituency.USERS: noop("Service-user members"),
    Constituency.AUTHORITY: noop("The authority"),
}
_SETTINGS: Mapping[Setting, str] = {
    Setting.QUESTIONS: noop("What is asked"),
    Setting.WORDING: noop("How a question is worded"),
    Setting.SMALLEST_GROUP: noop("The smallest group"),
    Setting.FALSE_ALARMS: noop("False alarms a year"),
    Setting.MONTHS_KEPT: noop("How long stories are kept"),
    Setting.READERS: noop("Who reads stories"),
    Setting.SHARED_WITH: noop("What other organisations see"),
    Setting.TOLD_OUTSIDE: noop("Whether alerts leave these pages"),
    Setting.PUBLIC_PAGE: noop("The public page"),
    Setting.CHARTER: noop("The charter itself"),
}


def constituency_name(constituency: Constituency) -> str:
    """A constituency's name in the language that the page is in."""
    return _(_CONSTITUENCIES[constituency])


def setting_name(setting: Setting) -> str:
    """A setting's title in the language that the page is in."""
    return _(_SETTINGS[setting])
