"""The files that a configuration reads: inside the project only, and remembered, so that tests can ask for them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_template
from scaffold.readers.terraform.functions.registry import FunctionError
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.session import Session, join
from scaffold.readers.terraform.tokens import ExpressionError
from scaffold.watching import wholly

MAX_READ = 16 * 1024 * 1024
MAX_LISTED = 20_000


@dataclass
class ProjectFiles:
    """Files as the functions of one root see them: relative paths count from the root module's folder.

    `seen` are the paths that were asked for (relative to the project), with the place that asked and the folder of the
    module it stands in.
    """

    session: Session
    place: Position = field(default_factory=lambda: Position(""))
    folder: str = "."
    seen: dict[tuple[str, str], Position] = field(default_factory=dict)

    def locate(self, path: str) -> Path:
        """The real path. Raises `FunctionError` outside the project."""
        self.note(path)
        return self._resolve(path)

    def _resolve(self, path: str) -> Path:
        session = self.session
        if "\0" in path:
            raise FunctionError("a path cannot hold a NUL character")
        try:
            real = (session.root / session.base / path).resolve()
        except (OSError, RuntimeError) as error:
            raise FunctionError(f"{path} cannot be read") from error
        if not real.is_relative_to(session.boundary):
            raise FunctionError(f"{path} is outside the project")
        return real

    def note(self, path: str) -> None:
        """Remember that the configuration names this file."""
        if not os.path.isabs(path):
            self.seen.setdefault((self.folder, join(self.session.base, path)), self.place)

    def read_bytes(self, path: str) -> bytes:
        """The content of a file. Raises `FunctionError`."""
        real = self.locate(path)
        try:
            if real.stat().st_size > MAX_READ:
                raise FunctionError(f"{path} is too large")
            if not real.is_file():
                raise FunctionError(f"{path} is not a regular file")
            return real.read_bytes()
        except OSError as error:
            raise FunctionError(f"no file exists at {path}") from error

    def exists(self, path: str) -> bool:
        """Whether a regular file is there; asking for it does not make it one that the configuration needs."""
        try:
            return self._resolve(path).is_file()
        except OSError:
            return False

    def glob(self, folder: str, pattern: str) -> tuple[str, ...]:
        """The sorted files below `folder` that match `pattern`, relative to it."""
        real = self.locate(folder)
        matcher = re.compile(_glob(pattern))
        found: list[str] = []
        for place, folders, names in os.walk(real):
            wholly(place)
            folders.sort()
            for name in names:
                relative = (Path(place) / name).relative_to(real).as_posix()
                if matcher.fullmatch(relative):
                    found.append(relative)
            if len(found) > MAX_LISTED:
                raise FunctionError(f"{folder} holds too many files")
        return tuple(sorted(found))

    def render(self, template: str, variables: Mapping[str, Value], origin: str) -> Value:
        """The template's text with just these variables. Raises `FunctionError`."""
        try:
            node = parse_template(template)
            return evaluate(node, Environment(_TemplateModule(self, origin), variables))
        except (ExpressionError, EvaluationError) as error:
            raise FunctionError(f"{origin}: {error}") from error


@dataclass
class _TemplateModule:
    """A template sees its variables and nothing else."""

    files: ProjectFiles
    origin: str

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> NoReturn:
        del steps
        raise EvaluationError(f"the template has no variable {root}")

    def spend(self, steps: int) -> None:
        self.files.session.spend(steps)

    def weigh(self, value: Value) -> None:
        self.files.session.weigh(value)


def _glob(pattern: str) -> str:
    """A glob as a regular expression: https://developer.hashicorp.com/terraform/language/functions/fileset."""
    found: list[str] = []
    tokens = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]]+\]|\{|\}|,|\\.|.", re.DOTALL)
    braces = 0
    for token in tokens.findall(pattern):
        if token == "{":
            braces += 1
            found.append("(?:")
        elif token == "}" and braces:
            braces -= 1
            found.append(")")
        elif token == "," and braces:
            found.append("|")
        elif token.startswith("[") and len(token) > 1:
            found.append("[" + token[1:-1].replace("!", "^", 1).replace("\\", "\\\\") + "]")
        else:
            simple = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(token)
            found.append(simple or re.escape(token[-1] if token.startswith("\\") else token))
    return "".join(found) + ")" * braces
