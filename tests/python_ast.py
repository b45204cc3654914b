"""What Python itself says of a source file: its `ast`, lowered by the same conventions as the front end's tree.

A second opinion on the shape of every program: the grammar that the front end reads with is not Python's own.
Places are -1 where `ast` has none, or none that can be compared.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import count
from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st

BINARY = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.MatMult: "matrix-multiply", ast.Div: "divide",
    ast.FloorDiv: "floor-divide", ast.Mod: "modulo", ast.Pow: "power", ast.LShift: "shift-left",
    ast.RShift: "shift-right", ast.BitAnd: "bit-and", ast.BitOr: "bit-or", ast.BitXor: "bit-xor",
}  # fmt: skip
COMPARE = {
    ast.Eq: "equals", ast.NotEq: "not-equals", ast.Is: "same", ast.IsNot: "not-same", ast.In: "in",
    ast.NotIn: "not-in", ast.Lt: "less", ast.LtE: "less-equal", ast.Gt: "greater", ast.GtE: "greater-equal",
}  # fmt: skip
UNARY = {ast.Not: "not", ast.USub: "negate", ast.UAdd: "plus", ast.Invert: "invert"}
NOWHERE = (-1, -1)
LONE = re.compile("[\ud800-\udfff]")


class Oracle:
    """Lowers the `ast` of one text."""

    def __init__(self, text: str) -> None:
        self.private = ""
        self.temporaries = count(1)
        self.yields = [False]
        self.starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
        self.lines = [text[start:end] for start, end in zip(self.starts, [*self.starts[1:], len(text)], strict=True)]
        self.quiet = 0

    # Places and names

    def place(self, node: Any) -> tuple[int, int]:
        if self.quiet:
            return NOWHERE
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def _offset(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def name(self, text: str) -> str:
        private = self.private and text.startswith("__") and not text.endswith("__")
        return f"_{self.private}{text}" if private else text

    def temporary(self) -> str:
        return f"%t{next(self.temporaries)}"

    # Expressions

    def expression(self, node: Any) -> Any:
        return getattr(self, f"_{type(node).__name__.lower()}")(node)

    def maybe(self, node: Any) -> Any:
        return None if node is None else self.expression(node)

    def several(self, nodes: Any) -> tuple[Any, ...]:
        return tuple(self.expression(node) for node in nodes)

    def _constant(self, node: Any) -> Any:
        place = self.place(node)
        if node.value is Ellipsis:
            return ir.Name(*place, "Ellipsis")
        if isinstance(node.value, complex):
            given = (ir.Constant(*place, 0), ir.Constant(*place, node.value.imag))
            return ir.Invoke(*place, ir.Name(*place, "complex"), tuple(ir.Argument(*place, one) for one in given))
        value = LONE.sub("\ufffd", node.value) if isinstance(node.value, str) else node.value
        return ir.Constant(*place, value)

    def _name(self, node: Any) -> Any:
        return ir.Name(*self.place(node), self.name(node.id))

    def _joinedstr(self, node: Any) -> Any:
        place = self.place(node)
        texts, values = [""], []
        self.quiet += 1
        for part in node.values:
            if isinstance(part, ast.Constant):
                texts[-1] += LONE.sub("\ufffd", part.value)
                continue
            value = self.expression(part.value)
            conversion = "" if part.conversion < 0 else chr(part.conversion)
            if conversion or part.format_spec is not None:
                spec = self.expression(part.format_spec) if part.format_spec else ir.Constant(*NOWHERE, "")
                given = (value, ir.Constant(*NOWHERE, conversion), spec)
                value = self.call("%format", NOWHERE, given)
            values.append(value)
            texts.append("")
        self.quiet -= 1
        return ir.TextTemplate(*place, tuple(texts), tuple(values)) if values else ir.Constant(*place, texts[0])

    def call(self, name: str, place: tuple[int, int], given: Any) -> Any:
        arguments = tuple(ir.Argument(*NOWHERE, one) for one in given)
        return ir.Invoke(*place, ir.Name(*NOWHERE, name), arguments)

    def _starred(self, node: Any) -> Any:
        return ir.Spread(*self.place(node), self.expression(node.value))

    def _list(self, node: Any) -> Any:
        return ir.Items(*self.place(node), self.several(node.elts))

    def _tuple(self, node: Any) -> Any:
        return ir.Items(*NOWHERE, self.several(node.elts), ir.Sort.TUPLE)

    def _set(self, node: Any) -> Any:
        return ir.Items(*self.place(node), self.several(node.elts), ir.Sort.SET)

    def _dict(self, node: Any) -> Any:
        entries = [
            ir.Spread(*NOWHERE, self.expression(value))
            if key is None
            else ir.Entry(*NOWHERE, self.expression(key), self.expression(value))
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return ir.Entries(*self.place(node), tuple(entries))

    def _attribute(self, node: Any) -> Any:
        return ir.Member(*self.place(node), self.expression(node.value), self.name(node.attr))

    def _subscript(self, node: Any) -> Any:
        return ir.Index(*self.place(node), self.expression(node.value), self.expression(node.slice))

    def _slice(self, node: Any) -> Any:
        return ir.Slice(*self.place(node), self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step))

    def arguments(self, node: Any) -> tuple[Any, ...]:
        found = [(self.at(one), ir.Argument(*NOWHERE, self.expression(one))) for one in node.args]
        for one in node.keywords:
            value = self.expression(one.value)
            if one.arg is None:
                value = ir.Spread(*NOWHERE, value)
            found.append((self.at(one), ir.Argument(*NOWHERE, value, one.arg or "**")))
        return tuple(argument for _, argument in sorted(found, key=lambda one: one[0]))

    def at(self, node: Any) -> tuple[int, int]:
        return node.lineno, node.col_offset

    def _call(self, node: Any) -> Any:
        return ir.Invoke(*self.place(node), self.expression(node.func), self.arguments(node))

    def _binop(self, node: Any) -> Any:
        spine = []
        while isinstance(node, ast.BinOp):
            spine.append(node)
            node = node.left
        value = self.expression(node)
        for one in reversed(spine):
            value = ir.Binary(*self.place(one), BINARY[type(one.op)], value, self.expression(one.right))
        return value

    def _boolop(self, node: Any) -> Any:
        first, *others = self.several(node.values)
        for other in others:
            first = ir.Logical(*NOWHERE, type(node.op).__name__.lower(), first, other)
        return first

    def _unaryop(self, node: Any) -> Any:
        return ir.Unary(*self.place(node), UNARY[type(node.op)], self.expression(node.operand))

    def _compare(self, node: Any) -> Any:
        left, found = self.expression(node.left), None
        for place, (sign, operand) in enumerate(zip(node.ops, node.comparators, strict=True)):
            right = following = self.expression(operand)
            if place + 1 < len(node.ops) and not isinstance(right, ir.Name | ir.Constant):
                name = self.temporary()
                following = ir.Name(*NOWHERE, name)
                right = ir.Assign(*NOWHERE, ir.BindName(*NOWHERE, name), right)
            compared = ir.Binary(*NOWHERE, COMPARE[type(sign)], left, right)
            found = compared if found is None else ir.Logical(*NOWHERE, "and", found, compared)
            left = following
        return found

    def _ifexp(self, node: Any) -> Any:
        operands = self.expression(node.test), self.expression(node.body), self.expression(node.orelse)
        return ir.Choose(*self.place(node), *operands)

    def _namedexpr(self, node: Any) -> Any:
        return ir.Assign(*self.place(node), self.target(node.target), self.expression(node.value))

    def _await(self, node: Any) -> Any:
        return ir.Await(*self.place(node), self.expression(node.value))

    def _yield(self, node: Any) -> Any:
        self.yields[-1] = True
        return ir.Yield(*self.place(node), self.maybe(node.value))

    def _yieldfrom(self, node: Any) -> Any:
        self.yields[-1] = True
        return ir.Yield(*self.place(node), self.expression(node.value), True)

    def comprehension(self, node: Any, sort: ir.Sort, element: Any, key: Any = None) -> Any:
        clauses = tuple(
            ir.Clause(
                *NOWHERE, self.target(one.target), self.expression(one.iter), self.several(one.ifs), bool(one.is_async)
            )
            for one in node.generators
        )
        key = self.maybe(key)
        return ir.Comprehension(*self.place(node), sort, self.expression(element), clauses, key)

    def _listcomp(self, node: Any) -> Any:
        return self.comprehension(node, ir.Sort.LIST, node.elt)

    def _setcomp(self, node: Any) -> Any:
        return self.comprehension(node, ir.Sort.SET, node.elt)

    def _generatorexp(self, node: Any) -> Any:
        return self.comprehension(node, ir.Sort.GENERATOR, node.elt)

    def _dictcomp(self, node: Any) -> Any:
        return self.comprehension(node, ir.Sort.MAP, node.value, node.key)

    # Functions and classes

    def parameters(self, given: Any) -> tuple[Any, ...]:
        plain = [*given.posonlyargs, *given.args]
        defaults = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
        kinds = ["positional-only"] * len(given.posonlyargs) + ["plain"] * len(given.args)
        found = [self.parameter(*one) for one in zip(plain, kinds, defaults, strict=True)]
        if given.vararg:
            found.append(self.parameter(given.vararg, "rest", None))
        for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            found.append(self.parameter(one, "keyword-only", default))
        if given.kwarg:
            found.append(self.parameter(given.kwarg, "keywords", None))
        return tuple(found)

    def parameter(self, given: Any, kind: str, default: Any) -> Any:
        target: Any = ir.BindName(*NOWHERE, self.name(given.arg))
        if default is not None:
            target = ir.BindDefault(*NOWHERE, target, self.expression(default))
        return ir.Parameter(*NOWHERE, target, kind=kind)

    def _lambda(self, node: Any) -> Any:
        given = self.parameters(node.args)
        self.yields.append(False)
        value = self.expression(node.body)
        body = (st.Return(*NOWHERE, value),)
        return ir.Function(*self.place(node), "", given, body, generator=self.yields.pop())

    def function(self, node: Any, asynchronous: bool = False) -> Any:
        decorators = self.several(node.decorator_list)
        given = self.parameters(node.args)
        self.yields.append(False)
        body = self.body(node.body)
        generator = self.yields.pop()
        made = ir.Function(*self.place(node), node.name, given, body, asynchronous=asynchronous, generator=generator)
        return self.declared(node, "def", decorators, made)

    def declared(self, node: Any, kind: str, decorators: Any, made: Any) -> Any:
        for decorator in reversed(decorators):
            made = ir.Invoke(*NOWHERE, decorator, (ir.Argument(*NOWHERE, made),))
        return [st.Declare(*self.place(node), kind, ir.BindName(*NOWHERE, self.name(node.name)), made)]

    def _functiondef(self, node: Any) -> Any:
        return self.function(node)

    def _asyncfunctiondef(self, node: Any) -> Any:
        return self.function(node, True)

    def _classdef(self, node: Any) -> Any:
        decorators = self.several(node.decorator_list)
        given = self.arguments(ast.Call(node, node.bases, node.keywords))
        bases = tuple(one.value for one in given if not one.name)
        keywords = tuple(one for one in given if one.name)
        outer, self.private = self.private, node.name.lstrip("_")
        body = self.body(node.body)
        self.private = outer
        made = ir.Class(*self.place(node), node.name, bases, (), body=body, keywords=keywords)
        return self.declared(node, "class", decorators, made)

    # Targets

    def target(self, node: Any) -> Any:
        if isinstance(node, ast.Name):
            return ir.BindName(*self.place(node), self.name(node.id))
        if isinstance(node, ast.Attribute | ast.Subscript):
            return ir.BindPlace(*self.place(node), self.expression(node))
        items, rest, after = [], None, []
        for one in node.elts:
            if isinstance(one, ast.Starred):
                rest = self.target(one.value)
            else:
                (items if rest is None else after).append(self.target(one))
        return ir.BindItems(*NOWHERE, tuple(items), rest, tuple(after))

    # Statements

    def body(self, nodes: Any) -> tuple[Any, ...]:
        found: list[Any] = []
        for node in nodes:
            found.extend(self.expression(node))
        return tuple(found)

    def _expr(self, node: Any) -> Any:
        return [st.Evaluate(*self.place(node), self.expression(node.value))]

    def _assign(self, node: Any) -> Any:
        value = self.expression(node.value)
        for target in node.targets:
            value = ir.Assign(*self.place(node), self.target(target), value)
        return [st.Evaluate(*self.place(node), value)]

    def _annassign(self, node: Any) -> Any:
        value = self.maybe(node.value)
        if node.simple:
            return [st.Declare(*self.place(node), "var", self.target(node.target), value)]
        if value is None:
            return []
        assigned = ir.Assign(*self.place(node), self.target(node.target), value)
        return [st.Evaluate(*self.place(node), assigned)]

    def _augassign(self, node: Any) -> Any:
        value = self.expression(node.value)
        assigned = ir.Assign(*self.place(node), self.target(node.target), value, BINARY[type(node.op)])
        return [st.Evaluate(*self.place(node), assigned)]

    def _pass(self, _node: Any) -> Any:
        return []

    def _break(self, node: Any) -> Any:
        return [st.Break(*self.place(node))]

    def _continue(self, node: Any) -> Any:
        return [st.Continue(*self.place(node))]

    def _return(self, node: Any) -> Any:
        return [st.Return(*self.place(node), self.maybe(node.value))]

    def _raise(self, node: Any) -> Any:
        return [st.Throw(*self.place(node), self.maybe(node.exc))]

    def _assert(self, node: Any) -> Any:
        test = ir.Unary(*NOWHERE, "not", self.expression(node.test))
        given = [self.expression(node.msg)] if node.msg else []
        return [st.If(*self.place(node), test, (st.Throw(*NOWHERE, self.call("AssertionError", NOWHERE, given)),))]

    def _delete(self, node: Any) -> Any:
        pending, found = list(node.targets)[::-1], []
        while pending:
            one = pending.pop()
            if isinstance(one, ast.Tuple | ast.List):
                pending.extend(one.elts[::-1])
            else:
                found.append(st.Evaluate(*NOWHERE, ir.Delete(*NOWHERE, self.expression(one))))
        return found

    def _global(self, node: Any) -> Any:
        return [st.Outer(*self.place(node), tuple(map(self.name, node.names)), isinstance(node, ast.Global))]

    _nonlocal = _global

    def _if(self, node: Any) -> Any:
        chain = [node]
        while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
            chain.append(chain[-1].orelse[0])
        arms = [(one, self.expression(one.test), self.body(one.body)) for one in chain]
        otherwise = self.body(chain[-1].orelse)
        for one, test, then in reversed(arms):
            otherwise = (st.If(*self.place(one), test, then, otherwise),)
        return otherwise

    def _while(self, node: Any) -> Any:
        operands = self.expression(node.test), self.body(node.body)
        return [st.While(*self.place(node), *operands, otherwise=self.body(node.orelse))]

    def _for(self, node: Any) -> Any:
        operands = self.target(node.target), self.expression(node.iter), self.body(node.body)
        asynchronous = isinstance(node, ast.AsyncFor)
        otherwise = self.body(node.orelse)
        return [st.ForEach(*self.place(node), "", *operands, otherwise=otherwise, asynchronous=asynchronous)]

    _asyncfor = _for

    def _with(self, node: Any) -> Any:
        items = [
            (self.expression(one.context_expr), self.target(one.optional_vars) if one.optional_vars else None)
            for one in node.items
        ]
        body = self.body(node.body)
        for value, target in reversed(items):
            body = (st.With(*NOWHERE, value, target, body, isinstance(node, ast.AsyncWith)),)
        return body

    _asyncwith = _with

    def _try(self, node: Any) -> Any:
        handlers = []
        body = self.body(node.body)
        for one in node.handlers:
            types: tuple[Any, ...] = ()
            if isinstance(one.type, ast.Tuple) and one.type.elts:
                types = self.several(one.type.elts)
            elif one.type is not None:
                types = (self.expression(one.type),)
            target = ir.BindName(*NOWHERE, self.name(one.name)) if one.name else None
            handlers.append(st.Handler(*self.place(one), target, self.body(one.body), types))
        last, otherwise = self.body(node.finalbody), self.body(node.orelse)
        return [st.Try(*self.place(node), body, tuple(handlers), last, otherwise)]

    _trystar = _try

    def _import(self, node: Any) -> Any:
        found = []
        for one in node.names:
            local = self.name(one.asname) if one.asname else self.name(one.name.partition(".")[0])
            imported = st.Imported(*self.place(one), "*" if one.asname else ".", local)
            found.append(st.Import(*self.place(node), one.name, (imported,)))
        return found

    def _importfrom(self, node: Any) -> Any:
        names = tuple(
            st.Imported(*self.place(one), one.name, "" if one.name == "*" else self.name(one.asname or one.name))
            for one in node.names
        )
        return [st.Import(*self.place(node), "." * node.level + (node.module or ""), names)]

    def _match(self, node: Any) -> Any:
        name = self.temporary()
        subject = self.expression(node.subject)
        arms = []
        for case in node.cases:
            tests: list[Any] = []
            captures: list[Any] = []
            self.pattern(case.pattern, ir.Name(*NOWHERE, name), tests, captures)
            guard = [self.expression(case.guard)] if case.guard else []
            test = self.all_of(tests, captures, guard) if tests or guard else None
            then = self.body(case.body)
            if test is None:
                then = (*(st.Evaluate(*NOWHERE, one) for one in captures), *then)
            arms.append((test, then))
        otherwise: tuple[Any, ...] = ()
        for test, then in reversed(arms):
            otherwise = then if test is None else (st.If(*NOWHERE, test, then, otherwise),)
        return [st.Evaluate(*NOWHERE, ir.Assign(*NOWHERE, ir.BindName(*NOWHERE, name), subject)), *otherwise]

    def all_of(self, tests: list[Any], captures: list[Any], guard: list[Any]) -> Any:
        done = [ir.Sequence(*NOWHERE, (*captures, ir.Constant(*NOWHERE, True)))] if captures else []
        first, *others = [*tests, *done, *guard]
        for other in others:
            first = ir.Logical(*NOWHERE, "and", first, other)
        return first

    def pattern(self, node: Any, value: Any, tests: list[Any], captures: list[Any]) -> None:
        def capture(name: str | None, part: Any) -> None:
            if name is not None:
                captures.append(ir.Assign(*NOWHERE, ir.BindName(*NOWHERE, self.name(name)), part))

        def apart(how: str, *operands: Any) -> Callable[[int], Any]:
            name = self.temporary()
            taken = ir.Assign(*NOWHERE, ir.BindName(*NOWHERE, name), self.call(how, NOWHERE, (value, *operands)))
            tests.append(ir.Binary(*NOWHERE, "not-same", taken, ir.Constant(*NOWHERE, None)))
            return lambda place: ir.Index(*NOWHERE, ir.Name(*NOWHERE, name), ir.Constant(*NOWHERE, place))

        def constant(given: Any) -> Any:
            return ir.Constant(*NOWHERE, given)

        if isinstance(node, ast.MatchValue):
            tests.append(ir.Binary(*NOWHERE, "equals", value, self.expression(node.value)))
        elif isinstance(node, ast.MatchSingleton):
            tests.append(ir.Binary(*NOWHERE, "same", value, constant(node.value)))
        elif isinstance(node, ast.MatchAs):
            if node.pattern is not None:
                self.pattern(node.pattern, value, tests, captures)
            capture(node.name, value)
        elif isinstance(node, ast.MatchOr):
            whole = None
            for one in node.patterns:
                inner: list[Any] = []
                named: list[Any] = []
                self.pattern(one, value, inner, named)
                inner = inner or [constant(True)]
                test = self.all_of(inner, named, [])
                whole = test if whole is None else ir.Logical(*NOWHERE, "or", whole, test)
            tests.append(whole)
        elif isinstance(node, ast.MatchSequence):
            stars = [place for place, one in enumerate(node.patterns) if isinstance(one, ast.MatchStar)]
            before = stars[0] if stars else len(node.patterns)
            after = len(node.patterns) - before - 1 if stars else 0
            part = apart("%match_sequence", *map(constant, (before, after, bool(stars))))
            for place, one in enumerate(node.patterns):
                if isinstance(one, ast.MatchStar):
                    capture(one.name, part(place))
                else:
                    self.pattern(one, part(place), tests, captures)
        elif isinstance(node, ast.MatchMapping):
            keys = ir.Items(*NOWHERE, self.several(node.keys), ir.Sort.TUPLE)
            part = apart("%match_mapping", keys, constant(node.rest is not None))
            for place, one in enumerate(node.patterns):
                self.pattern(one, part(place), tests, captures)
            capture(node.rest, part(len(node.patterns)))
        else:
            names = ir.Items(*NOWHERE, tuple(constant(self.name(one)) for one in node.kwd_attrs), ir.Sort.TUPLE)
            part = apart("%match_class", self.expression(node.cls), constant(len(node.patterns)), names)
            for place, one in enumerate([*node.patterns, *node.kwd_patterns]):
                self.pattern(one, part(place), tests, captures)


def body_of(text: str) -> tuple[Any, ...]:
    """The statements of a text that Python parses."""
    return Oracle(text).body(ast.parse(text).body)


def differences(found: Any, wanted: Any, path: str = "") -> Iterator[str]:
    """Where two trees differ, places too, with the first few lines of each."""
    pending = [(path, found, wanted)]
    while pending:
        path, found, wanted = pending.pop()
        if isinstance(wanted, tuple) and isinstance(found, tuple):
            if len(found) != len(wanted):
                yield f"{path}: {len(found)} and not {len(wanted)}: {str(found)[:300]} | {str(wanted)[:300]}"
                continue
            pending.extend((f"{path}[{place}]", *pair) for place, pair in enumerate(zip(found, wanted, strict=True)))
        elif type(found) is not type(wanted):
            yield f"{path}: {str(found)[:300]} | {str(wanted)[:300]}"
        elif is_dataclass(wanted):
            for field in fields(wanted):
                if field.name in ("documentation", "type", "returns"):
                    continue
                ours, theirs = getattr(found, field.name), getattr(wanted, field.name)
                if field.name in ("at", "end"):
                    if theirs >= 0 and ours != theirs:
                        yield f"{path}: {type(found).__name__} at {found.at}-{found.end}, not {wanted.at}-{wanted.end}"
                        break
                else:
                    pending.append((f"{path}.{type(found).__name__}.{field.name}", ours, theirs))
        elif found != wanted and not (found != found and wanted != wanted):
            yield f"{path}: {found!r:.300} | {wanted!r:.300}"
        elif isinstance(found, float) and str(found) != str(wanted):
            yield f"{path}: {found!r} | {wanted!r}"
