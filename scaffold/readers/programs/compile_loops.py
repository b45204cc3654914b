"""Compiles loops."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from scaffold.model.values import Unknown
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.compiler import Compiler, Scope, declared, names_of
from scaffold.readers.programs.functions import OUTER, Completion, Frame, Run

_ROUNDS = Unknown("whether the loop goes round is not known")

#: What a round of a loop ends with: to go on, to stop, or a completion that ends more than the loop.
_ON, _STOP = "on", "stop"


def _labels(c: Compiler) -> tuple[str, ...]:
    labels, c.labels = c.labels, ()
    return labels


def _ends(end: Completion, labels: tuple[str, ...]) -> Any:
    if end.kind == "return" or (end.label and end.label not in labels):
        return end
    return _ON if end.kind == "continue" else _STOP


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
        first, mark = node.first, len(m.conditions)
        while True:
            m.meter.left -= 1
            m.here = at
            if m.meter.left < 0:
                m.refill(at)
            if not first:
                holds = m.truth(condition(m, f), at)
                if holds is None:
                    return _unknown_rounds(m, lambda: body(m, f), labels)
                if not holds:
                    break
            first = False
            end = body(m, f)
            if len(m.conditions) > mark:
                m.end_round(mark, "continue")
            if end is not None:
                what = _ends(end, labels)
                if what is _STOP:
                    return m.end_round(mark, "break")
                if what is not _ON:
                    return what
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
            if len(m.conditions) > mark:
                m.end_round(mark, "continue")
            if end is not None:
                what = _ends(end, labels)
                if what is _STOP:
                    return m.end_round(mark, "break")
                if what is not _ON:
                    return what
            if names:  # Each round has variables of its own, which functions keep.
                frame = dict(frame)
            if step is not None:
                step(m, frame)

    return run


def _for_each(c: Compiler, node: st.ForEach) -> Run:
    labels, at = _labels(c), node.at
    own = set(names_of(node.target)) if node.kind and node.kind != "var" else set()
    iterable = c.expression(node.iterable)
    with c.inside(Scope("block", own)):
        bind = c.pattern(node.target, node.kind)
        body = c.statements(node.body)
    otherwise = c.statements(node.otherwise) if node.otherwise else None

    def one(m: Any, f: Frame, item: Any) -> Any:
        frame = {OUTER: f}
        if node.asynchronous:
            item = m.settle(item, at)
        bind(m, frame, item)
        return body(m, frame)

    def run(m: Any, f: Frame) -> Any:
        value = iterable(m, f)
        items = m.keys(value, at) if node.keys else m.iterate(value, at)
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
            if len(m.conditions) > mark:
                m.end_round(mark, "continue")
            if end is not None:
                what = _ends(end, labels)
                if what is _STOP:
                    return m.end_round(mark, "break")
                if what is not _ON:
                    return what
        m.end_round(mark, "break")
        return otherwise(m, f) if otherwise is not None else None

    return run


# Comprehensions


def _comprehension(c: Compiler, node: ir.Comprehension) -> Run:
    with c.inside(Scope("block", {name for clause in node.clauses for name in names_of(clause.target)})):
        clauses = [
            (
                c.pattern(clause.target, "let"),
                c.expression(clause.iterable),
                [c.expression(condition) for condition in clause.conditions],
            )
            for clause in node.clauses
        ]
        key = c.expression(node.key) if node.key is not None else None
        element = c.expression(node.element)

    def fill(m: Any, f: Frame, place: int, found: list[Any]) -> None:
        if place == len(clauses):
            found.append((key(m, f), element(m, f)) if key is not None else element(m, f))
            return
        bind, iterable, conditions = clauses[place]
        value = iterable(m, f)
        items = m.iterate(value, node.at)

        def one(item: Any) -> None:
            m.spend(1)
            bind(m, f, item)
            if all(m.truth(condition(m, f), node.at) is not False for condition in conditions):
                fill(m, f, place + 1, found)

        if items is None:
            m.once(value, one, node.at)
        for item in items or ():
            one(item)

    def run(m: Any, f: Frame) -> Any:
        found: list[Any] = []
        fill(m, {OUTER: f}, 0, found)
        return m.comprehended(node.sort, found)

    return run


LOOPS = {st.While: _while, st.For: _for, st.ForEach: _for_each, ir.Comprehension: _comprehension}
