"""Copying a template out to change it, with what it can rely on, and a copy of the original to compare with later."""

from __future__ import annotations

import contextlib
import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit.builtin import BUILTIN
from scaffold.emit.contract import VERSION, Contract
from scaffold.emit.contract_shapes import Shape
from scaffold.templating.known import alike, known_contracts
from scaffold.templating.levels import Origin, TemplatePath

#: Below a folder of overrides: the originals as they were when they were copied.
UPSTREAM = ".upstream"
_HEADER = re.compile(r"\{#-? scaffold template (?P<name>\S+), context (?P<version>\d+)\b")
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Ejected:
    """The files that were written: `file` is the person's from now on, `upstream` is for comparing."""

    file: Path | None
    upstream: Path


def eject(path: TemplatePath, name: str, to: Path, blocks: Sequence[str] = (), *, seen: bool = False) -> Ejected:
    """Copy the template `name`, as the product or a plugin has it, into the folder `to`.

    With `blocks`, the copy extends the original and has only these. With `seen`, only the copy to compare with is
    written: what changed upstream has been looked at. Raises `RefusedError` where there is a file already, for a block
    that the template has not, and where links lead out of the folder.
    """
    level = path.upstream.having(name)[0]
    original = (level.folder / name).read_text(encoding="utf-8")
    file, upstream = _place(to, name), _place(to, f"{UPSTREAM}/{name}")
    if not seen:
        body = _extending(name, blocks, level.origin) if blocks else original
        _write_new(file, header(name, known_contracts().get(name)) + body)
    _replace(upstream, _line(name) + " #}\n" + original)
    return Ejected(None if seen else file, upstream)


def refuse_links(to: Path, around: Path) -> None:
    """Raise `RefusedError` where `to` is below the folder `around` as it is spelled, and a link leads it elsewhere.

    What stands in a project may have come with it; a folder outside of it is the user's word.
    """
    spelled = Path(os.path.abspath(to))
    if not any(os.path.exists(each) and os.path.samefile(each, around) for each in (spelled, *spelled.parents)):
        return
    try:
        # As it is, and not as it is spelled: `..` behind a link is the folder above what that leads to.
        inside = to.resolve().is_relative_to(around.resolve())
    except (OSError, RuntimeError) as error:
        raise _refused(f"{to} stands behind a loop of symbolic links", "Remove the links.") from error
    if not inside:
        hint = "Remove the link, or name the folder that it leads to with --to."
        raise _refused(f"{to} leads out of the project: a symbolic link stands in its way", hint)


def header(name: str, contract: Contract | None) -> str:
    """What stands above a template that was copied out: a comment that no suite gets to see."""
    lines = [_line(name)]
    if contract:
        lines += ["", *_wrapped(contract.makes)]
        lines += _table("Gets", contract.variables)
        for macro, parameters in contract.macros.items():
            lines += _table(f"Macro {macro}({', '.join(parameters)})", parameters)
        lines += ["", *_wrapped(f"Blocks: {', '.join(contract.blocks)}.")] if contract.blocks else []
        lines += ["", "   templates/README.md says what is in each of these."]
        lines += ["   `scaffold templates lint` says what changed since this was copied."]
    return "\n".join(line.replace("#}", "# }").rstrip() for line in lines) + " #}\n"


def context_of(text: str) -> int | None:
    """The version of the contract that a template was made for, as its header says it; nothing without one."""
    found = _HEADER.search(text.partition("\n")[0])
    return int(found["version"]) if found else None


def without_header(text: str) -> str:
    """The text of a copy of an original, without the line above it."""
    first, _, rest = text.partition("\n")
    return rest if _HEADER.search(first) else text


def _line(name: str) -> str:
    return f"{{# scaffold template {name}, context {VERSION}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="   ", subsequent_indent="   ")


def _table(title: str, shapes: Mapping[str, Shape]) -> list[str]:
    return ["", f"   {title}:", *(f"     {name}: {shape}" for name, shape in shapes.items())] if shapes else []


def _extending(name: str, blocks: Sequence[str], origin: Origin) -> str:
    """A template with these blocks only, each with what the original has in it."""
    if origin is not Origin.BUILTIN:
        raise _refused(f"{name} is a plugin's: only built-in templates can be extended", "Leave --block away.")
    contract = known_contracts()[name]
    for block in blocks:
        if block not in contract.blocks:
            hint = alike(block, contract.blocks) or f"There are: {', '.join(contract.blocks) or 'none'}."
            raise _refused(f"{name} has no block {block!r}", hint)
    parts = [f"{{% block {block} %}}\n{{{{ super() }}}}\n{{%- endblock %}}\n" for block in blocks]
    return f'{{% extends "{BUILTIN}/{name}" %}}\n' + "".join(parts)


def _place(to: Path, name: str) -> Path:
    """The file of that name below a folder. Raises `RefusedError` where a link leads out of the folder."""
    file = to / name
    if not file.resolve().is_relative_to(to.resolve()):
        raise _refused(f"{file} leads out of {to}", "Replace the link by a folder.")
    return file


def _write_new(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except OSError as error:
        if not isinstance(error, FileExistsError) or not file.exists():
            raise _unwritten(file, error) from error
        hint = "It is yours: move it away to get a new one, or say --seen once it has what is new in the original."
        raise _refused(f"{file} is there already", hint) from error


def _replace(file: Path, text: str) -> None:
    """Write a file, so that it is the old one or the new one whatever happens."""
    temporary = file.with_name(f".{file.name}.{os.urandom(4).hex()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
        os.replace(temporary, file)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise _unwritten(file, error) from error


def _unwritten(file: Path, error: OSError) -> RefusedError:
    return _refused(f"{file} cannot be written: {error.strerror or error}", "Name another folder with --to.")


def _refused(summary: str, hint: str) -> RefusedError:
    return RefusedError(Diagnostic(Severity.ERROR, "templates", summary, hint=hint))
