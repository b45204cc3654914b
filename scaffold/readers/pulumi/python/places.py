"""What the places in the inputs of resources are called on the wire, and which dictionaries have keys of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from scaffold.catalog.pulumi import python_names as names
from scaffold.readers.declarations.python import Argument, PythonPackage
from scaffold.readers.pulumi.run import Run

#: Modules of files that only say where the classes of others are written.
FILES: Final = ("_inputs", "outputs", "_enums")


@dataclass(frozen=True, slots=True)
class Member:
    """Something in a package by its path in the program: `whole` is the name of the package's module, `package` that
    in tokens."""

    run: Run
    whole: str
    package: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path[-1] if self.path else ""

    @property
    def module(self) -> str:
        """The dotted path of its module, as the program writes it."""
        return ".".join(self.path[:-1])

    @property
    def installed(self) -> PythonPackage | None:
        """The package, where it is installed."""
        found = self.run.installed.package(self.whole)
        return found if isinstance(found, PythonPackage) else None

    @property
    def arguments(self) -> Mapping[str, Argument] | None:
        """What it takes by name, in order; nothing where that is not known."""
        installed = self.installed
        return installed.arguments(self.module, self.name) if installed is not None else None

    def native(self, name: str) -> str:
        """The name on the wire of a property that Python calls `name`."""
        known = self.arguments
        if known is not None and name in known:
            return known[name].native
        return names.native_name(self.package, name, self.name)


def member_at(run: Run, whole: str, package: str, path: tuple[str, ...]) -> Member:
    """Something in a package; files that its module is made of (`pulumi_aws.s3.bucket.Bucket`) are left out."""
    *steps, name = [step for step in path if step not in FILES] or [""]
    if steps and (steps[-1] == name or (name[:1].isupper() and steps[-1] == names.python_name(name))):
        steps.pop()
    return Member(run, whole, package, (*steps, name))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in what `member` (a class of resources or of arguments) is given: `path` leads there on the wire, without
    positions; the last steps of it, behind the first `above`, stand in `member`. `token` is the resource's."""

    member: Member
    token: str
    path: tuple[str, ...] = ()
    above: int = 0

    def native(self, name: str) -> str:
        """What the property is called on the wire that Python calls `name`."""
        if len(self.path) == self.above:
            return self.member.native(name)
        member, installed = self.member, self.member.installed
        inside = self.path[self.above :]
        known = installed.native_at(member.module, member.name, inside, name) if installed is not None else None
        return known or names.native_name(member.package, name, around=self.path[-1])

    def below(self, native: str) -> Place:
        """The place of a property."""
        return replace(self, path=(*self.path, native))

    def of_arguments(self, member: Member) -> Place:
        """The same place where an object of a class of arguments stands."""
        return replace(self, member=member, above=len(self.path))

    @property
    def keeps_keys(self) -> bool:
        """Whether a dictionary here is a map with keys of its own."""
        inside = self.path[self.above :]
        if not inside:
            return False
        installed = self.member.installed
        known = installed.keeps_keys(self.member.module, self.member.name, inside) if installed is not None else None
        return names.keeps_keys(self.token, self.path) if known is None else known
