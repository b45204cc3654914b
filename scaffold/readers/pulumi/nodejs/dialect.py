"""What Pulumi's SDK for Node.js does and says in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from scaffold.readers.programs.values import (
    UNDEFINED,
    Array,
    Machine,
    NativeFunction,
    Object,
    Promise,
)
from scaffold.readers.pulumi.dialect import Dialect, Transforming
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run

_AS_TEXT: Final = """Calling [toString] on an [Output<T>] is not supported.

To get the value of an Output<T> as an Output<string> consider either:
1: o.apply(v => `prefix${v}suffix`)
2: pulumi.interpolate `prefix${v}suffix`

See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.

Or use ESLint with https://github.com/pulumi/eslint-plugin-pulumi to warn or
error lint on using Output<T> in template literals.
This function may throw in a future version of @pulumi/pulumi."""
_AS_JSON: Final = """Calling [toJSON] on an [Output<T>] is not supported.

To get the value of an Output as a JSON value or JSON string consider either:
    1: o.apply(v => v.toJSON())
    2: o.apply(v => JSON.stringify(v))

See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.
This function may throw in a future version of @pulumi/pulumi."""
#: Members of an output that are not read from what it gives.
_HIDDEN: Final = frozenset({"then", "doNotCapture", "deploymentOnlyModule", "constructor"})


def _apply(this: Output, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    return this.apply(machine, arguments[0] if arguments else UNDEFINED, at)


def _text(this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    this.run.note_text(machine, at)
    return _AS_TEXT


def _json(this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    this.run.note_text(machine, at)
    return _AS_JSON


def _get(_this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    message = (
        "Cannot call '.get' during update or preview.\nTo manipulate the value of this Output, use '.apply' instead."
    )
    raise machine.throw(message, at)


_METHODS: Final = {
    "apply": _apply,
    "toString": _text,
    "toJSON": _json,
    "get": _get,
    "promise": lambda this, *_: Promise(this.value),
    "isKnown": lambda *_: Promise(True),
    "isSecret": lambda this, *_: Promise(this.secret),
    "resources": lambda *_: Array(),
    "allResources": lambda *_: Promise(Array()),
}


class NodeDialect(Dialect):
    """The SDK for Node.js."""

    hint = "Use pulumi.interpolate`...` or .apply(...)."
    refuses_providers = True

    def output_member(self, machine: Machine, output: Any, name: str, at: int) -> Any:
        """A method of an output, or a member of what it gives."""
        method = _METHODS.get(name)
        if method is not None:
            return NativeFunction(name, lambda m, _this, args, _kw, where: method(output, m, args, where))
        if name in _HIDDEN or name.startswith("__"):
            return True if name == "__pulumiOutput" else UNDEFINED
        return output.index(machine, name, at)

    def output_item(self, machine: Machine, output: Any, key: Any, at: int) -> Any:
        """An element of what an output gives."""
        if isinstance(key, str) and (key in _METHODS or key in _HIDDEN):
            return output.get(machine, key, at)
        return output.lifted(machine, key, at)

    def in_output(self, name: str) -> bool:
        """Whether `in` finds a method of outputs."""
        return name in _METHODS

    def transformed(
        self, run: Run, machine: Machine, made: Transforming, works: Sequence[Any], at: int
    ) -> tuple[Any, Any]:
        """The inputs and options after transformations, which take and give objects."""
        props: Any = Object(dict(self.given(run, machine, made.kind, made.props)))
        opts = Object() if made.opts is UNDEFINED else made.opts
        for work in works:
            given = Object(
                {"resource": made.this, "type": made.kind.token, "name": made.name, "props": props, "opts": opts}
            )
            result = machine.call(work, [given], at=at)
            if isinstance(result, Object):
                props, opts = machine.get(result, "props", at), machine.get(result, "opts", at)
        return props, opts
