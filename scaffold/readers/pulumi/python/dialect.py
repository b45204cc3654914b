"""What Pulumi's SDK for Python does and says in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.deployments import Role
from scaffold.model.values import Value
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object
from scaffold.readers.pulumi.dialect import Dialect, Transforming
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.arguments import ARGUMENTS
from scaffold.readers.pulumi.python.classes import is_of, sdk_error
from scaffold.readers.pulumi.python.options import (
    TRANSFORMATION_ARGS,
    TRANSFORMATION_RESULT,
    no_options,
    shared_options,
)
from scaffold.readers.pulumi.python.outputs import OUTPUT, element, lifted
from scaffold.readers.pulumi.python.places import Place
from scaffold.readers.pulumi.python.spelling import shown
from scaffold.readers.pulumi.python.wire import Sender
from scaffold.readers.pulumi.run import Run

#: Properties that transformations look for in inputs of which nothing but what is given is known.
_LOOKED_FOR = ("tags", "labels", "name", "description")


class PythonDialect(Dialect):
    """The SDK for Python."""

    output_class = OUTPUT
    nests = True
    drops_null = True
    hint = "Use pulumi.Output.concat(...), pulumi.Output.format(...) or .apply(...)."

    def output_member(self, machine: Machine, output: Output, name: str, at: int) -> Any:
        """A method of an output, or an attribute of what it gives."""
        if OUTPUT.find(name) is not UNDEFINED:
            return OUTPUT.member(machine, output, name, at)
        return lifted(machine, output, name, at)

    def output_item(self, machine: Machine, output: Output, key: Any, at: int) -> Any:
        """An element of what an output gives."""
        return element(machine, output, key, at)

    def opens(self, value: Any) -> bool:
        """Lists, dictionaries and objects of arguments; nothing else that has members."""
        return isinstance(value, Array) or value.type is None or is_of(value, ARGUMENTS)

    def kept_type(self, value: Object) -> Any:
        """Objects of arguments stay what they are."""
        return value.type

    def members(self, run: Run, machine: Machine, value: Object) -> Iterable[tuple[Any, Any]]:
        """The entries of a dictionary."""
        del run, machine
        return list(value.entries.items())

    def given(self, run: Run, machine: Machine, kind: Kind, props: Any) -> list[tuple[str, Any]]:
        """The inputs by their names on the wire."""
        place = kind.place if isinstance(kind.place, Place) else None
        owner = place.member.name if place is not None else kind.token.rpartition(":")[2]
        values = props.entries if isinstance(props, Object) else {}
        # What is no text goes to providers as JSON, in which dictionaries keep their keys.
        documents = kind.role is Role.PROVIDER
        return list(Sender(run, machine, 0, owner).members(values, place, documents=documents))

    def options(self, run: Run, machine: Machine, kind: Kind, given: Any) -> Any:
        """Options with their names in the evaluator."""
        del run
        return shared_options(machine, kind, given)

    def transformed(
        self, run: Run, machine: Machine, made: Transforming, works: Sequence[Any], at: int
    ) -> tuple[Any, Any]:
        """The inputs and options after transformations, which may change what they are given or give anew."""
        del run
        props: Any = Object(dict(made.props.entries) if isinstance(made.props, Object) else {})
        opts = no_options() if made.opts is None else made.opts
        for name in self._names(made.kind):
            props.entries.setdefault(name, None)
        for work in works:
            given = (made.this, made.kind.token, made.name, props, opts)
            fields = ("resource", "type_", "name", "props", "opts")
            asked = Object(dict(zip(fields, given, strict=True)), TRANSFORMATION_ARGS)
            result = machine.call(work, [asked], at=at)
            if is_of(result, TRANSFORMATION_RESULT):
                props, opts = result.entries["props"], result.entries["opts"]
        return props, opts

    def _names(self, kind: Kind) -> Iterable[str]:
        """What transformations find in the inputs of a class, given or not."""
        if not isinstance(kind.place, Place):
            return ()
        return kind.place.member.arguments or _LOOKED_FOR

    def shown(self, run: Run, token: str, path: tuple[str, ...], value: Any) -> Any:
        """Properties under Python's names."""
        return shown(run, token, path, value)

    def package_name(self, package: str) -> str:
        """What programs call the package that tokens call so."""
        return f"pulumi_{package.replace('-', '_')}"

    def package(self, source: str) -> str:
        """The package, as tokens call it, that an import names."""
        return names.package_name(source.partition(".")[0]) or ""

    def error(self, machine: Machine, message: str, at: int, kind: str = "TypeError") -> Exception:
        """The error that the SDK raises."""
        return sdk_error(machine, message, at, kind)

    def json_text(self, value: Value) -> str:
        """JSON text as `json.dumps` writes it."""
        return json.dumps(_with_lists(value))


def _with_lists(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_with_lists(item) for item in value]
    return {key: _with_lists(item) for key, item in value.items()} if isinstance(value, Mapping) else value
