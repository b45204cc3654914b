"""Walking through a template's statements: which names are there where, and what is put out where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from jinja2 import nodes

from scaffold.emit.builtin import BUILTIN, SUFFIX
from scaffold.emit.contract import Shape
from scaffold.emit.parsing import is_code
from scaffold.templating.expressions import LITERALS, Expressions, Scope, Session, macro, module
from scaffold.templating.known import alike
from scaffold.templating.library import constants
from scaffold.templating.meaning import SAFE, UNKNOWN, Care, Meaning, either, item, joined, meant, pair
from scaffold.templating.surroundings import Around, Surroundings


class Walk:
    """One way through a template, whose mistakes go to the session."""

    def __init__(self, session: Session, template: str, *, silent: bool = False) -> None:
        self._session, self._template = session, template
        self._expressions = Expressions(session, template, silent=silent)
        self._file = template.removesuffix(SUFFIX)
        self._around = Surroundings(self._file)
        #: What is put out where texts are only collected, for `set` and `filter` around them.
        self._collected: list[Meaning] | None = None
        self._later: list[Callable[[], None]] = []

    def through(self, tree: nodes.Template, scope: Scope) -> Scope:
        """Walk through a template in which these names are there; gives all that there are at its top."""
        self._body(tree.body, scope)
        while self._later:
            self._later.pop(0)()
        return scope

    def _body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                self._output(node, scope)
            case nodes.Assign():
                self._assign(node.target, self._meaning(node.node, scope), scope)
            case nodes.AssignBlock():
                self._assign(node.target, self._collect(node.body, node.filter, scope), scope)
            case nodes.FilterBlock():
                self._put_out(node, self._collect(node.body, node.filter, scope))
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                self._meaning(node.test, scope)
                before = self._around.copy()
                with self._expressions.knowing(node.test, holds=True):
                    self._body(node.body, scope)
                after, self._around = self._around, before
                with self._expressions.knowing(node.test, holds=False):
                    self._body((*node.elif_, *node.else_), scope)
                self._around.meet(after)
            case nodes.Macro():
                scope[node.name] = macro(self._template, node.name)
                self._later.append(partial(self._macro, node, scope))
            case nodes.Block():
                inner = dict(scope) if node.scoped else scope
                self._later.append(partial(self._apart, node.body, inner, self._given_to(node.name)))
            case nodes.CallBlock():
                self._meaning(node.call, scope)
                self._apart(node.body, scope, {each.name: UNKNOWN for each in node.args})
            case nodes.With():
                values = [self._meaning(value, scope) for value in node.values]
                inner = dict(scope)
                for target, value in zip(node.targets, values, strict=True):
                    self._assign(target, value, inner)
                self._body(node.body, inner)
            case nodes.Import() | nodes.FromImport() | nodes.Include() | nodes.Extends():
                self._reach(node, scope)
            case nodes.ScopedEvalContextModifier() | nodes.Scope():
                self._body(node.body, scope)
            case _:
                self._meaning(node, scope)

    def _meaning(self, node: nodes.Node | None, scope: Scope) -> Meaning:
        return self._expressions.meaning(node, scope)

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for each in node.nodes:
            if not isinstance(each, nodes.TemplateData):
                self._put_out(each, self._meaning(each, scope))
            if self._collected is None:
                self._around.pass_by(each.data if isinstance(each, nodes.TemplateData) else None)

    def _put_out(self, node: nodes.Node, value: Meaning) -> None:
        """Note text of the project that gets where it must not, unless it is only collected."""
        if self._collected is not None:
            self._collected.append(value)
        elif is_code(self._file) and value.care is not Care.NONE:
            around = self._around.around
            if value.care is Care.RAW:
                place = around.value
                self._expressions.mistake(node, "raw", f"text of the project gets into {place} as it stands", LITERALS)
            elif around is not Around.COMMENT and self._around.sure:
                summary = f"text that is only safe in a comment gets into {around.value}"
                self._expressions.mistake(node, "raw", summary, LITERALS)

    def _collect(self, body: Sequence[nodes.Node], filter_: nodes.Filter | None, scope: Scope) -> Meaning:
        """What a body puts out, as one text, after a filter around it."""
        outer, self._collected = self._collected, []
        self._body(body, scope)
        found = joined(self._collected)
        self._collected = outer
        if filter_ is None:
            return found
        held = "the text above"
        inner = _innermost(filter_)
        inner.node = nodes.Name(held, "load", lineno=filter_.lineno)
        return self._meaning(filter_, {**scope, held: found})

    def _assign(self, target: nodes.Node, value: Meaning, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, nodes.NSRef):
            scope[target.name] = either([scope.get(target.name, UNKNOWN), Meaning(None, value.care)])
        elif isinstance(target, nodes.Tuple):
            for each in target.items:
                self._assign(each, item(value), scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        inner = {**scope, "loop": UNKNOWN}
        found = self._meaning(node.iter, scope)
        both = self._pair(node, scope)
        if both and isinstance(node.target, nodes.Tuple) and len(node.target.items) == len(both):
            for target, value in zip(node.target.items, both, strict=True):
                self._assign(target, value, inner)
        else:
            self._assign(node.target, item(found), inner)
        self._meaning(node.test, inner)
        before = self._around.copy()
        self._body(node.body, inner)
        self._around.meet(before)
        self._body(node.else_, scope)

    def _pair(self, node: nodes.For, scope: Scope) -> tuple[Meaning, Meaning] | None:
        """Key and value, where the loop is over those of a table."""
        call = node.iter
        of: nodes.Node | None = None
        if isinstance(call, nodes.Call) and isinstance(call.node, nodes.Getattr) and call.node.attr == "items":
            of = call.node.node
        elif isinstance(call, nodes.Filter) and call.name in ("items", "dictsort"):
            of = call.node
        return pair(self._meaning(of, scope)) if of else None

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        given = self._parameters(node)
        defaults = dict(zip([each.name for each in node.args][-len(node.defaults) :], node.defaults, strict=False))
        for name, default in defaults.items() if node.defaults else ():
            value = self._meaning(default, {**scope, **given})
            given[name] = either([given[name], value]) if given[name].shape or given[name].care else value
        self._apart(node.body, scope, given)

    def _parameters(self, node: nodes.Macro) -> Scope:
        """What a macro gets: as its contract says, else what it is called with."""
        said = self._contract_of(node.name)
        calls = self._session.macros.get((self._template, node.name), [])
        given = {each.name: [call[each.name] for call in calls if each.name in call] for each in node.args}
        return {name: meant(said[name]) if name in said else either(values) for name, values in given.items()}

    def _contract_of(self, name: str) -> Mapping[str, Shape]:
        contract = self._session.contracts.get(self._template)
        return contract.macros.get(name, {}) if contract else {}

    def _given_to(self, block: str) -> Scope:
        """What a block in a loop gets beside the variables, as the contract says."""
        for link in self._session.library.chain(self._template):
            contract = self._session.contracts.get(link.removeprefix(f"{BUILTIN}/"))
            if contract:
                return {name: meant(shape) for name, shape in contract.scoped.get(block, {}).items()}
        return {}

    def _apart(self, body: Sequence[nodes.Node], scope: Scope, more: Scope) -> None:
        """Walk through what stands somewhere else in the text than around it."""
        around, collected = self._around, self._collected
        self._around, self._collected = Surroundings(self._file), None
        self._body(body, {**scope, **more})
        self._around, self._collected = around, collected

    def _reach(self, node: nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends, scope: Scope) -> None:
        """Another template: it must be there, and what it exports can be used."""
        self._meaning(node.template, scope)
        names = constants(node.template)
        missing = [name for name in names if not self._session.library.has(name)]
        if missing and not (isinstance(node, nodes.Include) and (node.ignore_missing or len(missing) < len(names))):
            hint = alike(missing[0], self._session.library.known)
            self._expressions.mistake(node, "unknown-template", f"there is no template {missing[0]!r}", hint)
        name = names[0] if names else ""
        if isinstance(node, nodes.Import):
            scope[node.target] = module(name) if name else UNKNOWN
        elif isinstance(node, nodes.FromImport):
            self._import_from(node, name, scope)
        elif name and isinstance(node, nodes.Extends):
            self._inherit(name, scope)
        with_context = isinstance(node, nodes.Extends) or node.with_context
        for each in names:
            given = None if self._expressions.silent else dict(scope)
            self._session.scopes.setdefault(each, []).append(given if with_context else {})

    def _import_from(self, node: nodes.FromImport, name: str, scope: Scope) -> None:
        exported = self._session.library.exports(name) if name else set()
        for each in node.names:
            own, alias = each if isinstance(each, tuple) else (each, each)
            if name and self._session.library.tree(name) and own not in exported:
                hint = alike(own, exported) or f"There are: {', '.join(sorted(exported)) or 'none'}."
                self._expressions.mistake(node, "undefined", f"there is no macro {own!r} in {name}", hint)
            scope[alias] = macro(name, own) if name else UNKNOWN

    def _inherit(self, name: str, scope: Scope) -> None:
        """The names at the top of a template that is extended; what is wrong in it is none of this one's mistakes."""
        for link in reversed(list(self._session.library.chain(name))):
            tree = self._session.library.tree(link)
            aside = Session(self._session.library, self._session.contracts)
            walk = Walk(aside, link)
            top = dict(scope)
            walk._body([each for each in tree.body if not isinstance(each, nodes.Extends)] if tree else (), top)
            for each, value in top.items():
                scope.setdefault(each, value)


def _innermost(filter_: nodes.Filter) -> nodes.Filter:
    while isinstance(filter_.node, nodes.Filter):
        filter_ = filter_.node
    return filter_


__all__ = ["SAFE", "Walk"]
