"""Objects that packages for Python take and give: classes of arguments, results of functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.values import Value
from scaffold.readers.declarations.python import Argument
from scaffold.readers.programs.binding import MORE, OTHERS
from scaffold.readers.programs.python.native import Given, method
from scaffold.readers.programs.values import UNDEFINED, Machine
from scaffold.readers.pulumi.python.classes import SdkClass
from scaffold.readers.pulumi.python.places import Member

#: What all objects of arguments are.
ARGUMENTS: Final = SdkClass("Args", module="pulumi")


class ArgumentsClass(SdkClass):
    """A class of arguments (`BucketWebsiteArgs`): its instances hold what they are given by Python's names."""

    __slots__ = ("about",)

    def __init__(self, about: Member) -> None:
        self.about = about
        members = {"__init__": method(f"{about.name}.__init__", self._set_up)}
        super().__init__(about.name, (ARGUMENTS,), members, module=about.whole)

    @property
    def namespace(self) -> Mapping[Any, Any] | None:
        """What instances have, they say when they are asked."""
        return None

    def _set_up(self, given: Given, *arguments: Any, **keywords: Any) -> None:
        known = self.about.arguments
        values = by_name(given, self.about, f"{self.name}.__init__()", known, arguments, keywords)
        for name, argument in (known or {}).items():
            if argument.required and name not in values:
                raise given.error(f"{self.name}.__init__() missing 1 required keyword-only argument: '{name}'")
        for name, default in self._defaults(known).items():
            if values.get(name) is None:
                values[name] = given.machine.thaw(default)
        given.this.entries.update({name: value for name, value in values.items() if value is not None})

    def _defaults(self, known: Mapping[str, Argument] | None) -> Mapping[str, Value]:
        """What its constructor fills in."""
        if known is None:
            return names.argument_defaults(self.about.package, self.about.path)
        return {name: argument.default for name, argument in known.items() if argument.default is not None}

    def member(self, machine: Machine, instance: Any, name: str, at: int) -> Any:
        """A property that is not given is nothing."""
        found = super().member(machine, instance, name, at)
        if found is not UNDEFINED or name.startswith("_"):
            return found
        known = self.about.arguments
        return None if known is None or name in known else UNDEFINED


#: What functions give whose answer is worked out here.
RESULT: Final = SdkClass("Result", module="pulumi")


def by_name(
    given: Given,
    about: Member,
    called: str,
    known: Sequence[str] | Mapping[str, Argument] | None,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    needed: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Arguments by name, as a function that is `called` so takes them.

    What is spread into them and not known may be any of them: then those that are `needed` are given, with a value that
    is not known.
    """
    named = {name: value for name, value in keywords.items() if name not in (MORE, OTHERS)}
    order = list(known or ())
    if arguments and known is None:
        order = [f"_{about.name}_{place}" for place in range(len(arguments))]  # nobody knows which these are
    if len(arguments) > len(order) and known is not None:
        raise given.error(f"{called} takes at most {len(order)} positional arguments ({len(arguments)} given)")
    for name in named:
        if known is not None and name not in known:
            raise given.error(f"{called} got an unexpected keyword argument '{name}'")
    values = {**dict(zip(order, arguments, strict=False)), **named}
    if OTHERS in keywords:
        if needed is None:
            needed = [name for name, each in known.items() if each.required] if isinstance(known, Mapping) else ()
        values = {**{name: given.unknown("what is spread here may give it") for name in needed}, **values}
    return values
