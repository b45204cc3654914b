"""A generated file into the one that a person has meanwhile edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffold.merge.choosing import choose
from scaffold.merge.composing import composed, written
from scaffold.merge.identifying import NO_FILE, identified
from scaffold.merge.known import Known, Merged
from scaffold.merge.naming import settle
from scaffold.merge.outline import outlined
from scaffold.merge.recording import DisagreementError, recorded
from scaffold.merge.renaming import translated
from scaffold.merge.standing import Manner, scene
from scaffold.merge.units import Language, Unit, UnparsableError
from scaffold.model.written import CaseLabel

__all__ = ["Manner", "merge"]


def merge(
    present: str | None,
    fresh: str | None,
    labels: Sequence[CaseLabel],
    known: Mapping[str, Known],
    language: Language,
    manner: Manner,
) -> Merged:
    """What a file should be, from what is there, what would be generated now, and what is known of the last time.

    `present` is `None` where there is no file, `fresh` where none is generated any more. Raises `UnparsableError` for a
    `present` that cannot be taken apart, and where what comes out could not be.
    """
    line_end = _line_end(present or "")
    wanted = fresh if fresh is None or line_end == "\n" else fresh.replace("\r\n", "\n").replace("\n", line_end)
    here = NO_FILE if present is None else language.parse(present)
    file = None if wanted is None else here if wanted == present else language.parse(wanted)
    would_be = identified(file, labels)
    past = translated(known if present is not None else {}, would_be, manner.renames)
    outline = would_be.outline if here is file else outlined(here)
    situation = scene(outline, would_be, past, manner, language, line_end)
    names = settle(situation, choose(situation))
    whole = None if 0 in names.choice.gone else composed(situation, names)
    text = "" if whole is None else written(whole, line_end)
    if present is None and wanted is not None:
        text = wanted
    again = here if text == present else file if text == wanted and file is not None else _taken_apart(text, language)
    try:
        result = outline if again is here else would_be.outline if again is file else outlined(again)
        record = recorded(situation, names, whole, result)
    except DisagreementError as error:
        raise UnparsableError(str(error), error.line) from error
    return Merged(text, record.known, record.cases, record.kept)


def _line_end(text: str) -> str:
    """How most of a text's lines end."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def _taken_apart(text: str, language: Language) -> Unit:
    """A merged file. Raises `UnparsableError` if what a person wrote and what is generated do not go together."""
    try:
        return language.parse(text)
    except UnparsableError as error:
        raise UnparsableError(f"with what is to be merged into it, it does not parse: {error}", error.line) from error
