"""Functions of Python and of its libraries, as far as handlers use them for what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import calling, decoding, members, operations, patterns, sdk_python
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.environment import copied, read_variable
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.truth import Question, truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    ClassValue,
    Closure,
    Method,
    Obj,
    Pattern,
    Scope,
    SdkClient,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir

_KINDS = {
    "dict": "object",
    "list": "list",
    "tuple": "list",
    "str": "text",
    "bytes": "text",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "Mapping": "object",
    "Decimal": "number",
    "Number": "number",
    "Sequence": "list",
    "MutableMapping": "object",
}
_PLAIN = {"str": str, "int": int, "float": float, "bool": bool}


def alias(name: str) -> str:
    """A name that is imported in a roundabout way by its usual one."""
    return {
        "_io.open": "builtins.open",
        "simplejson.loads": "json.loads",
        "ujson.loads": "json.loads",
        "orjson.loads": "json.loads",
        "boto3.session.Session": "boto3.Session",
        "aws_xray_sdk.core.patch_all": "%nothing",
    }.get(name, name)


def _str(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else ""
    if isinstance(value, Sym):
        return value.viewed("text") if value.kind in ("event", "call", "env") else made(value, method="text")
    if isinstance(value, str | int | float) or value is None:
        return str(value)
    return made(value, method="text")


def _number(name: str) -> Callable[..., Value]:
    def work(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
        value = given[0] if given else 0
        if isinstance(value, Sym) and value.kind in ("event", "call", "env"):
            return _number_of(machine, value, name, node, scope)
        if isinstance(value, Sym) and value.kind == "time":
            return Sym("time", value.path, (*value.views, "integer")) if name == "int" else value
        if isinstance(value, str | int | float):
            try:
                return int(value) if name == "int" else (float(value) if name == "float" else made(method="decimal"))
            except (ValueError, OverflowError):
                raise machine.fail("ValueError", node, scope) from None
        if value is None:
            raise machine.fail("TypeError", node, scope)
        return made(value, *named.values(), method={"int": "integer", "float": "float"}.get(name, "decimal"))

    return work


def _number_of(machine: Machine, value: Sym, name: str, node: Any, scope: Scope) -> Value:
    if value.kind == "env":
        return value.viewed("number")
    members.present(machine, value, node, scope)
    if value.kind == "event" and machine.state.implied(Test("digits", value.subject)) is not True:
        known = machine.state.of(value.subject).kind == "number"
        if not known and not machine.decide(Test("number", value.subject), node, scope):
            raise machine.fail("decimal.InvalidOperation" if name == "Decimal" else "ValueError", node, scope)
    viewed = value.viewed("number")
    return viewed.viewed({"int": "integer", "Decimal": "decimal"}.get(name, "float"))


def _bool(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return truthy(machine, given[0], node, scope) if given else False


def _len(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Seq) and not value.more:
        return len(value.items)
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Obj) and not value.open and not value.rest:
        return len(value.entries)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        return value.viewed("length")
    if value is None:
        raise machine.fail("TypeError", node, scope)
    return made(value, method="length")


def _isinstance(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) < 2:
        return made()
    value, wanted = given
    classes = wanted.items if isinstance(wanted, Seq) else [wanted]
    names = [each.name.rpartition(".")[2] for each in classes if isinstance(each, Symbol)]
    kinds = list(dict.fromkeys(_KINDS[name] for name in names if name in _KINDS))
    if isinstance(value, Sym) and value.kind == "event":
        if len(kinds) == 1:
            return Question(Test("is", value.subject, kinds[0]), value)
        return made(value)
    if isinstance(value, Obj) and value.cls is not None:
        from scaffold.readers.functions.code.statements import is_instance

        return any(is_instance(machine, value, each, node, scope) for each in classes)
    if isinstance(value, Sym):
        return made(value)
    shape = "object" if isinstance(value, Obj) else "list" if isinstance(value, Seq) else _plain_kind(value)
    return shape in kinds if kinds else made()


def _plain_kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str | bytes) else "number" if isinstance(value, int | float) else "none"


def _sequence(sort: ir.Sort) -> Callable[..., Value]:
    def work(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
        value = given[0] if given else Seq()
        if isinstance(value, Seq):
            return Seq(list(value.items), value.each, value.more, sort)
        if isinstance(value, Sym):
            if any(each.kind == "env" for each in operations.roots(value)):
                return Seq([], value, more=True, sort=sort)
            return value if value.kind in ("event", "call") else Seq([], made(value), more=True, sort=sort)
        return Seq(members.elements(machine, value, node, scope), sort=sort) if value is not None else Seq(sort=sort)

    return work


def _dict(_machine: Machine, given: list[Value], named: dict[str, Value], _node: Any, _scope: Scope) -> Value:
    found = Obj()
    for value in given:
        if isinstance(value, Obj):
            found.entries |= value.entries
            found.rest += value.rest
            found.open = found.open or value.open
        elif isinstance(value, Sym) and value.kind in ("event", "call"):
            found.rest.append(value)
        elif isinstance(value, Symbol):
            found.open = True
        else:
            found.open = True
    found.entries |= {name: each for name, each in named.items() if name != "**"}
    return found


def _walked(machine: Machine, given: list[Value], node: Any, scope: Scope) -> list[list[Value]]:
    lists = [members.elements(machine, each, node, scope) for each in given]
    return [list(each) for each in zip(*lists, strict=False)]


def _map(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    function, *lists = given
    machine.loops += 1
    found = [calling.callback(machine, function, each, node, scope) for each in _walked(machine, lists, node, scope)]
    machine.loops -= 1
    return Seq(found)


def _filter(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) < 2:
        return made(*given)
    function, source = given[:2]
    if isinstance(source, Seq) and source.more and not source.items:
        return source
    if function is None and isinstance(source, Sym) and source.kind in ("made", "env"):
        return Seq([], source, more=True)
    kept = []
    for each in members.elements(machine, source, node, scope):
        result = each if function is None else calling.callback(machine, function, [each], node, scope)
        if truthy(machine, result, node, scope):
            kept.append(each)
    return Seq(kept)


def _enumerate(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return Seq([Seq([position, each[0]]) for position, each in enumerate(_walked(machine, given[:1], node, scope))])


def _zip(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return Seq([Seq(each) for each in _walked(machine, given, node, scope)])


def _any(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    found = members.elements(machine, given[0], node, scope) if given else []
    return any(truthy(machine, each, node, scope) for each in found)


def _all(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    found = members.elements(machine, given[0], node, scope) if given else []
    return all(truthy(machine, each, node, scope) for each in found)


def _next(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    source = given[0] if given else None
    if isinstance(source, Seq) and source.items:
        return source.items.pop(0)
    return given[1] if len(given) > 1 else made(*given)


def _range(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if all(isinstance(each, int) for each in given) and given:
        return Seq(list(range(*given))[:120]) if all(given[2:]) else Seq()
    return Seq([made(*given)])


def _sorted(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    return Seq(members.elements(machine, value, node, scope))


def _getattr(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) > 1 and isinstance(given[1], str):
        found = members.get(machine, given[0], given[1], node, scope)
        return given[2] if found is UNDEFINED and len(given) > 2 else found
    return made(*given)


def _environ(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    key = given[0] if given else named.get("key")
    has_default = len(given) > 1 or "default" in named
    default = given[1] if len(given) > 1 else named.get("default")
    return read_variable(machine, key, node, scope, default=default, has_default=has_default and default is not None)


def _all_environment(machine: Machine, _given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    copied(machine, node, scope)
    return Obj(open=True)


def _compile(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Pattern(given[0], _flags(given[1:])) if given and isinstance(given[0], str) else made(*given)


def _flags(given: list[Value]) -> str:
    names = {each.name for each in given if isinstance(each, Symbol)}
    return "i" if names & {"re.I", "re.IGNORECASE"} else ""


def _match(name: str) -> Callable[..., Value]:
    def work(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
        if len(given) > 1 and isinstance(given[0], str):
            return patterns.asked(machine, Pattern(given[0], _flags(given[2:])), name, given[1])
        if len(given) > 1 and isinstance(given[0], Pattern):
            return patterns.asked(machine, given[0], name, given[1])
        return made(*given)

    return work


def _clock(unit: str) -> Callable[..., Value]:
    return lambda machine, given, named, node, scope: Sym("time", (unit,))


def _moment(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Sym) and value.kind == "event":
        return value.viewed("number") if "number" in value.views else value.viewed("iso")
    return made(*given)


def _digest(_machine: Machine, given: list[Value], named: dict[str, Value], _node: Any, _scope: Scope) -> Value:
    return Sym("digest", sources=tuple(each for each in (*given, *named.values()) if isinstance(each, Sym)))


def _compare_digest(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    for one, other in ((given[0], given[-1]), (given[-1], given[0])):
        if any(each.kind == "digest" for each in operations.roots(other)):
            operations.signature(machine, one, other, "hmac.compare_digest")
    found = next((each for value in given for each in operations.roots(value) if each.kind == "event"), None)
    return Question(Test("signature", found.subject), found) if found is not None else made(*given)


def _context(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Seq(given)


def _same(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return given[0] if given else None


def _decorator(sort: str) -> Callable[..., Value]:
    def work(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
        value = given[0] if given else None
        return Closure(value.node, value.scope, value.this, value.home, sort) if isinstance(value, Closure) else value

    return work


def _data_class(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return given[0] if given and isinstance(given[0], ClassValue) else Symbol("dataclasses.dataclass")


def _partial(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    from scaffold.readers.functions.code.values import Native

    function, *first = given
    return Native(
        lambda more, others: calling.call(machine, function, [*first, *more], {**named, **others}, node, scope)
    )


def _session(_machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return SdkClient("", "session")


def _process_partial(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """Powertools' batch: the function is called for each record, and its errors are reported."""
    machine.facts.reports = True
    every = {**dict(zip(("event", "record_handler", "processor", "context"), given, strict=False)), **named}
    failures = Seq()
    event, function = every.get("event"), every.get("record_handler")
    machine.loops += 1
    try:
        records = members.index(machine, event, "Records", node, scope)
        for record in members.elements(machine, records, node, scope):
            calling.callback(machine, function, [record], node, scope)
    except calling.Raised:
        failures.items.append(Obj({"itemIdentifier": made()}))
    finally:
        machine.loops -= 1
    return Obj({"batchItemFailures": failures})


