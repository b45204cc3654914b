"""What the expressions of a template mean, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from jinja2 import nodes

from scaffold.emit.contract import Contract, Shape
from scaffold.emit.kinds import Kind
from scaffold.templating.known import alike
from scaffold.templating.library import Library
from scaffold.templating.meaning import (
    SAFE,
    UNKNOWN,
    Care,
    Meaning,
    below,
    called,
    either,
    fields_of,
    filtered,
    item,
    joined,
    meant,
)

#: Names and what they mean.
Scope: TypeAlias = dict[str, Meaning]
_GIVEN = ("super", "self", "caller", "varargs", "kwargs", "loop")
_MODULE = Shape(Kind.MACROS)
#: Tests that no text passes.
_NO_TEXT = ("boolean", "false", "float", "integer", "none", "number", "true")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that is wrong in a template: its name and the line, what is wrong, and what to do."""

    template: str
    line: int
    code: str
    summary: str
    hint: str = ""


@dataclass(slots=True)
class Session:
    """What is shared while the templates of a folder are walked through.

    `macros` are what macros were called with, by template and name, and `scopes` the names that are there where
    templates without a contract are included (`None` where these are unknown): both grow from round to round.
    """

    library: Library
    contracts: Mapping[str, Contract]
    mistakes: dict[Mistake, None] = field(default_factory=dict)
    macros: dict[tuple[str, str], list[dict[str, Meaning]]] = field(default_factory=dict)
    scopes: dict[str, list[Scope | None]] = field(default_factory=dict)


def module(name: str) -> Meaning:
    """A template that was imported."""
    return Meaning(_MODULE, Care.NONE, name)


def macro(template: str, name: str) -> Meaning:
    """A macro of a template."""
    return Meaning(_MODULE, Care.NONE, f"{template}#{name}")


