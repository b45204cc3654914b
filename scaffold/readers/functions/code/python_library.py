"""Functions of Python and of its libraries, as far as handlers use them for what they are given."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import (
    calling,
    decoding,
    members,
    operations,
    patterns,
    python_builtins,
    sdk_python,
)
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.environment import copied, read_variable
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.truth import Question
from scaffold.readers.functions.code.values import (
    ClassValue,
    Closure,
    Native,
    Obj,
    Pattern,
    Scope,
    SdkClient,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
    roots,
)
from scaffold.readers.programs import ir


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
    def work(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
        if len(given) > 1 and isinstance(given[0], str):
            return patterns.asked(machine, Pattern(given[0], _flags(given[2:])), name, given[1], node, scope)
        if len(given) > 1 and isinstance(given[0], Pattern):
            return patterns.asked(machine, given[0], name, given[1], node, scope)
        return made(*given)

    return work


def _clock(unit: str) -> Callable[..., Value]:
    return lambda machine, given, named, node, scope: Sym("time", (unit,))


def _now(machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return machine.world.clock if machine.world is not None else Sym("time", ("seconds",))


def _moment(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Sym) and value.kind == "event":
        return value.viewed("number") if "number" in value.views else value.viewed("iso")
    if not isinstance(value, Sym):
        calling.risky(machine, node, scope)
    return made(*given, method="plain")


def _unquoted(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, str):
        return urllib.parse.unquote_plus(value)
    if isinstance(value, Sym):
        return value.viewed("text") if value.kind != "made" else made(value, method="text")
    raise machine.fail("AttributeError", node, scope)


def _digest(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    if any(isinstance(each, str | int) or each is None for each in given[:2]):
        raise machine.fail("TypeError", node, scope)
    return Sym("digest", sources=tuple(each for each in (*given, *named.values()) if isinstance(each, Sym)))


def _compare_digest(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    for one, other in ((given[0], given[-1]), (given[-1], given[0])):
        if any(each.kind == "digest" for each in roots(other)):
            operations.signature(machine, one, other, "hmac.compare_digest")
    found = next((each for value in given for each in roots(value) if each.kind == "event"), None)
    if found is not None:
        return Question(Test("signature", found.subject), found)
    if any(each.kind == "digest" for value in given for each in roots(value)) and any(map(operations.is_plain, given)):
        return False  # what was computed is not what anybody wrote down
    return made(*given)


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
    function, *first = given
    return Native(lambda more, others: machine.call(function, [*first, *more], {**named, **others}, node, scope))


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
    except Raised:
        failures.items.append(Obj({"itemIdentifier": made()}))
    finally:
        machine.loops -= 1
    return Obj({"batchItemFailures": failures})


def _exit(machine: Machine, _given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    raise machine.fail("SystemExit", node, scope)


def _nothing(_machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return None


FUNCTIONS: dict[str, Callable[..., Value]] = {
    **python_builtins.BUILTINS,
    "decimal.Decimal": python_builtins.number("Decimal"),
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
    "sys.exit": _exit,
    "builtins.exit": _exit,
    "builtins.quit": _exit,
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
    "time.time": _now,
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
    "urllib.parse.unquote_plus": _unquoted,
    "urllib.parse.unquote": _unquoted,
    "boto3.client": sdk_python.client,
    "boto3.resource": sdk_python.resource,
    "boto3.Session": _session,
    "boto3.session.Session": _session,
    "aws_lambda_powertools.utilities.batch.process_partial_response": _process_partial,
    "aws_lambda_powertools.utilities.batch.decorator.process_partial_response": _process_partial,
    "collections.defaultdict": lambda machine, given, named, node, scope: Obj(open=True),
    "collections.OrderedDict": python_builtins.dictionary,
    "collections.deque": python_builtins.sequence(ir.Sort.LIST),
    "copy.deepcopy": _same,
    "copy.copy": _same,
}
