"""The designer: questions are written, looked at by colleagues, checked and opened, without anybody of ours."""

from web.design.blueprint import bp, checking, opening, taking, wording

__all__ = ["bp", "checking", "opening", "taking", "wording"]
