"""Where suites go: their folder, the names of their files, and the command that runs them, as templates say it.

A person who wants other names replaces `paths/folder.j2`, `paths/file.j2` or `paths/command.j2`. What these give is not
taken on trust: it stays below the output root, nothing is called like something else, and runners find it.
"""

from __future__ import annotations

import keyword
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scaffold.emit.errors import EmitError
from scaffold.model.plain_paths import is_plain
from scaffold.model.written import Written

if TYPE_CHECKING:
    from scaffold.emit.render import Renderer
    from scaffold.emit.targets import Target

_FOLDER: Final = "paths/folder.j2"
_FILE: Final = "paths/file.j2"
_COMMAND: Final = "paths/command.j2"

#: Folders of git and of scaffold itself, and of packages, in which runners look for no tests.
_RESERVED: Final = frozenset({".git", ".scaffold", "node_modules"})
#: Where Terraform looks for tests unless it is told another folder: the root module's own, and this one in it.
NATIVE: Final = "tests"
#: The usual folders of the other kinds of suites; they stand in the commands of targets.
CHECKS: Final = "tests/infrastructure_checks"
INTEGRATION: Final = "tests/integration"
HANDLERS: Final = "tests/handlers"


class FileNames:
    """The names of the test files in one folder. Without a renderer, they are called as usual."""

    def __init__(self, renderer: Renderer | None, target: Target) -> None:
        self._renderer, self._target = renderer, target
        self._taken: dict[str, str] = {}

    def name(self, suite: str, start: str, ending: str) -> str:
        """The file of a suite; its runner finds it by `start` and `ending`.

        Raises `EmitError` for a name that the runner would not find, that is no plain name, or that another file has.
        """
        made = start + suite + ending
        if self._renderer is not None:
            made = _rendered(self._renderer, _FILE, self._target, name=suite, start=start, ending=ending)
        fault = self._fault(made, start, ending)
        if fault:
            raise EmitError(f"template {_FILE}: the file of the suite {suite} would be called {made!r}, but {fault}")
        self._taken[made.casefold()] = suite
        return made

    def refuse(self, others: Iterable[str]) -> None:
        """Raise `EmitError` where one of the `others`, which stand in the same folder, is called like a test file."""
        for file in others:
            suite = self._taken.get(file.casefold())
            if suite:
                summary = f"the file of the suite {suite} would be called {file!r}, which all of its folder share"
                raise EmitError(f"template {_FILE}: {summary}")

    def _fault(self, made: str, start: str, ending: str) -> str:
        if not is_plain(made) or "/" in made:
            return "that is no plain name of a file"
        if made.casefold() in self._taken:
            return f"so is that of the suite {self._taken[made.casefold()]}"
        if not (made.startswith(start) and made.endswith(ending) and len(made) > len(start + ending)):
            return f"{self._target.runner} looks for {start}*{ending}"
        if ending == ".py" and not _importable(made.removesuffix(ending)):
            return "Python cannot import that"
        return ""


def suites_folder(renderer: Renderer, target: Target, usual: str = "", *, importable: bool = False) -> str:
    """The folder of a target's suites, from wherever such folders are seen from; `usual` is what the template gets.

    Raises `EmitError` where it is none below that place, and for suites that Python has to import (`importable`) where
    it could not.
    """
    usual = usual or usual_folder(target)
    made = _rendered(renderer, _FOLDER, target, folder=usual)
    if not is_plain(made) and not (target.scenarios and made == "."):
        raise EmitError(f"template {_FOLDER}: {made!r} is no plain path below the folder that it is seen from")
    if _RESERVED.intersection(made.casefold().split("/")):
        raise EmitError(f"template {_FOLDER}: {made!r} is for what others keep there")
    if importable and made != usual and not all(map(_importable, made.split("/"))):
        hint = "Take letters, digits and `_` for the name of each folder."
        raise EmitError(f"template {_FOLDER}: Python cannot import suites in {made!r}", hint=hint)
    return made


def _rendered(renderer: Renderer, template: str, target: Target, **context: str | tuple[str, ...]) -> str:
    return renderer.render(template, **context, target=target.name, kind=kind(target)).strip()


def kind(target: Target) -> str:
    """What a target's suites are about: `checks` (of files), `native`, `programs`, `integration` or `handlers`."""
    if target.scenarios:
        return "native"
    if target.handlers:
        return "handlers"
    return "integration" if target.integration else "programs" if target.deployed else "checks"


def usual_folder(target: Target) -> str:
    """The folder of a target's suites, as long as no template says another."""
    return {"native": NATIVE, "integration": INTEGRATION, "handlers": HANDLERS}.get(kind(target), CHECKS)


def placed(target: Target, renderer: Renderer) -> Target:
    """The target with the command that runs its suites where the templates put them, and those that install what they
    need: the first line that the template gives, and all others. Raises `EmitError`."""
    usual, folder = usual_folder(target), suites_folder(renderer, target)
    command = in_folder(target.command, folder) if target.scenarios else target.command
    if folder != usual:
        command = command.replace(usual, shlex.quote(folder))
    needs = target.requirements
    text = _rendered(renderer, _COMMAND, target, command=command, requirements=needs, folder=folder)
    said = [line for line in map(str.strip, text.splitlines()) if line]
    if not said or not all(line.isprintable() for line in said):
        raise EmitError(f"template {_COMMAND}: {text!r} is no command")
    return replace(target, command=said[0], requirements=tuple(said[1:]))


def parts(pattern: str) -> tuple[str, str, str]:
    """What stands before, in and behind the braces of a file's name: `test_`, `{name}`, `.py` of `test_{name}.py`."""
    start, brace, rest = pattern.partition("{")
    word, closing, ending = rest.partition("}")
    return (start, brace + word + closing, ending) if brace else ("", pattern, "")


def in_folder(command: str, folder: str) -> str:
    """A command that runs native tests, told where they are."""
    return command if folder in (NATIVE, ".") else f"{command} -test-directory={shlex.quote(folder)}"


def together(files: Iterable[tuple[Target, Mapping[str, Written]]], renderer: Renderer) -> Mapping[str, Written]:
    """The files of several targets. `EmitError` where a template put two that do not fit into one folder."""
    found: dict[str, Written] = {}
    owners: dict[str, Target] = {}
    for target, made in files:
        for path, text in made.items():
            owner = owners.setdefault(path, target)
            if found.get(path, text) != text and any(_is_moved(each, renderer) for each in (owner, target)):
                summary = f"{owner.name} and {target.name} both write {path}, each in its own way"
                raise EmitError(f"template {_FOLDER}: {summary}", hint="Give each target a folder of its own.")
            found[path] = _shared(text, found.get(path))
    return found


def _shared(text: Written, other: Written | None) -> Written:
    """A file that belongs to the suite of another target, too, if that has written it before."""
    if not isinstance(text, Written) or not isinstance(other, Written):
        return text
    return Written(text, text.cases, text.target, {*text.also, *other.also, other.target})


def _is_moved(target: Target, renderer: Renderer) -> bool:
    return suites_folder(renderer, target) != usual_folder(target)


def _importable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)
