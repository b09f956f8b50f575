"""The factory: settings, stores, pages and commands put together. Nothing imports this module."""

from __future__ import annotations

from flask import Flask

from analysis.commands import analysis_cli
from config import Settings, read_settings
from store.commands import COMMANDS
from web import register_pages
from web.stores import Stores


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, or for those of the environment."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    app.extensions["stores"] = Stores(settings)
    register_pages(app)
    for command in (*COMMANDS, analysis_cli):
        app.cli.add_command(command)
    return app
