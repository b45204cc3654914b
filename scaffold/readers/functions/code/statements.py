"""Statements of function code, run on one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import binding, errors
from scaffold.readers.functions.code.machine import Exhausted, Left, Machine, Raised, Returned
from scaffold.readers.functions.code.members import elements
from scaffold.readers.functions.code.modules import export, export_value, import_names
from scaffold.readers.functions.code.operations import equal
from scaffold.readers.functions.code.raising import is_instance
from scaffold.readers.functions.code.truth import truthy
from scaffold.readers.functions.code.values import UNDEFINED, Obj, Scope, Seq, Sym, Symbol, Value
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st

#: How often a loop is run whose end is not known, and one that has one.
_TWICE, _OFTEN = 2, 100


def _evaluate(machine: Machine, node: st.Evaluate, scope: Scope) -> None:
    machine.value(node.value, scope)


def _declare(machine: Machine, node: st.Declare, scope: Scope) -> None:
    if node.kind == "function" and isinstance(node.target, ir.BindName) and node.target.name in scope.names:
        return  # hoisted
    if node.value is None and (machine.language == "python" or node.kind == "var"):
        if isinstance(node.target, ir.BindName) and "%fields" in scope.names:
            scope.names["%fields"].append(node.target.name)
        return
    value = machine.value(node.value, scope) if node.value is not None else UNDEFINED
    if "%fields" in scope.names and isinstance(node.target, ir.BindName) and node.kind == "var":
        scope.names["%fields"].append(node.target.name)
    binding.bind(machine, node.target, value, scope, node.kind)


def _return(machine: Machine, node: st.Return, scope: Scope) -> None:
    value = machine.value(node.value, scope) if node.value is not None else binding.nothing(machine)
    machine.returned_handling = bool(machine.handling)
    raise Returned(value)


def block(machine: Machine, body: tuple[Any, ...], scope: Scope) -> None:
    """Run statements in a scope of their own, where the language has such."""
    if machine.language == "python":
        machine.run(body, scope)
        return
    inner = machine.block(scope)
    binding.hoist(machine, body, inner)
    machine.run(body, inner)


def _if(machine: Machine, node: st.If, scope: Scope) -> None:
    if truthy(machine, machine.value(node.condition, scope), node.condition, scope):
        block(machine, node.then, scope)
    elif node.otherwise:
        block(machine, node.otherwise, scope)


def _looped(machine: Machine, run: Callable[[], None], label: str) -> bool:
    """One turn of a loop; whether it goes on."""
    machine.loops += 1
    try:
        run()
    except Left as left:
        if left.label not in ("", label):
            raise
        return left.again
    finally:
        machine.loops -= 1
    return True


def _while(machine: Machine, node: st.While, scope: Scope, label: str = "") -> None:
    turns, unknown = 0, 0
    while (node.first and turns == 0) or _goes_on(machine, node.condition, scope, unknown):
        value_known = machine.steps
        turns += 1
        unknown += 1
        if turns > _OFTEN:
            raise Exhausted
        if not _looped(machine, lambda: block(machine, node.body, scope), label):
            return
        assert machine.steps >= value_known
    block(machine, node.otherwise, scope)


def _goes_on(machine: Machine, condition: Any, scope: Scope, turns: int) -> bool:
    value = machine.value(condition, scope)
    if isinstance(value, Sym | Symbol) and turns >= _TWICE:
        return False
    return truthy(machine, value, condition, scope)


def _for(machine: Machine, node: st.For, scope: Scope, label: str = "") -> None:
    inner = machine.block(scope)
    machine.run(node.start, inner)
    turns = 0
    while node.condition is None or _goes_on(machine, node.condition, inner, turns):
        turns += 1
        if turns > _OFTEN:
            raise Exhausted
        if not _looped(machine, lambda: block(machine, node.body, inner), label):
            return
        if node.step is not None:
            machine.value(node.step, inner)


def _for_each(machine: Machine, node: st.ForEach, scope: Scope, label: str = "") -> None:
    source = machine.value(node.iterable, scope)
    for element in elements(machine, source, node.iterable, scope, keys=node.keys):
        inner = scope if machine.language == "python" else machine.block(scope)

        def turn(element: Value = element, inner: Scope = inner) -> None:
            binding.bind(machine, node.target, element, inner, node.kind)
            block(machine, node.body, inner)

        if not _looped(machine, turn, label):
            return
    block(machine, node.otherwise, scope)


def _labelled(machine: Machine, node: st.Labelled, scope: Scope) -> None:
    loop = _LOOPS.get(type(node.body))
    if loop is not None:
        loop(machine, node.body, scope, node.label)
        return
    try:
        machine.run((node.body,), scope)
    except Left as left:
        if left.label != node.label:
            raise


def _throw(machine: Machine, node: st.Throw, scope: Scope) -> None:
    if node.value is None:
        error = machine.handling[-1] if machine.handling else errors.new_error("RuntimeError")
    else:
        error = machine.value(node.value, scope)
        if isinstance(error, Symbol) or not isinstance(error, Obj | Sym):
            error = binding.instance_of(machine, error, node, scope)
    raise Raised(error, scope.unit, node.at)


def _try(machine: Machine, node: st.Try, scope: Scope) -> None:
    wide = any(_takes_all(handler) for handler in node.handlers)
    lenient = wide or any(_takes_missing(handler) for handler in node.handlers)
    machine.caught += wide
    machine.lenient += lenient
    try:
        try:
            try:
                block(machine, node.body, scope)
            finally:
                machine.caught -= wide
                machine.lenient -= lenient
        except Raised as raised:
            _handle(machine, node, raised, scope)
        else:
            machine.run(node.otherwise, scope)
    finally:
        if node.last:
            block(machine, node.last, scope)


def _takes_all(handler: st.Handler) -> bool:
    names = [each.name for each in handler.types if isinstance(each, ir.Name)]
    return not handler.types or "Exception" in names or "BaseException" in names


def _takes_missing(handler: st.Handler) -> bool:
    names = [each.name for each in handler.types if isinstance(each, ir.Name)]
    return "ImportError" in names or "ModuleNotFoundError" in names


def _handle(machine: Machine, node: st.Try, raised: Raised, scope: Scope) -> None:
    for handler in node.handlers:
        if not _catches(machine, handler, raised.error, scope):
            continue
        inner = scope if machine.language == "python" else machine.block(scope)
        if handler.target is not None:
            binding.bind(machine, handler.target, raised.error, inner, "let")
        machine.facts.way.caught = not machine.at_import or machine.facts.way.caught
        machine.handling.append(raised.error)
        try:
            block(machine, handler.body, inner)
        finally:
            machine.handling.pop()
        return
    raise raised


def _catches(machine: Machine, handler: st.Handler, error: Value, scope: Scope) -> bool:
    if not handler.types:
        return True
    wanted: list[Value] = []
    for each in handler.types:
        value = machine.value(each, scope)
        wanted += value.items if isinstance(value, Seq) else [value]
    return any(is_instance(machine, error, each, handler.types[0], scope) for each in wanted)


def _switch(machine: Machine, node: st.Switch, scope: Scope) -> None:
    subject = machine.value(node.subject, scope)
    chosen = None
    for index, case in enumerate(node.cases):
        if case.value is None:
            continue
        compared = equal(machine, subject, machine.value(case.value, scope), case.value, scope)
        if truthy(machine, compared, case.value, scope):
            chosen = index
            break
    if chosen is None:
        chosen = next((index for index, case in enumerate(node.cases) if case.value is None), len(node.cases))
    inner = machine.block(scope)
    try:
        for case in node.cases[chosen:]:
            machine.run(case.body, inner)
    except Left as left:
        if left.label or left.again:
            raise


def _with(machine: Machine, node: st.With, scope: Scope) -> None:
    value = machine.value(node.value, scope)
    if node.target is not None:
        binding.bind(machine, node.target, value, scope, "")
    names = value.name if isinstance(value, Symbol) else ""
    if names != "contextlib.suppress":
        machine.run(node.body, scope)
        return
    try:
        machine.run(node.body, scope)
    except Raised:
        return


def _outer(_machine: Machine, node: st.Outer, scope: Scope) -> None:
    if node.whole:
        scope.globals = scope.globals | set(node.names)
    else:
        scope.outers = scope.outers | set(node.names)


def _break(_machine: Machine, node: st.Break, _scope: Scope) -> None:
    raise Left(node.label, again=False)


def _continue(_machine: Machine, node: st.Continue, _scope: Scope) -> None:
    raise Left(node.label, again=True)


_LOOPS: dict[type, Callable[..., None]] = {st.While: _while, st.For: _for, st.ForEach: _for_each}
STATEMENTS: dict[type, Callable[..., None]] = {
    **_LOOPS,
    st.Evaluate: _evaluate,
    st.Declare: _declare,
    st.Return: _return,
    st.If: _if,
    st.Labelled: _labelled,
    st.Block: lambda machine, node, scope: block(machine, node.body, scope),
    st.Throw: _throw,
    st.Try: _try,
    st.Switch: _switch,
    st.With: _with,
    st.Outer: _outer,
    st.Break: _break,
    st.Continue: _continue,
    st.Import: import_names,
    st.Export: export,
    st.ExportValue: export_value,
}
