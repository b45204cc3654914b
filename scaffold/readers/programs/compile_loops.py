"""Compiles loops."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any, Final

from scaffold.model.values import Unknown
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compile_expressions import decide
from scaffold.readers.programs.compiler import Compiler, Scope, declared, names_of
from scaffold.readers.programs.functions import OUTER, Completion, Frame, Run, Series
from scaffold.readers.programs.values import Object

_ROUNDS = Unknown("whether the loop goes round is not known")

#: What a round of a loop ends with: to go on, to stop, or a completion that ends more than the loop.
_ON, _STOP = "on", "stop"


#: After so many rounds in which something was not known, whether there are more is taken for not known either: what
#: may have been added to a list looks as if it were.
_UNSURE: Final = 8


def _labels(c: Compiler) -> tuple[str, ...]:
    labels, c.labels = c.labels, ()
    return labels


def _ends(end: Completion, labels: tuple[str, ...]) -> Any:
    if end.kind == "return" or (end.label and end.label not in labels):
        return end
    return _ON if end.kind == "continue" else _STOP


def _left(m: Any, end: Completion | None, mark: int, labels: tuple[str, ...]) -> tuple[Any] | None:
    """After a round that ended so: `None` to go on, or in a tuple how the loop ends."""
    m.end_round(mark, "continue")
    what = _ends(end, labels) if end is not None else _ON
    if what is _ON:
        return None
    return (m.end_round(mark, "break") if what is _STOP else what,)


def _unknown_rounds(m: Any, work: Callable[[], Any], labels: tuple[str, ...]) -> Any:
    """One round of a loop whose rounds are not known."""
    mark = len(m.conditions)
    end = m.round(work)
    m.end_round(mark, "break", "continue")
    if end is None or _ends(end, labels) is not end:
        return None
    m.leave(end, _ROUNDS)
    return None


def _while(c: Compiler, node: st.While) -> Run:
    labels, at = _labels(c), node.at
    condition, body = c.expression(node.condition), c.statements(node.body)
    otherwise = c.statements(node.otherwise) if node.otherwise else None

    def run(m: Any, f: Frame) -> Any:
        first, mark, unsure = node.first, len(m.conditions), 0
        while True:
            m.meter.left -= 1
            m.here, forked = at, m.forked
            if m.meter.left < 0:
                m.refill(at)
            if not first:
                holds = m.truth(condition(m, f), at)
                if holds is None or unsure > _UNSURE:
                    return _unknown_rounds(m, lambda: body(m, f), labels)
                if not holds:
                    break
            first = False
            end = body(m, f)
            unsure += m.forked > forked
            if (end is not None or len(m.conditions) > mark) and (left := _left(m, end, mark, labels)):
                return left[0]
        m.end_round(mark, "break")
        return otherwise(m, f) if otherwise is not None else None

    return run


def _for(c: Compiler, node: st.For) -> Run:
    labels, at = _labels(c), node.at
    names = declared(node.start)
    with c.inside(Scope("block", names)):
        start = [c.statement(statement) for statement in node.start]
        condition = c.expression(node.condition) if node.condition is not None else None
        step = c.expression(node.step) if node.step is not None else None
        body = c.statements(node.body)

    def run(m: Any, f: Frame) -> Any:
        frame, mark = {OUTER: f}, len(m.conditions)
        for statement in start:
            statement(m, frame)
        while True:
            m.meter.left -= 1
            m.here = at
            if m.meter.left < 0:
                m.refill(at)
            holds = condition is None or m.truth(condition(m, frame), at)
            if holds is None:
                return _unknown_rounds(m, partial(body, m, frame), labels)
            if not holds:
                return m.end_round(mark, "break")
            end = body(m, frame)
            if (end is not None or len(m.conditions) > mark) and (left := _left(m, end, mark, labels)):
                return left[0]
            if names:  # Each round has variables of its own, which functions keep.
                frame = dict(frame)
            if step is not None:
                step(m, frame)

    return run


def _for_each(c: Compiler, node: st.ForEach) -> Run:
    labels, at = _labels(c), node.at
    own = set(names_of(node.target)) if node.kind and node.kind != "var" else set()
    iterable = c.expression(node.iterable)
    with c.inside(Scope("block", own)) if own else nullcontext():
        bind = c.pattern(node.target, node.kind)
        body = c.statements(node.body)
    otherwise = c.statements(node.otherwise) if node.otherwise else None

    def one(m: Any, f: Frame, item: Any) -> Any:
        frame = {OUTER: f} if own else f
        if node.asynchronous:
            item = m.settle(item, at)
        bind(m, frame, item)
        return body(m, frame)

    def along(m: Any, f: Frame, value: Series) -> Any:
        """The loop over a generator that has not begun: the two take turns."""
        mark, ended = len(m.conditions), list[Any]()

        def turn(item: Any) -> Any:
            m.here, now = at, len(m.conditions)
            end = one(m, f, item)
            m.end_round(now, "continue")
            what = _ends(end, labels) if end is not None else _ON
            if what is _ON:
                return None
            ended.append(what)
            return end

        whole = m.drive(value, turn, at)
        m.end_round(mark, "break")
        if whole:
            return otherwise(m, f) if otherwise is not None else None
        return None if ended[-1] is _STOP else ended[-1]

    def run(m: Any, f: Frame) -> Any:
        value = iterable(m, f)
        if type(value) is Object:
            value = m.iterator_of(value, at)
        if type(value) is Series and value.source is not None:
            return along(m, f, value)
        items = m.keys(value, at) if node.keys else m.elements(value, at)
        if items is None:
            any_item = m.element(value) if not node.keys else m.unknown("the keys of this are not known", at)
            return _unknown_rounds(m, lambda: one(m, f, any_item), labels)
        mark = len(m.conditions)
        for item in items:
            m.meter.left -= 1
            m.here = at
            if m.meter.left < 0:
                m.refill(at)
            end = one(m, f, item)
            if (end is not None or len(m.conditions) > mark) and (left := _left(m, end, mark, labels)):
                return left[0]
        m.end_round(mark, "break")
        return otherwise(m, f) if otherwise is not None else None

    return run


# Comprehensions


def comprehension(c: Compiler, node: ir.Comprehension) -> Run:
    """Compile a comprehension: its first collection is evaluated outside of its scope."""
    first, at, sort = c.expression(node.clauses[0].iterable), node.at, node.sort
    with c.inside(Scope("comprehension", {name for clause in node.clauses for name in names_of(clause.target)})):
        clauses = [_Clause(c, clause, place) for place, clause in enumerate(node.clauses)]
        key = c.expression(node.key) if node.key is not None else None
        element = c.expression(node.element)

    def fill(m: Any, f: Frame, place: int, value: Any, take: Callable[[Any], Any]) -> None:
        clause = clauses[place]

        def go() -> None:
            if place + 1 < len(clauses):
                fill(m, f, place + 1, clauses[place + 1].collection(m, f), take)
            else:
                take((key(m, f), element(m, f)) if key is not None else element(m, f))

        def one(item: Any) -> None:
            clause.bind(m, f, m.settle(item, at) if clause.asynchronous else item)
            clause.decide(m, f, go)

        m.drive(value, one, at)

    def run(m: Any, f: Frame) -> Any:
        value, frame = first(m, f), {OUTER: f}
        if sort is ir.Sort.GENERATOR:
            m.require_iterable(value, at)
            return m.series(m.unit, lambda: fill(m, frame, 0, value, m.give))
        found: list[Any] = []
        doubts = m.doubts
        fill(m, frame, 0, value, found.append)
        return m.comprehended(sort, found, at) if m.doubts == doubts else m.doubtful(sort, value, found, at)

    return run


class _Clause:
    """A compiled `for` of a comprehension with its conditions."""

    def __init__(self, c: Compiler, clause: ir.Clause, place: int) -> None:
        self.bind = c.pattern(clause.target, "let")
        self.collection = c.expression(clause.iterable) if place else _nothing
        self.tests = [(c.expression(test), c.new_arms(test.at, 2), test.at) for test in clause.conditions]
        self.asynchronous = clause.asynchronous

    def decide(self, m: Any, f: Frame, go: Callable[[], None], first: int = 0) -> None:
        """Go on where the conditions hold; where that is not known, under them."""
        for place in range(first, len(self.tests)):
            test, arm, at = self.tests[place]
            holds, what = decide(m, test(m, f), arm, at)
            if holds is None:
                m.doubts += 1
                m.fork_statement(what, partial(self.decide, m, f, go, place + 1), lambda: None, at)
                return
            if not holds:
                return
        go()


def _nothing(m: Any, f: Frame) -> None:
    return None


LOOPS = {st.While: _while, st.For: _for, st.ForEach: _for_each, ir.Comprehension: comprehension}
