"""How Python programs call the library, and what crosses between the two: lists and dictionaries are copied, objects of
options become plain ones with the library's names, `None` is what is not given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.readers.cdktf.python.border import given, given_member, shown
from scaffold.readers.cdktf.python.names import library_name, python_name
from scaffold.readers.cdktf.python.required import check_required, refused
from scaffold.readers.cdktf.spelling import Signature, Spelling
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol

#: What a construct is made in.
_SCOPE: Final = "scope"
#: The argument that is called otherwise where there is an option of its name.
_ID: Final = "id"


class PythonSpelling(Spelling):
    """How programs in Python call it."""

    error = "RuntimeError"
    calls_classes = True

    def member(self, name: str) -> str:
        """What the library calls the member that the program calls so."""
        return library_name(name)

    def key(self, name: str) -> str:
        """What the program calls a member that the library calls so."""
        return python_name(name)

    def given(self, machine: Machine, value: Any, at: int) -> Any:
        """A value of the program as the library sees it."""
        return given(machine, value, at)

    def shown(self, machine: Machine, value: Any, at: int) -> Any:
        """A value of the library as the program sees it."""
        return shown(machine, value)

    def check(self, machine: Machine, name: str, arguments: Sequence[Any], at: int) -> None:
        """Raise the program's TypeError where an option is missing that a class needs."""
        check_required(machine, name, arguments[-1] if arguments else UNDEFINED, at)

    def arguments(
        self, machine: Machine, signature: Signature, given: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> list[Any]:
        """The arguments of a call. Raises the program's TypeError for one too many, and for a keyword that is none."""
        return _Call(machine, signature, given, keywords, at).arguments()


class _Call:
    def __init__(
        self, machine: Machine, signature: Signature, given: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        self.machine, self.signature, self.at = machine, signature, at
        self.given, self.left = list(given), dict(keywords)
        names = signature.names
        self.open = names[:-1] if signature.struct or signature.rest else names

    def arguments(self) -> list[Any]:
        found = [self._named(place, name) for place, name in enumerate(self.open)]
        more = self.given[len(self.open) :]
        if self.signature.rest:
            found.append(Array([self._value(item) for item in more]))
        elif self.signature.struct:
            found.append(self._options(more))
        elif more:
            raise self._too_many()
        if self.left and not self.signature.struct:
            raise self._error(f"got an unexpected keyword argument '{next(iter(self.left))}'")
        return found

    def _value(self, value: Any) -> Any:
        return given(self.machine, value, self.at)

    def _named(self, place: int, name: str) -> Any:
        found = self._found(place, name)
        if self.open[0] == _SCOPE and name in (_SCOPE, _ID):
            self._check(name, found)
        return UNDEFINED if found is MISSING else self._value(found)

    def _found(self, place: int, name: str) -> Any:
        if place < len(self.given):
            return self.given[place]
        called = python_name(name)
        names = (f"{called}_", called) if name == _ID else (called,)
        return next((self.left.pop(each) for each in names if each in self.left), MISSING)

    def _check(self, name: str, found: Any) -> None:
        """What makes a construct is given a place and an id, or it is an error."""
        if found is MISSING:
            raise self._error(f"missing 1 required positional argument: '{name}'")
        plain = inner(found.concrete if isinstance(found, Symbol) else found)
        if plain is None or (name == _ID and isinstance(plain, int | float | Array)):
            wanted = "str" if name == _ID else "constructs.Construct"
            message = f"type of argument {name} must be {wanted}; got {type_name(plain)} instead"
            raise refused(self.machine, message, self.at)

    def _options(self, more: Sequence[Any]) -> Any:
        """The members that are given as keywords, in one object; a whole one is only taken where it is no such."""
        if more and (len(more) > 1 or isinstance(more[0], Object) or self.left):
            raise self._too_many()
        if more:
            return self._value(more[0])
        entries: dict[Any, Any] = {}
        for name, value in self.left.items():
            member = library_name(name)
            if not member:
                raise self._error(f"got an unexpected keyword argument '{name}'")
            found = given_member(self.machine, self.signature.options, member, value, self.at)
            if found is not UNDEFINED:
                entries[member] = found
        self.left.clear()
        return Object(entries)

    def _too_many(self) -> Exception:
        most = len(self.open) + 1
        return self._error(f"takes {most} positional argument{'s' * (most != 1)} but {len(self.given) + 1} were given")

    def _error(self, message: str) -> Exception:
        return refused(self.machine, f"__init__() {message}", self.at)
