"""The interface for programs: versioned, with tokens of narrow scopes (docs/api.md)."""

from web.api.blueprint import bp

__all__ = ["bp"]
