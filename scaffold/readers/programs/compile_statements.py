"""Compiles statements. A compiled statement gives a `Completion` where it does not come to its end, else `None`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from scaffold.model.values import Call, Value
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compile_expressions import decide
from scaffold.readers.programs.compiler import Compiler, Scope, declared
from scaffold.readers.programs.forks import condition_of
from scaffold.readers.programs.functions import BREAK, CONTINUE, OUTER, Bind, Completion, Frame, LeftError, Run
from scaffold.readers.programs.values import UNDEFINED, Symbol, ThrownError


def sequence(c: Compiler, nodes: tuple[Any, ...]) -> Run | None:
    """Compile statements in the current scope: declared functions first; `None` where there is nothing to do."""
    first = [node for node in nodes if isinstance(node, st.Declare) and node.kind == "function"]
    runs = [c.statement(node) for node in first]
    runs += [c.statement(node) for node in nodes if not (isinstance(node, st.Declare) and node.kind == "function")]
    if not runs:
        return None
    if len(runs) == 1:
        return runs[0]
    cost, at = len(runs), nodes[0].at

    def run(m: Any, f: Frame) -> Any:
        meter = m.meter
        meter.left -= cost
        if meter.left < 0:
            m.refill(at)
        for statement in runs:
            end = statement(m, f)
            if end is not None:
                return end
        return None

    return run


def _nothing(m: Any, f: Frame) -> None:
    return None


def _block(c: Compiler, node: st.Block) -> Run:
    names = c.declared(node.body)
    if not names:
        return sequence(c, node.body) or _nothing
    with c.inside(Scope("block", names)):
        run = sequence(c, node.body) or _nothing
    return lambda m, f: run(m, {OUTER: f})


def _evaluate(c: Compiler, node: st.Evaluate) -> Run:
    value = c.expression(node.value)

    def run(m: Any, f: Frame) -> None:
        value(m, f)

    return run


def _declare(c: Compiler, node: st.Declare) -> Run:
    if node.value is None and node.kind == "var":
        return _nothing
    bind = c.pattern(node.target, node.kind)
    name = node.target.name if isinstance(node.target, ir.BindName) else ""
    if node.kind == "function" and isinstance(node.value, ir.Function):
        value = c.tables[ir.Function](c, node.value, name)
    else:
        value = c.expression(node.value, name) if node.value is not None else None

    def run(m: Any, f: Frame) -> None:
        bind(m, f, value(m, f) if value is not None else UNDEFINED)

    return run


def _return(c: Compiler, node: st.Return) -> Run:
    if node.value is None:
        end = Completion("return", value=c.nothing)
        return lambda m, f: end
    value = c.expression(node.value)
    return lambda m, f: Completion("return", "", value(m, f))


def _if(c: Compiler, node: st.If) -> Run:
    arm = c.new_arms(node.at, 2)
    condition, at = c.expression(node.condition), node.at
    then, otherwise = c.statements(node.then), c.statements(node.otherwise)

    def run(m: Any, f: Frame) -> Any:
        value = condition(m, f)
        if value is True or value is False:
            m.hit.add(arm if value else arm + 1)
            return then(m, f) if value else otherwise(m, f)
        holds, what = decide(m, value, arm, at)
        if holds is None:
            return m.fork_statement(what, lambda: then(m, f), lambda: otherwise(m, f), at)
        return then(m, f) if holds else otherwise(m, f)

    return run


# Jumps


def _break(c: Compiler, node: st.Break) -> Run:
    end = Completion("break", node.label) if node.label else BREAK
    return lambda m, f: end


def _continue(c: Compiler, node: st.Continue) -> Run:
    end = Completion("continue", node.label) if node.label else CONTINUE
    return lambda m, f: end


def _labelled(c: Compiler, node: st.Labelled) -> Run:
    label = node.label
    c.labels = (*c.labels, label)
    run = c.statement(node.body)
    c.labels = ()

    def labelled(m: Any, f: Frame) -> Any:
        end = run(m, f)
        return None if end is not None and end.kind == "break" and end.label == label else end

    return labelled


def _throw(c: Compiler, node: st.Throw) -> Run:
    at = node.at
    if node.value is None:

        def again(m: Any, f: Frame) -> Any:
            raise m.caught or m.throw("there is nothing to raise again", at)

        return again
    value = c.expression(node.value)

    def run(m: Any, f: Frame) -> Any:
        m.here = at
        m.spend(8)
        raise ThrownError(value(m, f), m.position(at))

    return run


def _try(c: Compiler, node: st.Try) -> Run:
    body, handlers = c.statements(node.body), [c.tables[st.Handler](c, handler) for handler in node.handlers]
    otherwise = c.statements(node.otherwise) if node.otherwise else None
    last = c.statements(node.last) if node.last else None

    def attempt(m: Any, f: Frame) -> Any:
        depth = len(m.conditions)
        try:
            end = body(m, f)
        except ThrownError as error:
            del m.conditions[depth:]
            before, m.caught = m.caught, error
            try:
                for types, handle in handlers:
                    if m.handles(error.value, [kind(m, f) for kind in types]):
                        return handle(m, f, error.value)
            finally:
                m.caught = before
            raise
        return otherwise(m, f) if end is None and otherwise is not None else end

    def run(m: Any, f: Frame) -> Any:
        assert last is not None
        try:
            end = attempt(m, f)
        except (ThrownError, LeftError) as error:
            before, m.caught = m.caught, error if isinstance(error, ThrownError) else m.caught
            try:
                ended = last(m, f)
            finally:
                m.caught = before
            if ended is not None:
                return ended
            raise
        ended = last(m, f)
        return ended if ended is not None else end

    return run if last is not None else attempt


def _handler(c: Compiler, node: st.Handler) -> tuple[list[Run], Any]:
    types = [c.expression(kind) for kind in node.types]
    names = declared((st.Declare(node.at, node.end, "let", node.target, None),)) if node.target is not None else set()
    with c.inside(Scope("block", names)):
        bind: Bind | None = c.pattern(node.target, "let") if node.target is not None else None
        body = c.statements(node.body)

    def handle(m: Any, f: Frame, value: Any) -> Any:
        frame = {OUTER: f}
        if bind is not None:
            bind(m, frame, value)
        return body(m, frame)

    return types, handle


# Switches


@dataclass(slots=True)
class _Cases:
    """The compiled cases of a switch: what each compares with (`None` for the default) and what it does. `arm` is the
    place of the first one's arm."""

    arm: int
    at: int
    tests: list[Run | None]
    bodies: list[Run | None]

    def enter(self, m: Any, f: Frame, first: int) -> Any:
        """Run the cases from this one on, until one ends."""
        for place in range(first, len(self.bodies)):
            m.hit.add(self.arm + place)
            body = self.bodies[place]
            end = body(m, f) if body is not None else None
            if end is not None:
                return None if end.kind == "break" and not end.label else end
        return None

    def choose(self, m: Any, f: Frame, value: Any, first: int) -> Any:
        """Run the case for a value, looked for from this one on."""
        for place in range(first, len(self.tests)):
            test = self.tests[place]
            if test is None:
                continue
            same = m.binary("is", value, test(m, f), self.at)
            holds = m.truth(same, self.at)
            if holds is None:
                this, others = partial(self.enter, m, f, place), partial(self.choose, m, f, value, place + 1)
                return m.fork_statement(condition_of(same), this, others, self.at)
            if holds:
                return self.enter(m, f, place)
        return self.enter(m, f, self.tests.index(None)) if None in self.tests else None


