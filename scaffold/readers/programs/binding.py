"""What arguments become of a call where they must be what the function's parameters say, neither more nor less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.functions import Closure, Frame, Slot
from scaffold.readers.programs.values import MISSING, Array, Object

#: Among keywords: the symbol of elements, or of entries, of which it is not known how many they are.
MORE, OTHERS = "*", "**"
_POSITIONAL = frozenset({"plain", "positional-only"})


def bind_exactly(
    machine: Any, function: Closure, frame: Frame, arguments: Sequence[Any], keywords: Mapping[str, Any]
) -> None:
    """Set the parameters of a function. Raises the program's error for arguments that are missing or too many."""
    code = function.code
    if code.plain is not None and not keywords and len(arguments) == len(code.plain):
        frame.update(zip(code.plain, arguments, strict=True))
        return
    places = [slot for slot in code.slots if slot.kind in _POSITIONAL]
    rest = next((slot.name for slot in code.slots if slot.kind == "rest"), "")
    for slot, value in zip(places, arguments, strict=False):
        frame[slot.name] = value
    if rest:
        frame[rest] = Array(list(arguments[len(places) :]), fixed=True)
    given = _bind_keywords(machine, function, frame, keywords)
    if len(arguments) > len(places) and not rest:
        least = sum(slot.name not in function.defaults for slot in places)
        message = too_many_arguments(code.title, least, len(places), len(arguments), given)
        raise _error(machine, message, function)
    missing = _bind_defaults(machine, function, frame, keywords)
    for positional in (True, False):
        names = [slot.name for slot in missing if (slot.kind in _POSITIONAL) is positional]
        if names:
            kind = "positional" if positional else "keyword-only"
            raise _error(machine, missing_arguments(code.title, names, kind), function)


def _bind_keywords(machine: Any, function: Closure, frame: Frame, keywords: Mapping[str, Any]) -> int:
    """Set the parameters that are given by name; gives how many of them are only given so."""
    slots = {slot.name: slot for slot in function.code.slots if slot.kind in ("plain", "keyword-only")}
    others = next((slot.name for slot in function.code.slots if slot.kind == "keywords"), "")
    left: dict[str, Any] = {}
    count, title = 0, function.code.title
    for name, value in keywords.items():
        slot = slots.get(name)
        if slot is None:
            left[name] = value
            continue
        if name in frame:
            raise _error(machine, f"{title}() got multiple values for argument '{name}'", function)
        frame[name] = value
        count += slot.kind == "keyword-only"
    if others:
        frame[others] = Object(left)
        return count
    wrong = [name for name in left if name not in (MORE, OTHERS)]
    if wrong:
        hidden = [slot.name for slot in function.code.slots if slot.kind == "positional-only" and slot.name in left]
        if hidden:
            what = "got some positional-only arguments passed as keyword arguments"
            raise _error(machine, f"{title}() {what}: '{', '.join(hidden)}'", function)
        raise _error(machine, f"{title}() got an unexpected keyword argument '{wrong[0]}'", function)
    return count


def _bind_defaults(machine: Any, function: Closure, frame: Frame, keywords: Mapping[str, Any]) -> list[Slot]:
    """Set what is not given; gives the parameters for which there is nothing."""
    code, missing = function.code, []
    for slot in code.slots:
        if slot.name in frame or slot.kind in ("rest", "keywords"):
            continue
        default = function.defaults.get(slot.name, MISSING)
        if OTHERS in keywords:
            frame[slot.name] = machine.symbolic_item(keywords[OTHERS], slot.name, 0)
        elif MORE in keywords and slot.kind in _POSITIONAL:
            frame[slot.name] = machine.element(keywords[MORE])
        elif default is MISSING:
            missing.append(slot)
        else:
            machine.hit.add(slot.arm)
            frame[slot.name] = default
    return missing


def _error(machine: Any, message: str, function: Closure) -> Exception:
    error: Exception = machine.throw(message, machine.here or function.code.node.at, "TypeError")
    return error


def missing_arguments(title: str, names: Sequence[str], kind: str) -> str:
    """What the error says where arguments of these names are missing."""
    quoted = [f"'{name}'" for name in names]
    listed = quoted[0]
    if len(quoted) == 2:
        listed = " and ".join(quoted)
    elif len(quoted) > 2:
        listed = f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    plural = "" if len(names) == 1 else "s"
    return f"{title}() missing {len(names)} required {kind} argument{plural}: {listed}"


def too_many_arguments(title: str, least: int, most: int, count: int, given: int = 0) -> str:
    """What the error says where there are `count` arguments by place, and `given` others given only by name."""
    takes = str(most) if least == most else f"from {least} to {most}"
    plural = "" if most == 1 and least == most else "s"
    found = f"{count}"
    if given:
        arguments = "argument" if count == 1 else "arguments"
        more = "argument" if given == 1 else "arguments"
        found = f"{count} positional {arguments} (and {given} keyword-only {more})"
    verb = "was" if count == 1 and not given else "were"
    return f"{title}() takes {takes} positional argument{plural} but {found} {verb} given"
