"""Ways to write a framework for another program, each with what that program cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from narratives.framework import Framework
from narratives.framework_file import framework_to_json
from narratives.interchange.narrafirma_out import form_losses, write_form
from narratives.interchange.sensemaker_framework_out import write_framework
from narratives.interchange.sensemaker_losses import framework_losses
from narratives.interchange.xlsform import write_xlsform, xlsform_losses

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FrameworkWriter:
    """One way: `name` stands in addresses and commands, `ending` in file names; `losses` are whole sentences."""

    name: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Framework], bytes]
    losses: Callable[[Framework], list[str]]


def _own(framework: Framework) -> bytes:
    document = framework_to_json(framework)
    if framework.texts:
        document["translations"] = {code: dict(texts) for code, texts in sorted(framework.texts.items())}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _nothing(framework: Framework) -> list[str]:
    return []


WRITERS: Mapping[str, FrameworkWriter] = {
    one.name: one
    for one in (
        FrameworkWriter("murmuration", "Murmuration", "json", "application/json", _own, _nothing),
        FrameworkWriter("sensemaker", "SenseMaker", "json", "application/json", write_framework, framework_losses),
        FrameworkWriter(
            "narrafirma", "NarraFirma story form", "csv", "text/csv; charset=utf-8", write_form, form_losses
        ),
        FrameworkWriter("xlsform", "XLSForm (Kobo, ODK)", "xlsx", _WORKBOOK, write_xlsform, xlsform_losses),
    )
}