def _switch(c: Compiler, node: st.Switch) -> Run:
    arm = c.new_arms(node.at, len(node.cases))
    subject = c.expression(node.subject)
    names = declared(statement for case in node.cases for statement in case.body)
    with c.inside(Scope("block", names)):
        tests = [c.expression(case.value) if case.value is not None else None for case in node.cases]
        cases = _Cases(arm, node.at, tests, [sequence(c, case.body) for case in node.cases])
    constants = [
        (case.value.value,) if isinstance(case.value, ir.Constant) else None if case.value is not None else ()
        for case in node.cases
    ]

    def run(m: Any, f: Frame) -> Any:
        value = subject(m, f)
        if isinstance(value, Symbol):
            for place, condition in enumerate(_case_conditions(value.value, constants)):
                if condition is not None:
                    m.note_decision(arm + place, condition)
        mark = len(m.conditions)
        end = cases.choose(m, {OUTER: f}, value, 0)
        if len(m.conditions) > mark:
            m.end_round(mark, "break")
        return end

    return run


def _case_conditions(subject: Value, constants: list[Any]) -> list[Value]:
    """What leads to each case, where its value is written out; to the default, that none of the others does."""
    others = tuple(Call("is-not", (subject, *constant)) for constant in constants if constant)
    found: list[Value] = []
    for constant in constants:
        if constant is None:
            found.append(None)
        else:
            found.append(Call("is", (subject, *constant)) if constant else Call("and", others))
    return found


# Others


def _outer(c: Compiler, node: st.Outer) -> Run:
    return _nothing


def _import(c: Compiler, node: st.Import) -> Run:
    return _nothing


def _export(c: Compiler, node: st.Export) -> Run:
    if node.source:
        return _nothing
    reads = [(found.name, c.find(found.local)[1] is not None, found.local) for found in node.names]
    known = [(name, _read_if_set(c, local, node.at)) for name, there, local in reads if there]

    def run(m: Any, f: Frame) -> None:
        for name, read in known:
            value = read(m, f)
            if value is not None:
                m.export(f, (name,), value[0])

    return run


def _read_if_set(c: Compiler, local: str, at: int) -> Any:
    read = c.reader(local, at)

    def run(m: Any, f: Frame) -> Any:
        return (read(m, f),) if local in f else None

    return run


def _export_value(c: Compiler, node: st.ExportValue) -> Run:
    value, whole = c.expression(node.value, "default"), node.whole

    def run(m: Any, f: Frame) -> None:
        if whole:
            m.export_whole(f, value(m, f))
        else:
            m.export(f, ("default",), value(m, f))

    return run


STATEMENTS = {
    st.Block: _block,
    st.Evaluate: _evaluate,
    st.Declare: _declare,
    st.Return: _return,
    st.If: _if,
    st.Break: _break,
    st.Continue: _continue,
    st.Labelled: _labelled,
    st.Throw: _throw,
    st.Try: _try,
    st.Handler: _handler,
    st.Switch: _switch,
    st.Outer: _outer,
    st.Import: _import,
    st.Export: _export,
    st.ExportValue: _export_value,
}
