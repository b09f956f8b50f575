"""Themes: what stories are about, theme by theme, and what becomes of them when others are proposed."""
