"""What is known of providers: one file each, read when a program uses the provider.

A line is a type and its attributes (`shapes.py`), with `type=Class` where the rule does not give the class. Lines that
begin with `!` name the packages that the file was made of: package, its version, the version of the provider, the
source that it requires. `< google` says that what is not there is as in the file of another provider. Types of several
versions are put together: what an older one called otherwise is as in the newest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from scaffold.catalog.cdktf.names import class_of, guessed_type, snake, without_provider
from scaffold.catalog.cdktf.shapes import Shape, read_shape, structs_of

_VERSION: Final = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,2}")
_FOLDER: Final = Path(__file__).parent / "providers"


@dataclass(frozen=True, eq=False)
class TypeFacts:
    """A type: `kind` is empty for a resource, else `data`, `ephemeral` or `provider`; `line` its attributes. `major` is
    the version of the provider that a program uses, where that is known; `newest` whether that is what the line is
    of."""

    provider: str
    kind: str
    type: str
    class_name: str
    line: str
    major: int | None = None
    newest: bool = False

    @cached_property
    def shape(self) -> Shape:
        """Its attributes."""
        return read_shape(self.line, self.stem, self.major, self.newest)

    @property
    def stem(self) -> str:
        """What the names of its structs begin with: its class, without the `A` that tells it from a struct."""
        usual = class_of(self.provider, self.kind, self.type)
        return usual if self.class_name == f"{usual}A" else self.class_name

    @property
    def module(self) -> str:
        """The module that it stands in, with underscores: `s3_bucket`, `data_aws_region`."""
        if self.kind == "provider":
            return "provider"
        usual = class_of(self.provider, self.kind, self.type)
        if self.class_name not in (usual, f"{usual}A"):
            return snake(self.class_name)
        return f"{self.kind}_{self.type}" if self.kind else without_provider(self.provider, self.type)

    @cached_property
    def structs(self) -> Mapping[str, Shape]:
        """Its structs by the names of their classes."""
        return structs_of(self.shape)


@dataclass(frozen=True, slots=True)
class Package:
    """A package that the facts are of: its version, the provider's, and the source that it requires."""

    name: str
    version: str
    provider: str
    source: str


class ProviderFacts:
    """What is known of one provider."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.packages: list[Package] = []
        self._lines: dict[str, tuple[str, str]] = {}
        for line in text.splitlines():
            head, _, rest = line.partition(" ")
            if head == "!":
                self.packages.append(Package(*rest.split(" ")))
            elif head == "<":
                base = provider(rest)
                found = base._lines.items() if base is not None else ()
                self._lines.update((key, line) for key, line in found if not key.startswith("provider."))
            elif head:
                key, _, class_name = head.partition("=")
                self._lines[key] = class_name, rest
        self._made: dict[str, TypeFacts] = {}
        self._older: dict[tuple[TypeFacts, int], TypeFacts] = {}

    def in_version(self, facts: TypeFacts, major: int) -> TypeFacts:
        """A type as it is in a major version of the provider."""
        if (facts, major) not in self._older:
            self._older[facts, major] = replace(facts, major=major, newest=major == self.newest)
        return self._older[facts, major]

    @property
    def types(self) -> tuple[str, ...]:
        """Every type, data sources as `data.aws_region`."""
        return tuple(self._lines)

    def major(self, package: str, version: str) -> int | None:
        """The major version of the provider that a version of a package is of, as far as that is known."""
        wanted = _numbers(version)
        known = sorted(
            (_numbers(one.version), _numbers(one.provider)[0]) for one in self.packages if one.name == package
        )
        below = [provider_ for version_, provider_ in known if version_ <= wanted]
        above = [provider_ for version_, provider_ in known if version_ >= wanted]
        if not wanted or not known or (below and above and below[-1] != above[0]):
            return None
        return below[-1] if below else above[0]

    @cached_property
    def newest(self) -> int | None:
        """The newest major version of the provider that is known."""
        return max((_numbers(one.provider)[0] for one in self.packages), default=None)

    def of_type(self, key: str) -> TypeFacts | None:
        """A type by its name: `aws_sqs_queue`, `data.aws_region`, `provider.aws`."""
        if key not in self._made:
            found = self._lines.get(key)
            if found is None:
                return None
            kind, _, type_ = key.rpartition(".")
            self._made[key] = TypeFacts(self.name, kind, type_, found[0] or self._class(key), found[1])
        return self._made[key]

    def of_class(self, name: str) -> TypeFacts | None:
        """A type by its class: `SqsQueue`, `DataAwsRegion`, `AwsProvider`; in some versions with an `A` behind it."""
        return self._of_class(name) or (self._of_class(name[:-1]) if name.endswith("A") else None)

    def _of_class(self, name: str) -> TypeFacts | None:
        kind, type_ = guessed_type(self.name, name)
        likely = self.of_type(f"{kind}.{type_}" if kind else type_)
        if likely is not None and likely.class_name == name:
            return likely
        key = self._classes.get(name)
        return self.of_type(key) if key else None

    def of_module(self, name: str) -> TypeFacts | None:
        """The type whose class stands in a module: `sqs-queue`, `sqs_queue` or `sqsQueue`."""
        key = self._modules.get(_plain(name))
        return self.of_type(key) if key else None

    @cached_property
    def _classes(self) -> Mapping[str, str]:
        return {given or self._class(key): key for key, (given, _) in self._lines.items()}

    def _class(self, key: str) -> str:
        kind, _, type_ = key.rpartition(".")
        return class_of(self.name, kind, type_)

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        found = {}
        for key, (given, _) in self._lines.items():
            kind, _, type_ = key.rpartition(".")
            name = kind if kind == "provider" else kind + type_ if kind else without_provider(self.name, type_)
            other = bool(given) and not kind and given != f"{self._class(key)}A"
            found[_plain(given if other else name)] = key
        return found


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.search(version)
    return tuple(int(part) for part in found[0].split(".")) if found is not None else ()


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


@cache
def provider(name: str) -> ProviderFacts | None:
    """What is known of a provider by its name in packages (`aws`, `google-beta`); nothing where there is no file."""
    path = _FOLDER / f"{name}.txt"
    if not name.replace("-", "").isalnum() or not path.is_file():
        return None
    return ProviderFacts(name, path.read_text(encoding="utf-8"))
