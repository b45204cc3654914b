"""`Fn`: the functions of Terraform, with what they take and what stands for what they give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from scaffold.model.values import Unknown
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.encoding import LIST, MAP, STRING, in_double, literals_in, split, tokens_in
from scaffold.readers.cdktf.tokens.expressions import Choice, FunctionCall, Members, RawText
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolvables import (
    Resolvable,
    as_list,
    as_number,
    as_text,
    resolvable_of,
    shown,
)
from scaffold.readers.cdktf.tokens.texts import is_textual
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Symbol

#: A function in each line: what programs call it (and `=` what it is called in Terraform), what it gives, and its
#: arguments: `s` text, `n` a number, `l` a list, `a` anything, `*` any number of these.
_TABLE: Final = """
abs number num:n
abspath string path:s
alltrue boolean list:l
anytrue boolean list:l
base64decode string str:s
base64encode string str:s
base64gunzip string str:s
base64gzip string str:s
base64sha256 string str:s
base64sha512 string str:s
basename string path:s
can boolean expression:a
ceil number num:n
chomp string str:s
chunklist list list:l size:n
cidrcontains boolean containing_prefix:s contained_ip_or_prefix:s
cidrhost string prefix:s hostnum:n
cidrnetmask string prefix:s
cidrsubnet string prefix:s newbits:n netnum:n
cidrsubnets list prefix:s newbits:*n
coalesce any vals:*a
coalescelist any vals:*a
compact list list:l
concat any seqs:*a
contains any list:a value:a
convert any value:a type:a
csvdecode any str:s
dirname string path:s
distinct list list:l
element any list:a index:n
endswith boolean str:s suffix:s
ephemeralasnull any value:a
file string path:s
filebase64 string path:s
filebase64sha256 string path:s
filebase64sha512 string path:s
fileexists boolean path:s
filemd5 string path:s
fileset list path:s pattern:s
filesha1 string path:s
filesha256 string path:s
filesha512 string path:s
flatten any list:a
floor number num:n
format string format:s args:*a
formatdate string format:s time:s
formatlist list format:s args:*a
indent string spaces:n str:s
index any list:a value:a
issensitive boolean value:a
jsondecode any str:s
jsonencode string val:a
keys any inputMap:a
lengthOf=length number value:a
log number num:n base:n
lower string str:s
matchkeys list values:l keys:l searchset:l
max number numbers:*n
md5 string str:s
merge any maps:*a
min number numbers:*n
nonsensitive any value:a
one any list:a
parseint any number:a base:n
pathexpand string path:s
plantimestamp string
pow number num:n power:n
regex any pattern:s str:s
regexall list pattern:s str:s
replace string str:s substr:s replace:s
reverse any list:a
rsadecrypt string ciphertext:s privatekey:s
sensitive any value:a
setintersection list first_set:l other_sets:*l
setproduct any sets:*a
setsubtract list a:l b:l
setunion list first_set:l other_sets:*l
sha1 string str:s
sha256 string str:s
sha512 string str:s
signum number num:n
slice any list:a start_index:n end_index:n
sort list list:l
split list separator:s str:s
startswith boolean str:s prefix:s
strcontains boolean str:s substr:s
strrev string str:s
substr string str:s offset:n length:n
sum any list:a
templatefile any path:s vars:a
templatestring string template:s vars:a
textdecodebase64 string source:s encoding:s
textencodebase64 string str:s encoding:s
timeadd string timestamp:s duration:s
timecmp number timestamp_a:s timestamp_b:s
timestamp string
title string str:s
tobool boolean v:a
tolist list v:a
tomap any v:a
tonumber number v:a
toset list v:a
tostring string v:a
transpose any values:a
trim string str:s cutset:s
trimprefix string str:s prefix:s
trimspace string str:s
trimsuffix string str:s suffix:s
try any expressions:*a
upper string str:s
urldecode string str:s
urlencode string str:s
uuid string
uuidv5 string namespace:s name:s
values any mapping:a
yamldecode any src:s
yamlencode string value:a
zipmap any keys:l values:a
"""
#: What only CDK Terrain has.
_NEW: Final = frozenset({
    "base64gunzip", "cidrcontains", "convert", "ephemeralasnull", "issensitive", "templatestring", "urldecode",
})  # fmt: skip
#: What CDKTF gives otherwise.
_OLD: Final = {"format": "any", "formatlist": "any"}
_UNESCAPED: Final = re.compile(r'(^|[^\\])([\\]{2})*"')


class Function(NamedTuple):
    """A function: what it is called in Terraform, what it gives, the names of its arguments and what they are."""

    called: str
    gives: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]


def _read(line: str) -> tuple[str, Function]:
    head, gives, *rest = line.split()
    name, _, called = head.partition("=")
    names = tuple(argument.partition(":")[0] for argument in rest)
    return name, Function(called or name, gives, names, tuple(argument.partition(":")[2] for argument in rest))


FUNCTIONS: Final = dict(_read(line) for line in _TABLE.strip().splitlines())


def function_call(run: Run, machine: Machine, name: str, kinds: Sequence[str], given: Sequence[Any], at: int) -> Any:
    """A call of a function of Terraform's, its arguments checked. Raises the program's error for what it does not
    take."""
    found: list[Any] = []
    for place, (kind, value) in enumerate(zip(kinds, given, strict=True)):
        checked = _Checked(run, machine, f"argument {place} of {name}", at)
        if kind.startswith("*"):
            found.extend(checked.spread(checked.listed(value, kind[1:])))
        else:
            found.append(checked.one(value, kind))
    return FunctionCall(run, name, found)


class _Checked:
    """What a function takes of an argument."""

    def __init__(self, run: Run, machine: Machine, what: str, at: int) -> None:
        self.run, self.machine, self.what, self.at = run, machine, what, at

    def one(self, value: Any, kind: str) -> Any:
        """An argument of a kind."""
        if kind == "l":
            return self.listed(value, "a")
        plain = _plain(value)
        if kind == "a" or plain is MISSING or resolvable_of(self.run, self.machine, plain) is not None:
            return value
        if kind == "s" and not isinstance(plain, str):
            raise fault(self.run, self.machine, f"{self.what} must be a text", self.at)
        if kind == "s" and _UNESCAPED.search(plain):
            raise fault(self.run, self.machine, f"{self.what} has quotes in it that are not escaped", self.at)
        if kind == "n" and (isinstance(plain, bool) or not isinstance(plain, int | float)):
            raise fault(self.run, self.machine, f"{self.what} must be a number", self.at)
        return value

    def listed(self, value: Any, kind: str) -> Any:
        """A list of a kind: what is nothing left out, and texts in quotes already."""
        plain = _plain(value)
        if not isinstance(plain, Array):
            return value
        return Array([self._item(item, kind) for item in plain.items if _plain(item) not in (None, UNDEFINED)])

    def _item(self, item: Any, kind: str) -> Any:
        plain = _plain(item)
        if isinstance(plain, Array) and self._is_token(plain):
            return item
        if isinstance(plain, str):
            if LIST.search(plain) or MAP.search(plain):
                return item
            fragments = split(plain, STRING, lambda key: tokens_of(self.run).lookup(self.machine, key, self.at))
            if len(tokens_in(fragments)) == 1 and not literals_in(fragments):
                return item
        self.one(item, kind)
        if isinstance(plain, str) or (plain is MISSING and is_textual(item.value)):
            return self.machine.join(['"', item, '"'], self.at)
        return item

    def _is_token(self, value: Array) -> bool:
        """Whether the text of a list has the token of a list in it, or it holds nothing but that of one of numbers. As
        text, other tokens in it get texts of their own."""
        items = [_plain(item) for item in value.items]
        found = len(items) == 1 and in_double(items[0], listed=True) is not None
        for item in items:
            if isinstance(item, str):
                found = found or LIST.search(item) is not None or MAP.search(item) is not None
            elif isinstance(item, Array):
                found = self._is_token(item) or found
            elif (token := resolvable_of(self.run, self.machine, item)) is not None:
                token.text(self.machine, self.at)
        return found

    def spread(self, value: Any) -> list[Any]:
        """The elements of what is given for any number of arguments."""
        plain = _plain(value)
        if isinstance(plain, Array):
            return plain.items
        if isinstance(plain, str):
            return list(plain)
        if plain is MISSING:
            known = isinstance(value.value, Unknown)
            return [value if known else Symbol(Unknown("how many these are is not known"))]
        raise fault(self.run, self.machine, f"{self.what} must be a list", self.at)


def _plain(value: Any) -> Any:
    return value.concrete if isinstance(value, Symbol) else value


def given_as(run: Run, machine: Machine, token: Resolvable, gives: str) -> Any:
    """A token as what the library lets it be: text, a number, a list, or for a flag the token itself."""
    if gives == "number":
        return as_number(run, machine, shown(token))
    if gives == "list":
        return as_list(run, machine, shown(token))
    if gives == "boolean":
        return shown(token)
    return as_text(run, machine, shown(token))


def function_of(run: Run, name: str) -> Any:
    """`Fn.name`; `UNDEFINED` where there is none."""
    if name in _SPECIAL:
        work, signature = _SPECIAL[name]
        return Method(run, name, lambda machine, given, at: work(run, machine, given, at), signature)
    found = FUNCTIONS.get(name)
    terrain = tokens_of(run).terrain
    if found is None or (name in _NEW and not terrain):
        return UNDEFINED
    gives = found.gives if terrain else _OLD.get(name, found.gives)

    def work_of(machine: Machine, given: list[Any], at: int) -> Any:
        call = function_call(run, machine, found.called, found.kinds, given[: len(found.kinds)], at)
        return given_as(run, machine, call, gives)

    return Method(run, name, work_of, Signature(found.names))


def _bcrypt(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    cost = Array([given[1]] if machine.truth(given[1]) is not False else [])
    return as_text(run, machine, shown(function_call(run, machine, "bcrypt", ("s", "*n"), [given[0], cost], at)))


def _conditional(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    del machine, at
    return shown(Choice(run, given[:3]))


def _lookup(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    if tokens_of(run).early:
        return as_text(run, machine, shown(function_call(run, machine, "lookup", "a" * 3, given[:3], at)))
    if machine.truth(given[2]) is False:
        return as_text(run, machine, shown(Members(run, given[0], given[1:2])))
    defaults = Array([given[2]])
    return as_text(
        run, machine, shown(function_call(run, machine, "lookup", ["a", "s", "*a"], [*given[:2], defaults], at))
    )


def _lookup_nested(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    steps = machine.iterate(given[1], at) if isinstance(_plain(given[1]), Array) else None
    if steps is None:
        raise fault(run, machine, "a path must be a list", at)
    return as_text(run, machine, shown(Members(run, given[0], steps)))


def _join(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    lists = Array([given[1]])
    return as_text(run, machine, shown(function_call(run, machine, "join", ("s", "*l"), [given[0], lists], at)))


def _range(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    step = 1 if given[2] is UNDEFINED else given[2]
    numbers = Array([*given[:2], step])
    return as_list(run, machine, shown(function_call(run, machine, "range", ("*n",), [numbers], at)))


def raw_text(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    """`Fn.rawString(...)`: a text with all in it that means something in expressions escaped."""
    del at
    return as_text(run, machine, shown(RawText(run, given[0])))


_SPECIAL: Final = {
    "bcrypt": (_bcrypt, Signature(("str", "cost"))),
    "conditional": (_conditional, Signature(("condition", "trueValue", "falseValue"))),
    "lookup": (_lookup, Signature(("inputMap", "key", "defaultValue"))),
    "lookupNested": (_lookup_nested, Signature(("inputMap", "path"))),
    "join": (_join, Signature(("separator", "list"))),
    "range": (_range, Signature(("start", "limit", "step"))),
    "rawString": (raw_text, Signature(("str",))),
}


def _invoke(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    if name != "invoke":
        return UNDEFINED

    def work(machine: Machine, given: list[Any], at: int) -> Any:
        provider, function = (machine.text(machine.concrete(part), at) for part in given[:2])
        return shown(FunctionCall(kind.run, f"provider::{provider}::{function}", machine.iterate(given[2], at) or []))

    return Method(kind.run, name, work, Signature(("providerLocalName", "functionName", "args")))


def _make(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Twin(kind.run, kind)


def _static(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    return function_of(kind.run, name)


FN: Final = Definition("Fn", _make, Signature(), static=_static)
PROVIDER_FUNCTION: Final = Definition("TerraformProviderFunction", _make, Signature(), static=_invoke)
