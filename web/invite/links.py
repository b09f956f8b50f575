"""The addresses of a collection's ways in, as staff hand them to others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request
from markupsafe import escape

from narratives.collection import Collection

_FRAME_HEIGHT = 760


@dataclass(frozen=True, slots=True)
class Links:
    """Where a collection is found on a site, whose address ends without a slash."""

    site: str
    collection: Collection

    @property
    def share(self) -> str:
        """The open link."""
        return f"{self.site}/share/{self.collection.id}"

    @property
    def kiosk(self) -> str:
        """The first screen of a device that many people use."""
        return f"{self.site}/kiosk/{self.collection.id}"

    @property
    def paper(self) -> str:
        """The form to print."""
        return f"{self.share}/paper"

    @property
    def short(self) -> str:
        """The open link as somebody types it."""
        return self.share.partition("://")[2]

    def spoken(self, language: str) -> str:
        """The open link in a language."""
        return self.share if language == "" else f"{self.share}?{urlencode({'lang': language})}"

    def invited(self, code: str) -> str:
        """The link that already holds a one-time code."""
        return f"{self.share}?{urlencode({'invitation': code})}"

    @property
    def snippet(self) -> str:
        """What another site pastes into its page: a frame, a link for those who cannot use it, and no script."""
        title = escape(f"Tell your story: {self.collection.title}")
        speaking = ' allow="microphone"' if self.collection.audio else ""
        framed = escape(f"{self.site}/embed/{quote(self.collection.id)}")
        return (
            f'<iframe src="{framed}" title="{title}" loading="lazy"\n'
            f'        width="100%" height="{_FRAME_HEIGHT}" style="border: 0"{speaking}></iframe>\n'
            f'<p><a href="{escape(self.share)}">{title} (on its own page)</a></p>\n'
        )


def links_of(collection: Collection) -> Links:
    """The links of a collection on the site that this request came to."""
    secure = request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"
    return Links(f"{'https' if secure else 'http'}://{request.host}{request.script_root}", collection)
