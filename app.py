"""The factory: settings, stores, pages and commands put together. Nothing imports this module."""

from __future__ import annotations

import sys

from flask import Flask

from analysis.commands import analysis_cli
from config import ConfigError, Settings, read_settings
from store.commands import COMMANDS
from web import register_pages
from web.rights_command import who_sees_what_command
from web.stores import Stores


def _settings() -> Settings:
    try:
        return read_settings()
    except ConfigError as error:
        sys.exit(f"{error} See docs/settings.md.")


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, or for those of the environment."""
    settings = settings or _settings()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    app.extensions["stores"] = Stores(settings)
    register_pages(app)
    for command in (*COMMANDS, analysis_cli, who_sees_what_command):
        app.cli.add_command(command)
    return app
