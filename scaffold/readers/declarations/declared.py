"""What installed packages declare, in whatever language they are written: the facts, and how they are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.model.shapes import Shape
from scaffold.model.values import Value
from scaffold.readers.declarations.inputs import Input, Nested, given
from scaffold.readers.declarations.text import Written
from scaffold.readers.declarations.types import Reading

#: Files above this are not read; the largest that providers have are a few megabytes.
_MOST_BYTES = 24 << 20


@dataclass(frozen=True, slots=True)
class Declared:
    """A resource or provider function as its package declares it.

    `outputs` are what it gives, by native name, with the text of their types: see `Package.shape`. `inputs` are what a
    resource's constructor registers, in its order (nothing where that is not to be read), `required` the arguments that
    it cannot do without. `spelled` are the native names of what the language spells otherwise. A `component` is one
    that the package makes of others; `remote` if that happens in another program.
    """

    token: str
    outputs: Mapping[str, Written]
    inputs: Mapping[str, Input] | None = None
    required: tuple[str, ...] = ()
    component: bool = False
    remote: bool = False
    spelled: Mapping[str, str] = field(default_factory=dict)
    file: str = field(default="", compare=False)


class Package(ABC):
    """An installed package. `name` is its name in tokens: `aws` for `@pulumi/aws` and `pulumi_aws`."""

    def __init__(self, folder: Path, root: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._root = root
        self._texts: dict[str, str | None] = {}
        self._resources: dict[tuple[str, str], Declared | None] = {}
        self._functions: dict[tuple[str, str], Declared | None] = {}
        self._filled: Nested = lambda _: {}

    def resource(self, module: str, name: str) -> Declared | None:
        """The class `name` of a module (dotted, empty for the package itself)."""
        return _once(self._resources, (module, name), self._resource)

    def function(self, module: str, name: str) -> Declared | None:
        """The function `name` of a module, in either form: what its result has."""
        return _once(self._functions, (module, self._plain(name)), self._function)

    def shape(self, type_: str, file: str = "") -> Shape:
        """The shape of a type, by the text in which it stands; `file` is where it stands (`Declared.file`)."""
        return Reading(lambda name: self._members(name, file)).shape(type_)

    def output(self, declared: Declared, name: str) -> Shape | None:
        """The shape of an output; nothing where there is none of this name."""
        written = declared.outputs.get(name)
        return None if written is None else self.shape(written.type, declared.file)

    def given(self, declared: Declared, arguments: Mapping[str, Value]) -> dict[str, Value]:
        """The arguments of a resource as its class registers them: unknown ones are dropped, defaults filled in."""
        return dict(arguments) if declared.inputs is None else given(declared.inputs, arguments, self._filled)

    @abstractmethod
    def lacks(self, module: str, name: str) -> bool:
        """Whether a module surely has nothing of this name."""

    @abstractmethod
    def has_method(self, declared: Declared, name: str) -> bool:
        """Whether a class has a method of this name."""

    @abstractmethod
    def enum_member(self, path: str) -> str | None:
        """The text that an enumeration's member stands for, by its dotted path in the package."""

    @abstractmethod
    def _resource(self, module: str, name: str) -> Declared | None: ...

    @abstractmethod
    def _function(self, module: str, name: str) -> Declared | None: ...

    @abstractmethod
    def _members(self, name: str, file: str) -> Mapping[str, Written] | None:
        """The members of a named object type: an output type of this package, or a resource of another one."""

    @abstractmethod
    def _plain(self, name: str) -> str:
        """A function's name without what marks the form of it that takes and gives outputs."""

    def _text(self, file: str) -> str | None:
        """A file of the package; nothing where it is not there, too large, or outside the project."""
        if file not in self._texts:
            self._texts[file] = self._read(self.folder / file)
        return self._texts[file]

    def _read(self, path: Path) -> str | None:
        try:
            real = path.resolve()
            if not real.is_relative_to(self._root) or real.stat().st_size > _MOST_BYTES or not real.is_file():
                return None
            return real.read_bytes().decode("utf-8", errors="replace")
        except (OSError, ValueError):
            return None


class Declarations(ABC):
    """The packages that are installed for the programs below a folder."""

    @abstractmethod
    def package(self, folder: Path, name: str) -> Package | None:
        """The package that a file in `folder` imports as `name`; nothing where the repository does not hold it."""


def repository(folder: Path) -> Path:
    """The root of the repository that a folder is in, itself where it is in none."""
    return next((here for here in (folder, *folder.parents) if (here / ".git").exists()), folder)


def _once(
    known: dict[tuple[str, str], Declared | None], key: tuple[str, str], read: Callable[[str, str], Declared | None]
) -> Declared | None:
    if key not in known:
        known[key] = read(*key)
    return known[key]
