"""What operators, members, methods and loops make of symbols."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.model.values import Call, Reference, Template, Unknown, Value
from scaffold.readers.programs.conversions import refers
from scaffold.readers.programs.forks import Either, Forks
from scaffold.readers.programs.functions import Parts, is_callable
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    NativeFunction,
    Object,
    OverBudgetError,
    Symbol,
)

_EQUALITY = frozenset({"is", "is-not", "equals", "not-equals", "same", "not-same"})


class Symbols(Forks):
    """The part of the evaluator for values that are only known as expressions."""

    # Operators

    def unary(self, operator: str, value: Any, at: int) -> Any:
        """An operator of `ir.Unary`."""
        if not isinstance(value, Symbol):
            return self.language.unary(self, operator, value, at)
        if operator == "void":
            return UNDEFINED
        if isinstance(value, Either) and operator in ("typeof", "not"):
            ways = (self.unary(operator, way, at) for way in (value.then, value.otherwise))
            return self.merge(value.condition, *ways)
        found = value.concrete
        if found is not MISSING:
            found = self.language.unary(self, operator, found, at)
        return Symbol(self.called(operator, (value.value,)), found)

    def binary(self, operator: str, left: Any, right: Any, at: int) -> Any:
        """An operator of `ir.Binary`."""
        if not isinstance(left, Symbol) and not isinstance(right, Symbol):
            found = self.language.binary(self, operator, left, right, at)
            return self.measure(found, at) if type(found) is str else found
        if operator in _EQUALITY:
            for way, other, swapped in ((left, right, False), (right, left, True)):
                if isinstance(way, Either):
                    return self._equality_of_either(operator, way, other, swapped, at)
        if operator == "modulo" and self.split and isinstance(self.concrete(left), str):
            return self.language.binary(self, operator, self.concrete(left), right, at)
        one, other = self.concrete(left), self.concrete(right)
        found = MISSING
        if one is not MISSING and other is not MISSING:
            found = self.language.binary(self, operator, one, other, at)
        if operator == "add" and (isinstance(found, str) or (found is MISSING and (_is_text(left) or _is_text(right)))):
            return self.join((left, right), at)
        return Symbol(self.called(operator, self.operands(left, right)), found)

    def _equality_of_either(self, operator: str, value: Either, other: Any, swapped: bool, at: int) -> Any:
        ways = []
        for way in (value.then, value.otherwise):
            ways.append(self.binary(operator, other, way, at) if swapped else self.binary(operator, way, other, at))
        return self.merge(value.condition, *ways)

    # Text

    def text(self, value: Any, at: int = 0) -> Any:
        """A value as text, or a symbol of that."""
        if type(value) is str:
            return value
        if isinstance(value, Symbol):
            return self.join((value,), at)
        return self.language.text(self, value)

    def join(self, parts: Sequence[Any], at: int = 0) -> Any:
        """Texts and other values in a row as one text, or the symbol of a `Template`."""
        found: list[Any] = [
            part if type(part) is str or isinstance(part, Symbol) else self.text(part, at) for part in parts
        ]
        if not any(isinstance(part, Symbol) for part in found):
            return self._in_a_row(found, at)
        concrete: Any = [self._text_of_symbol(part) for part in found]
        known = all(isinstance(part, str) for part in concrete)
        concrete = self._in_a_row(concrete, at) if known else MISSING
        mixed = any(isinstance(part, Symbol) and refers(part.value) for part in found)
        values = [self._frozen_text(part) if mixed else self.express(part) for part in found]
        unknown = next((value for value in values if isinstance(value, Unknown)), None)
        value = unknown if unknown is not None and len(values) == 1 else self._template(values)
        if len(found) == 1 and found[0].concrete is not MISSING and isinstance(found[0].concrete, str):
            return found[0]
        return Symbol(value, concrete)

    def _in_a_row(self, texts: Sequence[str], at: int) -> Any:
        """Texts as one, which is only made where it is not too large."""
        if sum(map(len, texts)) > self.budget.size:
            raise OverBudgetError("a value gets too large", self.position(at))
        return self.measure("".join(texts), at)

    def _frozen_text(self, part: Any) -> Value:
        """A part of a text that refers to a resource elsewhere: parameters are the text of their values."""
        if not isinstance(part, Symbol) or part.concrete is MISSING or refers(part.value):
            return self.express(part)
        return self._text_of_symbol(part)  # type: ignore[no-any-return]

    def _text_of_symbol(self, part: Any) -> Any:
        if isinstance(part, str):
            return part
        return MISSING if part.concrete is MISSING else self.language.text(self, part.concrete)

    def _template(self, values: Sequence[Value]) -> Value:
        parts: list[Value] = []
        for value in values:
            for part in value.parts if isinstance(value, Template) else (value,):
                if part is None or isinstance(part, (bool, int, float)):
                    part = self.language.text(self, part)
                if isinstance(part, str) and parts and isinstance(parts[-1], str):
                    parts[-1] += part
                elif part != "":
                    parts.append(part)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return self.limited(Template(tuple(parts)))

    # Members

    def symbolic_get(self, value: Symbol, name: Any, at: int) -> Any:
        """A member or element of a symbol; `name` may be one too."""
        if isinstance(name, Symbol):
            if name.concrete is MISSING:
                return Symbol(self.called("index", self.operands(value, name)))
            name = name.concrete
        if isinstance(value, Either):
            return self.of_either(value, lambda way: self.get(way, name, at))
        inside = value.concrete
        if inside is MISSING:
            return Symbol(Call("length", (value.value,)) if name == "length" else self.step(value.value, name))
        if isinstance(inside, Array) and isinstance(name, str) and name.isdecimal():
            name = int(name)
        found = self.get(inside, name, at)
        if isinstance(found, (NativeFunction, Symbol)):
            return found
        if isinstance(inside, Object) or isinstance(name, int):
            return Symbol(self.step(value.value, name), found)
        return Symbol(self.called(str(name), (value.value,)), found)

    def of_either(self, value: Either, read: Callable[[Any], Any]) -> Any:
        """What is read of either of two values."""
        ways = [way for way in (value.then, value.otherwise) if self.absent(way) is not True]
        if len(ways) == 1:  # A member is only asked for where there is something.
            return read(ways[0])
        return self.merge(value.condition, read(value.then), read(value.otherwise))

    def iterate_symbol(self, value: Symbol, at: int) -> list[Any] | None:
        """The elements of a symbol, which are symbols; `None` where they are not known."""
        inside = value.concrete
        if inside is MISSING:
            return None
        items = self.iterate(inside, at)
        if items is None:
            return None
        whole = self.called("keys", (value.value,)) if isinstance(inside, Object) and self.split else value.value
        return [Symbol(self.step(whole, place), item) for place, item in enumerate(items)]

    def opened(self, value: Any) -> Any:
        """A symbol of a list or object as a list or object of symbols; any other value itself."""
        if not isinstance(value, Symbol):
            return value
        inside = value.concrete
        if isinstance(inside, Array):
            return Array([Symbol(self.step(value.value, place), item) for place, item in enumerate(inside.items)])
        if isinstance(inside, Object):
            return Object({key: Symbol(self.step(value.value, key), item) for key, item in inside.entries.items()})
        return value

    # Calls

    def call_native(
        self, function: NativeFunction, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Call a function of the runtime; a pure one only ever sees concrete values."""
        if function.pure:
            data = [*arguments, *keywords.values()] if keywords else arguments
            if self._symbolic(this) or any(map(self._symbolic, data)):
                return self._call_pure(function, this, arguments, keywords, at)
        elif isinstance(this, Symbol) and _is_opened(function, this):
            opened = self.opened(this)
            result = self._work(function, this.concrete if opened is this else opened, arguments, keywords, at)
            if opened is this and isinstance(result, (str, int, float)):
                return Symbol(self.called(function.name, self.operands(this, *arguments)), result)
            return result
        elif self.journal is not None:
            for holder in (this, *arguments):
                self.journal.content(holder)
        result = self._work(function, this, arguments, keywords, at)
        if type(result) is str:
            self.measure(result, at)
        elif type(result) is Array:
            self.measure(result.items, at)
        return result

    def _work(
        self, function: NativeFunction, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        try:
            return function.work(self, this, arguments, keywords, at)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError) as error:
            if self.strict:
                raise
            self.note("unsupported-operation", f"{function.name} cannot be evaluated here", at, detail=str(error))
            return self.unknown(f"{function.name} cannot be evaluated", at)

    def _call_pure(
        self, function: NativeFunction, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        data = [this, *arguments] if _is_data(this) else list(arguments)
        expression = self.called(function.name, self.operands(*data, *keywords.values()))
        receiver, given = self.concrete(this), [self.concrete(argument) for argument in arguments]
        named = {name: self.concrete(value) for name, value in keywords.items()}
        if receiver is MISSING or any(value is MISSING for value in (*given, *named.values())):
            return Symbol(expression)
        result = self._work(function, receiver, given, named, at)
        if isinstance(result, (Symbol, Foreign)):
            return result
        return self._parts(Symbol(expression, result)) if type(result) is Array else Symbol(expression, result)

    def _parts(self, value: Symbol) -> Parts:
        items = self.iterate_symbol(value, 0) or []
        return Parts(items, whole=value, first=list(items))

    def call_method_of_symbol(
        self, value: Symbol, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Call a method of a symbol that is taken for nothing."""
        if isinstance(value.value, Unknown):
            self.platform.unread(self, arguments, keywords)
            looped = self._looped(value, name, arguments, keywords, at)
            return value if looped is UNDEFINED else looped
        found = self.language.method_of_symbol(self, value, name, arguments, keywords)
        if found is not UNDEFINED:
            return found
        looped = self._looped(value, name, arguments, keywords, at)
        if looped is not UNDEFINED:
            return looped
        given = [argument for argument in arguments if not is_callable(argument)]
        return Symbol(self.called(name, self.operands(value, *given)))

    def _looped(self, value: Symbol, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """What a method gives that lists have, and that calls what it is given for each of their elements; `UNDEFINED`
        for another."""
        if not any(map(is_callable, arguments)):
            return UNDEFINED
        function = self.language.member(self, Array(), name, at)
        if isinstance(function, NativeFunction) and not function.pure:
            return self._work(function, value, arguments, keywords, at)
        return UNDEFINED

    def called(self, name: str, operands: tuple[Value, ...]) -> Value:
        """The expression of an operation; of something unknown nothing is known."""
        for operand in operands:
            if isinstance(operand, Unknown):
                return operand
        return self.limited(Call(name, operands))

    def _symbolic(self, value: Any) -> bool:
        if isinstance(value, Symbol):
            return True
        if isinstance(value, Array):
            return any(map(self._symbolic, value.items))
        if type(value) is Object:
            self.spend(1)
            return any(map(self._symbolic, value.entries.values()))
        return False


def _is_opened(function: NativeFunction, this: Symbol) -> bool:
    return not function.whole and not isinstance(this.concrete, Array) and this.concrete is not MISSING


def _is_text(value: Any) -> bool:
    if isinstance(value, Symbol):
        return isinstance(value.concrete, str) or isinstance(value.value, Template)
    return isinstance(value, str)


def _is_data(value: Any) -> bool:
    """Whether the receiver of a method is what the method is applied to (and not a namespace like `Math`)."""
    return isinstance(value, (Symbol, str, int, float, Array))


def splat(value: Any) -> bool:
    """Whether a symbol is that of every element of an unknown collection."""
    return isinstance(value, Symbol) and isinstance(value.value, Reference) and "*" in value.value.path
