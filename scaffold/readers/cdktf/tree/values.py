"""Outputs, variables and local values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.depending import fqn_of
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.merging import deep_merge, own_entries, settled, snake_keys
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.referring import as_token, is_unresolved, refer
from scaffold.readers.cdktf.tree.tables import (
    NONE,
    Getter,
    Work,
    concrete,
    holds,
    items,
    member,
    no_instances,
    static,
    twin_of,
)
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, Object

_OUTPUT: Final = frozenset({"value", "description", "sensitive", "dependsOn", "precondition"})
_VARIABLE: Final = frozenset({"default", "description", "type", "sensitive", "nullable"})


class Output(Element):
    """An output. Where its id is static it is called as the program says."""

    settable = _OUTPUT

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        scope, id_, config = arguments[:3]
        super().__init__(kind, machine, scope, id_, at)
        for name in _OUTPUT:
            self.fields[name] = member(machine, config, name, at)
        if holds(machine, concrete(machine, member(machine, config, "staticId", at))):
            self.logical_id = self.id

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member; of `staticId` whether its id is the program's."""
        if name != "staticId":
            return super().set(machine, name, value, at)
        if holds(machine, value):
            self.override_id(machine, [self.id], at)
        else:
            self.reset_id(machine, [], at)
        return True

    def attributes(self, machine: Machine, at: int = 0) -> Object:
        """What is in its block."""
        depending = items(self.fields["dependsOn"])
        listed = UNDEFINED if depending is None else Array([fqn_of(machine, each, at) for each in depending])
        return Object(
            {
                "value": self._shown_value(machine, self.fields["value"], at),
                "description": self.fields["description"],
                "sensitive": self.fields["sensitive"],
                "depends_on": listed,
            }
        )

    def _shown_value(self, machine: Machine, value: Any, at: int) -> Any:
        """A value with what refers to constructs in their places."""
        whole = settled(value)
        if is_unresolved(self.run, machine, whole):
            return value
        if isinstance(whole, Array):
            return Array([self._shown_value(machine, item, at) for item in whole.items])
        twin = self.run.twin_of(whole)
        if twin is not None and twin.has(machine, "fqn", at):
            return twin.get(machine, "fqn", at)
        if isinstance(whole, Object) and "fqn" in whole.entries:
            return whole.entries["fqn"]
        if whole is None:
            raise machine.throw("Cannot convert undefined or null to object", at, "TypeError")
        if isinstance(whole, Object | Foreign) and self.run.twin_of(whole) is None and isinstance(whole, Object):
            machine.spend(1)
            found = own_entries(self.run, machine, whole)
            return Object({key: self._shown_value(machine, item, at) for key, item in found.items()})
        return value

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        body = deep_merge(self.run, machine, self.made_of(machine, at), self.overrides, at=at)
        return Object({"output": Object({self.friendly_id(machine, at): body})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden("output")

    getters: ClassVar[Mapping[str, Getter]] = {
        **Element.getters,
        "staticId": lambda self, m, at: self.friendly_id(m, at) == self.id,
    }


def _read_as(kind: str) -> Getter:
    def found(referring: Any, machine: Machine, at: int) -> Any:
        value = referring.interpolation(machine, at)
        return as_token(machine, referring.run, kind, value) if kind else value

    return found


class Variable(Element):
    """A variable."""

    settable = _VARIABLE

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        scope, id_, config = arguments[:3]
        super().__init__(kind, machine, scope, id_, at, "var")
        for name in _VARIABLE:
            self.fields[name] = member(machine, config, name, at)
        self.validation = member(machine, config, "validation", at)

    def interpolation(self, machine: Machine, at: int = 0) -> Any:
        """The reference to its value."""
        return refer(self.run, f"var.{self.friendly_id(machine, at)}", self.stack(machine, at))

    def add_validation(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addValidation`."""
        if not holds(machine, self.validation):
            self.validation = Array()
        given = items(self.validation)
        if given is not None:
            given.append(arguments[0])
        return UNDEFINED

    def attributes(self, machine: Machine, at: int = 0) -> Object:
        """What is in its block."""
        given = items(self.validation)
        names = {"error_message": "errorMessage", "condition": "condition"}
        rules: Any = UNDEFINED
        if given is not None:
            rules = Array(
                [Object({name: member(machine, each, own, at) for name, own in names.items()}) for each in given]
            )
        fields = {name: self.fields[name] for name in ("default", "description", "type", "sensitive", "nullable")}
        return Object({**fields, "validation": rules})

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        attributes = snake_keys(self.run, machine, self.made_of(machine, at), at)
        body = deep_merge(self.run, machine, attributes, self.overrides, at=at)
        return Object({"variable": Object({self.friendly_id(machine, at): body})})

    getters: ClassVar[Mapping[str, Getter]] = {
        **Element.getters,
        "stringValue": _read_as("string"),
        "numberValue": _read_as("number"),
        "listValue": _read_as("list"),
        "booleanValue": _read_as(""),
        "value": _read_as("any"),
        "validation": lambda self, _m, _at: self.validation,
    }
    methods: ClassVar[Mapping[str, Work]] = {
        **Element.methods,
        "addValidation": (add_validation, Signature(("validation",), struct=True)),
        "toString": (lambda self, m, _a, at: self.getters["stringValue"](self, m, at), NONE),
    }


class Local(Element):
    """A local value."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        scope, id_, expression = arguments[:3]
        super().__init__(kind, machine, scope, id_, at, "local")
        self.expression = expression

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set its value."""
        if name == "expression":
            self.expression = value
        return name == "expression"

    def interpolation(self, machine: Machine, at: int = 0) -> Any:
        """The reference to its value."""
        return refer(self.run, f"local.{self.friendly_id(machine, at)}", self.stack(machine, at))

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its value."""
        return Object({"locals": Object({self.friendly_id(machine, at): self.expression})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden("local")

    getters: ClassVar[Mapping[str, Getter]] = {
        **Element.getters,
        "expression": _read_as("any"),
        "asString": _read_as("string"),
        "asNumber": _read_as("number"),
        "asList": _read_as("list"),
        "asStringMap": _read_as("stringMap"),
        "asNumberMap": _read_as("numberMap"),
        "asBooleanMap": _read_as("booleanMap"),
        "asAnyMap": _read_as("anyMap"),
        "asBoolean": _read_as(""),
    }
    methods: ClassVar[Mapping[str, Work]] = {
        **Element.methods,
        "toString": (lambda self, m, _a, at: self.getters["asString"](self, m, at), NONE),
    }


def _is_output(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), Output)


OUTPUT = Definition(
    "TerraformOutput",
    Output,
    Signature(("scope", "id", "config"), struct=True),
    ELEMENT,
    static({"isTerraformOutput": (_is_output, Signature(("x",)))}),
)
VARIABLE = Definition("TerraformVariable", Variable, base=ELEMENT)
LOCAL = Definition("TerraformLocal", Local, Signature(("scope", "id", "expression")), ELEMENT)


def _collection(name: str) -> Any:
    def found(_kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
        return machine.join((f"{name}(", arguments[0], ")"), at)

    return found, Signature(("type",))


def _tuple(_kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    return f"tuple({', '.join(id_text(machine, each, at) for each in items(arguments[0]) or ())})"


def _object(_kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    found = own_entries(_kind.run, machine, settled(arguments[0]))
    inside = ", ".join(f"{key}={id_text(machine, value, at)}" for key, value in found.items())
    return f"object({{{inside}}})"


_PLAIN: Final = {"STRING": "string", "NUMBER": "number", "BOOL": "bool", "ANY": "any"}
_COLLECTIONS: Final = ("list", "map", "set")
VARIABLE_TYPE = Definition(
    "VariableType",
    no_instances,
    NONE,
    static=static(
        {
            **_PLAIN,
            **{name.upper(): name for name in _COLLECTIONS},
            **{
                f"{name.upper()}_{inner}": f"{name}({text})"
                for name in _COLLECTIONS
                for inner, text in _PLAIN.items()
                if inner != "ANY"
            },
            **{name: _collection(name) for name in _COLLECTIONS},
            "tuple": (_tuple, Signature(("elements",), rest=True)),
            "object": (_object, Signature(("attributes",))),
        }
    ),
)
