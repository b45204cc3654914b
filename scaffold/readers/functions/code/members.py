"""What is under a name or an index in a value, and what is in it one by one."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.classes import bound, method_of
from scaffold.readers.functions.code.environment import read_variable
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.method_names import DICT_NAMES, LIST_NAMES, METHODS, TEXT_IN_PYTHON, TEXT_NAMES
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    ClassValue,
    Closure,
    Method,
    Module,
    Obj,
    Rejected,
    Scope,
    SdkClient,
    SdkObject,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir

#: Elements of one list that are gone through.
_MOST = 120
ENVIRONMENTS = ("os.environ", "process.env")
#: Members of an answer that are there whenever the call succeeds are all but these.
_OFTEN_MISSING = frozenset(
    {
        "Item",
        "Attributes",
        "Contents",
        "Messages",
        "LastEvaluatedKey",
        "NextToken",
        "nextToken",
        "CommonPrefixes",
        "NextContinuationToken",
        "SecretString",
        "SecretBinary",
        "UnprocessedItems",
    }
)


def present(machine: Machine, value: Value, node: Any, scope: Scope, name: str = "") -> None:
    """Make sure that something can be taken out of a value. Raises `Raised` where it is not there."""
    absent = value is None or value is UNDEFINED
    if isinstance(value, Sym) and value.kind in ("event", "call") and _may_miss(value):
        absent = not machine.need(value, node, scope)
    if absent:
        error = "AttributeError" if machine.language == "python" and name else "TypeError"
        raise machine.fail(error, node, scope)


def _may_miss(value: Sym) -> bool:
    if value.kind == "event":
        return bool(value.path)
    return len(value.path) > 2 or (len(value.path) == 2 and value.path[1] in _OFTEN_MISSING)


def get(machine: Machine, value: Value, name: str, node: Any, scope: Scope) -> Value:
    """`value.name`."""
    if isinstance(value, Rejected):
        return Method(value, name)
    if isinstance(value, Symbol):
        return _of_symbol(machine, value, name, node, scope)
    if isinstance(value, Module):
        return machine.exported(value, name)
    if isinstance(value, ClassValue):
        return _of_class(machine, value, name)
    if isinstance(value, Obj):
        return _of_object(machine, value, name, node, scope)
    if isinstance(value, SdkClient | SdkObject):
        return _of_sdk(value, name)
    if isinstance(value, Sym):
        return _of_unknown(machine, value, name, node, scope)
    present(machine, value, node, scope, name)
    return _of_plain(machine, value, name, node, scope)


def _of_plain(machine: Machine, value: Value, name: str, node: Any, scope: Scope) -> Value:
    if isinstance(value, Seq | str | bytes) and name in ("length", "size") and machine.language != "python":
        known = not (isinstance(value, Seq) and value.more)
        return len(value.items if isinstance(value, Seq) else value) if known else made(value, method="length")
    if isinstance(value, str) and name in ("value", "name"):
        return value  # a member of an enumeration
    if isinstance(value, Closure | Bound) and name == "name":
        return made()
    kinds = METHODS.get(machine.language == "python", {})
    known_names = next((names for kind, names in kinds.items() if isinstance(value, kind)), None)
    if known_names is None or name in known_names:
        return Method(value, name)
    if machine.language == "python":
        raise machine.fail("AttributeError", node, scope)
    return made() if isinstance(value, Seq) and name in ("groups", "index", "input") else UNDEFINED


def _of_symbol(machine: Machine, value: Symbol, name: str, node: Any, scope: Scope) -> Value:
    if value.name in ENVIRONMENTS and not (machine.language == "python" and name in ("get", "copy", "items", "keys")):
        return read_variable(machine, name, node, scope)
    if value.name == "sdk-exceptions":
        return Symbol(f"sdk-error:{name}")
    if name == "default":
        return value
    return Symbol(f"{value.name}.{name}")


def _of_class(machine: Machine, value: ClassValue, name: str) -> Value:
    found = method_of(value, name)
    if found is not None:
        member = found[0]
        return Bound(member, value) if isinstance(member, Closure) and member.sort == "class" else member
    base = next((base for base in value.bases if isinstance(base, Symbol)), None)
    return Method(value, name) if base is not None else UNDEFINED


def _of_object(machine: Machine, value: Obj, name: str, node: Any, scope: Scope) -> Value:
    if machine.language == "python" and value.cls is None:
        if hasattr(dict, name) or value.open:
            return Method(value, name)
        raise machine.fail("AttributeError", node, scope)
    if name in value.entries:
        return value.entries[name]
    if isinstance(value.cls, ClassValue):
        member = method_of(value.cls, name)
        if member is not None:
            function, home = member
            if isinstance(function, Closure) and function.sort in ("property", "get"):
                given = [value] if machine.language == "python" else []
                return machine.call(function, given, {}, node, scope, this=value)
            if isinstance(function, Closure) and function.sort == "static":
                return function
            if isinstance(function, Closure) and function.sort == "class":
                return bound(function, value.cls, home)
            return bound(function, value, home)
    if name == "message" and "args" in value.entries:
        return value.entries["args"]
    if value.rest:
        return child(machine, value.rest[-1], name, node, scope)
    if value.cls is None and machine.language != "python":
        if name in ("hasOwnProperty", "toString", "get", "set", "has", "append", "then", "catch", "finally"):
            return Method(value, name)
        return made(value) if value.open else UNDEFINED
    if isinstance(value.cls, ClassValue) and not any(isinstance(base, Symbol) for base in value.cls.bases):
        return made(value) if machine.language == "python" or value.open else UNDEFINED
    return Method(value, name) if name in ("toString", "with_traceback", "dict", "model_dump") else made(value)


def _of_sdk(value: SdkClient | SdkObject, name: str) -> Value:
    if name == "exceptions":
        return Symbol("sdk-exceptions")
    if name == "meta":
        return SdkClient(value.service, "resource-meta")
    if name == "client" and isinstance(value, SdkClient) and value.form == "resource-meta":
        return SdkClient(value.service, "client")
    return Method(value, name)


def _of_unknown(machine: Machine, value: Sym, name: str, node: Any, scope: Scope) -> Value:
    if value.kind not in ("event", "call"):
        return made(value, method="length") if name == "length" else Method(value, name)
    if machine.language == "python":
        present(machine, value, node, scope, name)
        _kind_by_name(machine, value, name)
        return Method(value, name)
    present(machine, value, node, scope, name)
    if name == "length":
        return value.viewed("length")
    if (
        name in LIST_NAMES
        or name in TEXT_NAMES
        or name in ("replace", "split", "toString", "then", "catch", "promise", "finally", "transformToString", "test")
    ):
        _kind_by_name(machine, value, name)
        return Method(value, name)
    return child(machine, value, name, node, scope)


def _kind_by_name(machine: Machine, value: Sym, name: str) -> None:
    """What a value must be that has this method."""
    if value.views and "caseless" not in value.views:
        return
    if name in TEXT_NAMES or (machine.language == "python" and name in TEXT_IN_PYTHON):
        machine.facts.kind(value, "text")
    elif machine.language == "python" and name in DICT_NAMES:
        machine.facts.kind(value, "object")
    elif machine.language != "python" and name in LIST_NAMES - {"length", "includes", "indexOf", "slice", "concat"}:
        machine.facts.kind(value, "list")


def child(machine: Machine, value: Sym, name: str, node: Any, scope: Scope) -> Value:
    """What is under a name in a value that is not known: a use of the event or of an answer."""
    found = value.child(name)
    if found.kind in ("event", "call"):
        machine.touched(found, node, scope)
    return found


def index(machine: Machine, value: Value, key: Value, node: Any, scope: Scope, *, strict: bool = False) -> Value:
    """`value[key]`. With `strict`, what is not there is an error (Python)."""
    if isinstance(value, Symbol) and value.name in ENVIRONMENTS:
        return read_variable(machine, key, node, scope, required=machine.language == "python")
    if isinstance(value, Sym):
        return _index_unknown(machine, value, key, node, scope, strict=strict)
    if isinstance(value, Obj):
        return _index_object(machine, value, key, node, scope, strict=strict)
    present(machine, value, node, scope)
    if isinstance(value, Seq):
        return _index_items(machine, value, key, node, scope, strict=strict)
    if isinstance(value, str | bytes) and isinstance(key, int):
        if -len(value) <= key < len(value):
            return value[key]
        if strict:
            raise machine.fail("IndexError", node, scope)
        return UNDEFINED
    if isinstance(key, str) and not isinstance(value, str | bytes | int | float):
        return get(machine, value, key, node, scope)
    if strict and (isinstance(value, int | float) or (isinstance(value, str | bytes) and isinstance(key, str))):
        raise machine.fail("TypeError", node, scope)
    return made(value, key)


def _index_unknown(machine: Machine, value: Sym, key: Value, node: Any, scope: Scope, *, strict: bool) -> Value:
    if value.kind not in ("event", "call"):
        return made(value, key)
    present(machine, value, node, scope)
    if isinstance(key, Sym) and key.kind == "keys":
        return _by_key(machine, value, key, node, scope)
    if isinstance(key, bool) or not isinstance(key, str | int):
        return value.child("*") if isinstance(key, Sym) else made(value, key)
    if isinstance(key, int):
        filled = machine.decide(Test("filled", value.subject), node, scope)
        machine.facts.kind(value, "list")
        if not filled:
            if strict:
                raise machine.fail("IndexError", node, scope)
            return UNDEFINED
        return value.child("*")
    found = child(machine, value, key, node, scope)
    if strict and isinstance(found, Sym) and _may_miss(found) and not machine.need(found, node, scope):
        raise machine.fail("KeyError", node, scope)
    return found


def _by_key(machine: Machine, value: Sym, key: Sym, node: Any, scope: Scope) -> Value:
    """What is under a name that was looked for among all names."""
    named = machine.state.names.get(value.subject)
    if named is None:
        return value.child("*")
    found = Sym(value.kind, (*value.path, named[0]), ("caseless",) if named[1] else ())
    machine.state.assume(Test("has", found.subject), True)
    machine.touched(found, node, scope)
    return found


def _index_object(machine: Machine, value: Obj, key: Value, node: Any, scope: Scope, *, strict: bool) -> Value:
    if is_unhashable(machine, key):
        raise machine.fail("TypeError", node, scope)
    if isinstance(key, Sym | Seq | Obj):
        return made(*value.entries.values(), key)
    if key in value.entries or (isinstance(key, int) and str(key) in value.entries):
        return value.entries[key] if key in value.entries else value.entries[str(key)]
    if value.cls is not None or machine.language != "python":
        return get(machine, value, str(key), node, scope)
    if value.rest:
        return _index_unknown(machine, value.rest[-1], key, node, scope, strict=strict)
    if value.open:
        return made(value)
    if strict:
        raise machine.fail("KeyError", node, scope)
    return UNDEFINED


def _index_items(machine: Machine, value: Seq, key: Value, node: Any, scope: Scope, *, strict: bool) -> Value:
    if isinstance(key, int) and not isinstance(key, bool):
        if -len(value.items) <= key < len(value.items):
            return value.items[key]
        if value.more:
            return value.each
        if strict:
            raise machine.fail("IndexError", node, scope)
        return UNDEFINED
    if isinstance(key, str) and strict:
        raise machine.fail("TypeError", node, scope)
    if isinstance(key, str):
        return get(machine, value, key, node, scope)
    return made(value, key)


def is_unhashable(machine: Machine, key: Value) -> bool:
    """Whether Python takes something for no key of a dictionary."""
    a_list = isinstance(key, Seq) and key.sort in (ir.Sort.LIST, ir.Sort.SET)
    return machine.language == "python" and (a_list or (isinstance(key, Obj) and key.cls is None))


def store(machine: Machine, place: ir.Member | ir.Index, value: Value, scope: Scope) -> None:
    """`object.name = value`, `object[index] = value`."""
    target = machine.value(place.object, scope)
    key = place.name if isinstance(place, ir.Member) else machine.value(place.index, scope)
    if isinstance(target, Obj) and is_unhashable(machine, key):
        raise machine.fail("TypeError", place, scope)
    if isinstance(target, Obj):
        if isinstance(key, Sym) and key.kind == "keys" and key.origin is not None:
            cased = "lower" in key.views
            target.rest.append(Sym(key.origin.kind, key.origin.path, cased=cased))
        elif isinstance(key, str | int | float | bool | None):
            target.entries[key] = value
        else:
            target.open = True
    elif isinstance(target, ClassValue):
        target.members[str(key)] = value
    elif isinstance(target, Module) and isinstance(key, str):
        target.scope.names[key] = value
    elif isinstance(target, Seq) and isinstance(key, int) and -len(target.items) <= key < len(target.items):
        target.items[key] = value
    elif target is None or target is UNDEFINED:
        present(machine, target, place, scope, "")


def elements(machine: Machine, value: Value, node: Any, scope: Scope, *, keys: bool = False) -> list[Value]:
    """What a loop over a value goes through."""
    if isinstance(value, Seq):
        found = list(value.items[:_MOST])
        if value.more and (not found or value.each is not None):
            goes = machine.free(value.each, node, scope, default=True) if not found else True
            found += [value.each] if goes else []
        return [str(position) for position in range(len(found))] if keys else found
    if isinstance(value, Obj) and value.cls is None and not keys and machine.language != "python" and not value.open:
        raise machine.fail("TypeError", node, scope)
    if isinstance(value, Obj) and (keys or value.cls is None):
        inner = list(value.entries)[:_MOST]
        return inner + [Sym("keys", each.path, origin=each, cased=each.cased) for each in value.rest]
    if isinstance(value, str):
        return list(value[:_MOST])
    if isinstance(value, bytes):
        return list(value[:_MOST])
    if isinstance(value, dict | set | frozenset | range | list | tuple):
        return list(value)[:_MOST]
    return _unknown_elements(machine, value, node, scope, keys=keys)


def _unknown_elements(machine: Machine, value: Value, node: Any, scope: Scope, *, keys: bool) -> list[Value]:
    present(machine, value, node, scope)
    if isinstance(value, int | float) and not keys:
        raise machine.fail("TypeError", node, scope)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        if keys:
            return [Sym("keys", value.path, origin=value, cased=value.cased)]
        machine.facts.kind(value, "list")
        if not machine.decide(Test("filled", value.subject), node, scope):
            return []
        return [value.child("*")]
    return [made(value)] if machine.free(value, node, scope, default=True) else []