class Expressions:
    """Tells what expressions mean in a template, and notes what is wrong with them."""

    def __init__(self, session: Session, template: str, *, silent: bool = False) -> None:
        self.session, self.template = session, template
        #: Whether it is unknown which names there are.
        self.silent = silent
        self._environment = session.library.environment
        #: What the template asks of whether it is there.
        self._asked: list[nodes.Node] = []
        #: What is known not to be text, because the template asked.
        self._no_text: list[nodes.Node] = []

    def mistake(self, node: nodes.Node, code: str, summary: str, hint: str = "") -> None:
        """Note something that is wrong."""
        self.session.mistakes[Mistake(self.template, node.lineno, code, summary, hint)] = None

    def meaning(self, node: nodes.Node | None, scope: Scope) -> Meaning:
        """What an expression gives."""
        if node in self._no_text or node in self._asked:
            return UNKNOWN
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._attribute(node, node.node, node.attr, scope)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Call():
                return self._call(node, scope)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Test():
                return self._test(node, scope)
            case nodes.CondExpr():
                return self._condition(node, scope)
            case nodes.And() | nodes.Or():
                return either([self.meaning(node.left, scope), self.meaning(node.right, scope)])
            case nodes.Compare() | nodes.Not():
                self._visit(node, scope)
                return SAFE
            case nodes.Concat():
                return joined([self.meaning(each, scope) for each in node.nodes])
            case nodes.BinExpr():
                return joined([self.meaning(node.left, scope), self.meaning(node.right, scope)])
            case nodes.List() | nodes.Tuple():
                items = either([self.meaning(each, scope) for each in node.items])
                return Meaning(Shape(Kind.LIST, items.shape) if items.shape else None, items.care)
            case _:
                return self._other(node, scope)

    def _condition(self, node: nodes.CondExpr, scope: Scope) -> Meaning:
        self.meaning(node.test, scope)
        with self.knowing(node.test, holds=True):
            found = [self.meaning(node.expr1, scope)]
        with self.knowing(node.test, holds=False):
            found += [self.meaning(node.expr2, scope)] if node.expr2 else []
        return either(found)

    @contextmanager
    def knowing(self, test: nodes.Node, *, holds: bool) -> Iterator[None]:
        """While this lasts, a test of what something is holds, or does not."""
        before = len(self._no_text)
        self._no_text += _never_text(test, holds)
        yield
        del self._no_text[before:]

    def _other(self, node: nodes.Node | None, scope: Scope) -> Meaning:
        if node is None or isinstance(node, (nodes.Const, nodes.TemplateData)):
            return SAFE
        return Meaning(None, max((found.care for found in self._visit(node, scope)), default=Care.NONE))

    def _visit(self, node: nodes.Node, scope: Scope) -> list[Meaning]:
        return [self.meaning(child, scope) for child in node.iter_child_nodes()]

    def _name(self, node: nodes.Name, scope: Scope) -> Meaning:
        if node.name in scope:
            return scope[node.name]
        if not self.silent and node.name not in (*_GIVEN, *self._environment.globals):
            hint = alike(node.name, scope) or f"There are: {', '.join(sorted(scope)) or 'none'}."
            self.mistake(node, "undefined", f"there is no variable {node.name!r} here", hint)
        return UNKNOWN

    def _attribute(self, node: nodes.Node, of: nodes.Expr, name: str, scope: Scope) -> Meaning:
        found = self.meaning(of, scope)
        if name.startswith("_"):
            self.mistake(node, "unsafe", f"{name!r} cannot be reached in the sandbox that templates run in")
            return UNKNOWN
        if found.shape == _MODULE and found.module and "#" not in found.module:
            return self._exported(node, found.module, name)
        inside = below(found, name)
        if inside is None:
            fields = fields_of(found)
            hint = alike(name, fields) or f"There are: {', '.join(fields)}."
            view = found.shape.view if found.shape else ""
            self.mistake(node, "undefined", f"there is no {name!r} in a {view}", hint)
            return UNKNOWN
        return inside

    def _exported(self, node: nodes.Node, template: str, name: str) -> Meaning:
        """A macro of a template, or something else that it exports."""
        library = self.session.library
        exported = library.exports(template)
        if name not in exported and library.tree(template):
            hint = alike(name, exported) or f"There are: {', '.join(sorted(exported)) or 'none'}."
            self.mistake(node, "undefined", f"there is no macro {name!r} in {template}", hint)
        return macro(template, name)

    def _item(self, node: nodes.Getitem, scope: Scope) -> Meaning:
        key = node.arg
        if isinstance(key, nodes.Const) and isinstance(key.value, str):
            return self._attribute(node, node.node, key.value, scope)
        found = self.meaning(node.node, scope)
        self.meaning(key, scope)
        if isinstance(key, nodes.Slice):
            return found
        if found.shape and found.shape.kind is Kind.TABLE:
            return meant(found.shape.item)
        return item(found)

    def _call(self, node: nodes.Call, scope: Scope) -> Meaning:
        arguments = [self.meaning(each, scope) for each in node.args]
        named = {each.key: self.meaning(each.value, scope) for each in node.kwargs}
        more = [self.meaning(each, scope) for each in (node.dyn_args, node.dyn_kwargs) if each]
        method = node.node
        if isinstance(method, nodes.Getattr) and not isinstance(self._module(method, scope), str):
            return called(self._called_on(method, scope), method.attr)
        function = self.meaning(method, scope)
        if "#" in function.module:
            self._note_call(node, function.module, arguments, named)
            return SAFE
        if isinstance(method, nodes.Name) and method.name in ("namespace", "dict", "joiner", "cycler"):
            return Meaning(None, max((each.care for each in (*arguments, *named.values(), *more)), default=Care.NONE))
        return SAFE

    def _called_on(self, method: nodes.Getattr, scope: Scope) -> Meaning:
        of = self.meaning(method.node, scope)
        if method.attr.startswith("_") or (of.shape and of.shape.kind is Kind.VIEW):
            self._attribute(method, method.node, method.attr, scope)
        return of

    def _module(self, node: nodes.Getattr, scope: Scope) -> str | None:
        """The name of the template whose macro this is."""
        of = scope.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        return of.module if of and of.shape == _MODULE and of.module else None

    def _note_call(
        self, node: nodes.Call, function: str, arguments: Sequence[Meaning], named: Mapping[str, Meaning]
    ) -> None:
        """Keep what a macro is called with; text of the project is a mistake where the macro takes code."""
        template, _, name = function.partition("#")
        found = self.session.library.macro(template, name)
        if found is None:
            return
        given = dict(zip((each.name for each in found.args), arguments, strict=False)) | dict(named)
        self.session.macros.setdefault((template.removeprefix("builtin/"), name), []).append(given)
        contract = self.session.contracts.get(template.removeprefix("builtin/"))
        taken = contract.macros.get(name, {}) if contract else {}
        for parameter, value in given.items():
            if value.care is Care.RAW and parameter in taken and taken[parameter].kind is Kind.CODE:
                summary = f"text of the project is given to {name} as {parameter!r}, which gets into code as it stands"
                self.mistake(node, "raw", summary, LITERALS)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Meaning:
        of = self._perhaps(node.node, scope) if node.name in ("default", "d") else self.meaning(node.node, scope)
        arguments = [self.meaning(each, scope) for each in node.args]
        named = {each.key: self.meaning(each.value, scope) for each in node.kwargs}
        for each in (node.dyn_args, node.dyn_kwargs):
            self.meaning(each, scope)
        if node.name not in self._environment.filters:
            hint = alike(node.name, self._environment.filters) or "templates/README.md lists the filters."
            self.mistake(node, "unknown-filter", f"there is no filter {node.name!r}", hint)
            return UNKNOWN
        attribute = _attribute_of(node)
        self._check_attribute(node, item(of), attribute)
        if node.name == "map" and node.args and not attribute:
            return self._mapped(node, of)
        return filtered(node.name, of, [*arguments, *named.values()], attribute)

    def _perhaps(self, node: nodes.Node | None, scope: Scope) -> Meaning:
        """What an expression gives that need not be there."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name, UNKNOWN)
        if isinstance(node, nodes.Getattr):
            return below(self.meaning(node.node, scope), node.attr) or UNKNOWN
        return self.meaning(node, scope)

    def _check_attribute(self, node: nodes.Filter, of: Meaning, attribute: str) -> None:
        """A mistake where an attribute that a filter asks for is certainly not there."""
        first = attribute.partition(".")[0]
        if first and below(of, first) is None:
            fields = fields_of(of)
            hint = alike(first, fields) or f"There are: {', '.join(fields)}."
            self.mistake(node, "undefined", f"there is no {first!r} in a {of.shape.view if of.shape else ''}", hint)

    def _mapped(self, node: nodes.Filter, of: Meaning) -> Meaning:
        """What `map("filter")` gives."""
        name = node.args[0].value if isinstance(node.args[0], nodes.Const) else ""
        if name not in self._environment.filters:
            self.mistake(
                node, "unknown-filter", f"there is no filter {name!r}", alike(str(name), self._environment.filters)
            )
            return UNKNOWN
        inside = filtered(str(name), item(of), ())
        return Meaning(Shape(Kind.LIST, inside.shape) if inside.shape else None, inside.care)

    def _test(self, node: nodes.Test, scope: Scope) -> Meaning:
        if node.name in ("defined", "undefined"):
            self._perhaps(node.node, scope)
            self._asked.append(node.node)
        else:
            self.meaning(node.node, scope)
        for each in _arguments(node):
            self.meaning(each, scope)
        if node.name not in self._environment.tests:
            self.mistake(
                node, "unknown-test", f"there is no test {node.name!r}", alike(node.name, self._environment.tests)
            )
        return SAFE


LITERALS = (
    "Put it through a filter that makes a literal of it (python, javascript, hcl), or through `comment` in a comment."
)


def _never_text(test: nodes.Node, holds: bool) -> list[nodes.Node]:
    """What is no text where a test holds, or does not hold."""
    if isinstance(test, nodes.Not):
        return _never_text(test.node, not holds)
    if isinstance(test, nodes.And if holds else nodes.Or):
        return [*_never_text(test.left, holds), *_never_text(test.right, holds)]
    if isinstance(test, nodes.Test) and (test.name in _NO_TEXT if holds else test.name == "string"):
        return [test.node]
    return []


def _arguments(node: nodes.Test) -> Iterable[nodes.Node]:
    return (*node.args, *(each.value for each in node.kwargs), *filter(None, (node.dyn_args, node.dyn_kwargs)))


def _attribute_of(node: nodes.Filter) -> str:
    """The attribute that a filter looks at in each item, where it is said as plain text."""
    given: nodes.Node | None = None
    if node.name in ("map", "join", "sort", "unique", "min", "max", "sum", "groupby"):
        given = next((each.value for each in node.kwargs if each.key == "attribute"), None)
    if node.name in ("selectattr", "rejectattr", "groupby") and node.args:
        given = node.args[0]
    return given.value if isinstance(given, nodes.Const) and isinstance(given.value, str) else ""
