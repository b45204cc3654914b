"""Calls, constructions and promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.model.values import Unknown
from scaffold.readers.programs.binding import bind_exactly
from scaffold.readers.programs.classes import Classes
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import OUTER, Bound, ClassValue, Closure, Code, Frame, Series
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    NativeFunction,
    Object,
    Promise,
    Symbol,
    ThrownError,
)

_NONE: Mapping[str, Any] = {}


class Calls(Classes):
    """The part of the evaluator that calls and constructs. `rejections` are the errors of rejected promises, for their
    positions."""

    rejections: dict[int, tuple[Promise, ThrownError]]

    def call(
        self, function: Any, arguments: Sequence[Any], *, this: Any = UNDEFINED, at: int = 0, **keywords: Any
    ) -> Any:
        """Call a function: the program's, a native or a foreign one."""
        return self.invoke(function, arguments, keywords, this, at)

    def invoke(self, function: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], this: Any, at: int) -> Any:
        """Call a function."""
        kind = type(function)
        self.here = at = at or self.here
        if kind is Closure:
            return self.call_closure(function, arguments, keywords, this, at)
        if kind is NativeFunction:
            self.meter.left -= 1
            if self.meter.left < 0:
                self.refill(at)
            return self.call_native(function, this, arguments, keywords, at)
        if isinstance(function, Foreign):
            self.spend(1)
            return function.call(self, this, arguments, keywords, at)
        if kind is Bound:
            return self.invoke(
                function.function,
                [*function.arguments, *arguments],
                {**function.keywords, **keywords},
                function.this,
                at,
            )
        if isinstance(function, Symbol):
            return self._call_symbol(function, arguments, keywords, this, at)
        if kind is ClassValue and not function.mro:
            raise self.throw(f"Class constructor {function.name} cannot be invoked without 'new'", at, "TypeError")
        if self.split:
            return self.call_other(function, arguments, keywords, at)
        raise self.throw(f"{self._source(at)} is not a function", at, "TypeError")

    def _source(self, at: int) -> str:
        text = self.unit.text[at : at + 60].split("\n", 1)[0]
        return text.split("(", 1)[0].strip() or "this"

    def _call_symbol(
        self, function: Symbol, arguments: Sequence[Any], keywords: Mapping[str, Any], this: Any, at: int
    ) -> Any:
        if isinstance(function, Either):
            ways = [way for way in (function.then, function.otherwise) if self.absent(way) is not True]
            if len(ways) == 1:
                return self.invoke(ways[0], arguments, keywords, this, at)
            return self.fork(
                function.condition,
                lambda: self.invoke(function.then, arguments, keywords, this, at),
                lambda: self.invoke(function.otherwise, arguments, keywords, this, at),
                at,
            )
        if function.concrete is not MISSING and not isinstance(function.concrete, Foreign):
            return self.invoke(function.concrete, arguments, keywords, this, at)
        self.platform.unread(self, arguments, keywords)
        if isinstance(function.value, Unknown):
            return function
        return self.unknown("what is called here is not known", at)

    def invoke_method(
        self, value: Any, name: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Call the method `name` of a value."""
        if isinstance(value, Symbol) and value.concrete is MISSING:
            if isinstance(value, Either):
                return self._invoke_method_of_either(value, name, arguments, keywords, at)
            return self.call_method_of_symbol(value, str(name), arguments, keywords, at)
        if self.split:
            return self.invoke_attribute(value, name, arguments, keywords, at)
        return self.invoke(self.method(value, name, at), arguments, keywords, value, at)

    def _invoke_method_of_either(
        self, value: Either, name: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        ways = [way for way in (value.then, value.otherwise) if self.absent(way) is not True]
        if len(ways) == 1:
            return self.invoke_method(ways[0], name, arguments, keywords, at)
        return self.fork(
            value.condition,
            lambda: self.invoke_method(value.then, name, arguments, keywords, at),
            lambda: self.invoke_method(value.otherwise, name, arguments, keywords, at),
            at,
        )

    # Functions of the program

    def call_closure(
        self, function: Closure, arguments: Sequence[Any], keywords: Mapping[str, Any], this: Any, at: int
    ) -> Any:
        """Call a function of the program: it runs in a scope of its own, in the module that it stands in."""
        code = function.code
        if self.depth >= self.deepest:
            self.too_deep(at)
        self.meter.left -= 1
        if self.meter.left < 0:
            self.refill(at)
        frame: Frame = {OUTER: function.frame}
        if not code.lexical:
            frame["this"] = this
            if code.wants_super:
                frame["super"] = function
            if code.wants_arguments:
                frame["arguments"] = Array(list(arguments))
        unit, returns, base = self.unit, self.returns, self.base
        self.unit, self.returns, self.base = code.unit, None, len(self.conditions)
        self.depth += 1
        self.here = code.node.at
        self.hit.add(code.arm)
        try:
            if code.exact:
                bind_exactly(self, function, frame, arguments, keywords)
            if code.asynchronous and not code.generator:
                return self._run_asynchronous(function, code, frame, arguments, keywords)
            return self._run_body(function, code, frame, arguments, keywords)
        finally:
            del self.conditions[self.base :]
            self.unit, self.returns, self.base = unit, returns, base
            self.depth -= 1

    def _run_body(
        self, function: Closure, code: Code, frame: Frame, arguments: Sequence[Any], keywords: Mapping[str, Any]
    ) -> Any:
        plain = code.plain
        if code.exact:
            pass
        elif plain is not None and not keywords and len(arguments) >= len(plain):
            frame.update(zip(plain, arguments, strict=False))
        else:
            self._bind(code, frame, arguments, keywords)
        for name in code.hoisted:
            frame.setdefault(name, UNDEFINED)
        if code.constructor and function.home.base is None:
            self.set_up(function.home, frame["this"], code, frame)
        if code.generator:
            return self._run_generator(code, frame)
        if code.value is not None:
            return code.value(self, frame) if self.returns is None else self.returned(code.value(self, frame))
        end = code.body(self, frame) if code.body is not None else None
        value = end.value if end is not None else code.nothing
        return value if self.returns is None else self.returned(value)

    def _run_asynchronous(
        self, function: Closure, code: Code, frame: Frame, arguments: Sequence[Any], keywords: Mapping[str, Any]
    ) -> Any:
        try:
            value = self._run_body(function, code, frame, arguments, keywords)
        except ThrownError as error:
            return self.rejected(error)
        return value if isinstance(value, Promise) else Promise(value)

    def _run_generator(self, code: Code, frame: Frame) -> Series:
        def run() -> Any:
            end = code.body(self, frame) if code.body is not None else None
            return end.value if end is not None else code.nothing

        if code.exact:
            return self.series(code.unit, run)
        items, returned, cut = self.gathered(run)
        return Series(items, returned=returned, cut=cut)

    def _bind(self, code: Code, frame: Frame, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        place, left = 0, dict(keywords)
        for slot in code.slots:
            if slot.kind == "rest":
                value: Any = Array(list(arguments[place:]))
                place = len(arguments)
            elif slot.kind == "keywords":
                value, left = Object(dict(left)), {}
            elif slot.kind != "keyword-only" and place < len(arguments):
                value = arguments[place]
                place += 1
            else:
                value = left.pop(slot.name, UNDEFINED)
            slot.bind(self, frame, value)

    # Classes

    def construct(self, function: Any, arguments: Sequence[Any], *, at: int = 0, **keywords: Any) -> Any:
        """`new function(...arguments)`."""
        self.here = at
        if self.split:
            return self.invoke(function, arguments, keywords, UNDEFINED, at)
        if isinstance(function, ClassValue):
            instance = Object(type=function)
            self.deepen(at)
            try:
                return self.initialise(function, instance, arguments, keywords, at) or instance
            finally:
                self.depth -= 1
        if isinstance(function, Closure):
            instance = Object(type=function)
            found = self.call_closure(function, arguments, keywords, instance, at)
            return found if isinstance(found, (Object, Array, Foreign)) else instance
        if isinstance(function, Foreign):
            self.spend(1)
            return function.construct(self, arguments, keywords, at)
        if isinstance(function, NativeFunction):
            return self.call_native(function, UNDEFINED, arguments, keywords, at)
        if isinstance(function, Bound):
            return self.construct(function.function, [*function.arguments, *arguments], at=at, **keywords)
        if isinstance(function, Either):
            return self.fork(
                function.condition,
                lambda: self.construct(function.then, arguments, at=at, **keywords),
                lambda: self.construct(function.otherwise, arguments, at=at, **keywords),
                at,
            )
        if isinstance(function, Symbol):
            self.platform.unread(self, arguments, keywords)
            return function if isinstance(function.value, Unknown) else self.unknown("this class is not known", at)
        raise self.throw(f"{self._source(at).removeprefix('new ')} is not a constructor", at, "TypeError")

    def initialise(
        self, kind: ClassValue, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Set up an instance as its class says; gives what a constructor returns in its place, else `None`."""
        if kind.constructor is not None:
            found = self.call_closure(kind.constructor, arguments, keywords, instance, at)
            return found if isinstance(found, (Object, Array, Foreign)) else None
        if kind.base is not None:
            self.initialise_base(kind.base, instance, arguments, keywords, at)
        self.set_up(kind, instance, None, None)
        return None

    def initialise_base(
        self, base: Any, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """What `super(...)` does, but for the members of the class that calls it."""
        if isinstance(base, ClassValue):
            self.deepen(at)
            try:
                self.initialise(base, instance, arguments, keywords, at)
            finally:
                self.depth -= 1
        elif isinstance(base, Foreign):
            base.initialise(self, instance, arguments, keywords, at)
        elif isinstance(base, Closure):
            self.call_closure(base, arguments, keywords, instance, at)
        elif isinstance(base, Symbol):
            self.platform.unread(self, arguments, keywords)

    def set_up(self, kind: ClassValue, instance: Object, code: Code | None, frame: Frame | None) -> None:
        """Set the members that parameters declare, then the fields, in their order."""
        if code is not None and frame is not None:
            for slot in code.slots:
                if slot.member:
                    self.set(instance, slot.member, frame.get(slot.member, UNDEFINED))
        if not kind.fields:
            return
        scope: Frame = {OUTER: kind.frame, "this": instance, "super": kind}
        unit, self.unit = self.unit, kind.unit
        try:
            for key, run in kind.fields:
                if run is not None:
                    instance.entries[key] = run(self, scope)
                else:
                    instance.entries.setdefault(key, UNDEFINED)
        finally:
            self.unit = unit

    # Promises

    def rejected(self, error: ThrownError) -> Promise:
        """A promise that is broken by an error."""
        promise = Promise(error.value, rejected=True)
        self.rejections[id(promise)] = (promise, error)
        return promise

    def settle(self, value: Any, at: int = 0) -> Any:
        """What awaiting a value gives."""
        if isinstance(value, Promise):
            value.handled = True
            if not value.settled:
                return self.unknown("what is awaited here is never settled", at)
            if value.rejected:
                known = self.rejections.get(id(value))
                raise known[1] if known else ThrownError(value.value, self.position(at))
            return self.settle(value.value, at) if isinstance(value.value, Promise) else value.value
        if type(value) is Object:
            then = self.get(value, "then", at)
            if isinstance(then, (Closure, Bound)):
                return self._settle_by_calling(value, then, at)
        return value

    def _settle_by_calling(self, value: Object, then: Any, at: int) -> Any:
        kept: list[Any] = []
        broken: list[Any] = []
        keep = self.native("resolve", lambda given, _: kept.extend(given or [UNDEFINED]))
        refuse = self.native("reject", lambda given, _: broken.extend(given or [UNDEFINED]))
        self.call(then, (keep, refuse), this=value, at=at)
        if broken and not kept:
            raise ThrownError(broken[0], self.position(at))
        return kept[0] if kept else self.unknown("what is awaited here is never settled", at)