def _nothing(_machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return None


def _max(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if given and all(isinstance(each, int | float) for each in given):
        return max(given)
    return made(*given)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "builtins.str": _str,
    "builtins.%format": _str,
    "builtins.repr": _str,
    "builtins.int": _number("int"),
    "builtins.float": _number("float"),
    "decimal.Decimal": _number("Decimal"),
    "builtins.bool": _bool,
    "builtins.len": _len,
    "builtins.isinstance": _isinstance,
    "builtins.list": _sequence(ir.Sort.LIST),
    "builtins.tuple": _sequence(ir.Sort.TUPLE),
    "builtins.set": _sequence(ir.Sort.SET),
    "builtins.frozenset": _sequence(ir.Sort.SET),
    "builtins.dict": _dict,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.any": _any,
    "builtins.all": _all,
    "builtins.next": _next,
    "builtins.iter": _same,
    "builtins.reversed": _sorted,
    "builtins.range": _range,
    "builtins.sorted": _sorted,
    "builtins.getattr": _getattr,
    "builtins.max": _max,
    "builtins.print": _nothing,
    "builtins.abs": lambda machine, given, named, node, scope: (
        abs(given[0]) if isinstance(given[0], int | float) else made(*given)
    ),
    "builtins.round": lambda machine, given, named, node, scope: made(*given),
    "builtins.property": _decorator("property"),
    "functools.cached_property": _decorator("property"),
    "builtins.staticmethod": _decorator("static"),
    "builtins.classmethod": _decorator("class"),
    "functools.wraps": lambda machine, given, named, node, scope: Symbol("%identity"),
    "functools.lru_cache": lambda machine, given, named, node, scope: (
        given[0] if given and isinstance(given[0], Closure) else Symbol("%identity")
    ),
    "functools.cache": _same,
    "functools.partial": _partial,
    "%identity": _same,
    "%nothing": _nothing,
    "dataclasses.dataclass": _data_class,
    "typing.cast": lambda machine, given, named, node, scope: given[-1],
    "os.environ.get": _environ,
    "os.getenv": _environ,
    "os.environ.copy": _all_environment,
    "os.environ.items": _all_environment,
    "re.compile": _compile,
    "re.match": _match("match"),
    "re.fullmatch": _match("fullmatch"),
    "re.search": _match("search"),
    "json.loads": decoding.json_loads,
    "json.load": decoding.json_loads,
    "json.dumps": decoding.json_dumps,
    "base64.b64decode": decoding.base64_decode,
    "base64.urlsafe_b64decode": decoding.base64_decode,
    "base64.standard_b64decode": decoding.base64_decode,
    "boto3.dynamodb.types.TypeDeserializer": lambda machine, given, named, node, scope: Symbol("%deserializer"),
    "%deserializer.deserialize": decoding.deserialize,
    "time.time": _clock("seconds"),
    "datetime.datetime.now": _clock("seconds"),
    "datetime.datetime.utcnow": _clock("seconds"),
    "datetime.datetime.today": _clock("seconds"),
    "datetime.now": _clock("seconds"),
    "datetime.datetime.fromisoformat": _moment,
    "datetime.datetime.strptime": _moment,
    "datetime.datetime.fromtimestamp": _moment,
    "dateutil.parser.parse": _moment,
    "hmac.new": _digest,
    "hmac.digest": _digest,
    "hmac.compare_digest": _compare_digest,
    "secrets.compare_digest": _compare_digest,
    "asyncio.run": _same,
    "asyncio.gather": _context,
    "urllib.parse.unquote_plus": lambda machine, given, named, node, scope: (
        given[0].viewed("text") if given and isinstance(given[0], Sym) else made(*given, method="text")
    ),
    "urllib.parse.unquote": lambda machine, given, named, node, scope: (
        given[0].viewed("text") if given and isinstance(given[0], Sym) else made(*given, method="text")
    ),
    "boto3.client": sdk_python.client,
    "boto3.resource": sdk_python.resource,
    "boto3.Session": _session,
    "boto3.session.Session": _session,
    "aws_lambda_powertools.utilities.batch.process_partial_response": _process_partial,
    "aws_lambda_powertools.utilities.batch.decorator.process_partial_response": _process_partial,
    "collections.defaultdict": lambda machine, given, named, node, scope: Obj(open=True),
    "collections.OrderedDict": _dict,
    "collections.deque": _sequence(ir.Sort.LIST),
    "copy.deepcopy": _same,
    "copy.copy": _same,
}
__all__ = ["FUNCTIONS", "Method", "alias"]
