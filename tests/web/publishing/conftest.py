"""The same collection as of the public pages."""

from tests.web.public.conftest import ada, ade, app

__all__ = ["ada", "ade", "app"]
