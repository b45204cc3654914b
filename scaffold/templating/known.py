"""Which templates there are, and what is known of each: the contracts of the built-in ones and of plugins'."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit.builtin import BUILTIN, SUFFIX
from scaffold.emit.plugins import plugins

if TYPE_CHECKING:
    from scaffold.emit.contract import Contract
    from scaffold.templating.levels import TemplatePath


def known_contracts() -> Mapping[str, Contract]:
    """The contracts by template: those of plugins, then the built-in ones over them."""
    from scaffold.emit.contract import contracts

    added = {contract.template: contract for found in plugins() for contract in found.plugin.contracts}
    return {**added, **contracts()}


def known_name(path: TemplatePath, given: str) -> str:
    """The name of the template that is meant: `builtin/` before it and `.j2` behind it may be there or not.

    Raises `RefusedError` for a template that no level has, with those that are called alike.
    """
    names = path.names()
    name = given.removeprefix(f"{BUILTIN}/")
    for meant in (name, name + SUFFIX):
        if meant in names:
            return meant
    hint = alike(name, names) or "See `scaffold templates list`."
    raise RefusedError(Diagnostic(Severity.ERROR, "unknown-template", f"there is no template {given!r}", hint=hint))


def alike(name: str, known: Iterable[str]) -> str:
    """A question that names what is called alike, or nothing."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, cutoff=0.6)
    last = name.rpartition("/")[2]
    near = near or [other for other in names if last and last in other][:3]
    return f"Did you mean {' or '.join(near)}?" if near else ""
