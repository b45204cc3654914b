"""The names of methods, and what a value is that has them."""

from __future__ import annotations

from scaffold.readers.functions.code.values import Seq

LIST_NAMES = frozenset(
    {
        "length",
        "map",
        "filter",
        "forEach",
        "reduce",
        "find",
        "some",
        "every",
        "join",
        "push",
        "slice",
        "sort",
        "flatMap",
        "includes",
        "indexOf",
        "entries",
        "reverse",
        "concat",
        "flat",
    }
)
TEXT_NAMES = frozenset(
    {
        "lower",
        "upper",
        "encode",
        "decode",
        "startswith",
        "endswith",
        "isdigit",
        "isascii",
        "splitlines",
        "toLowerCase",
        "toUpperCase",
        "startsWith",
        "endsWith",
        "trim",
        "charAt",
        "substring",
        "padStart",
        "match",
        "matchAll",
        "replaceAll",
        "casefold",
        "isalnum",
        "zfill",
    }
)
TEXT_IN_PYTHON = frozenset({"strip", "split", "replace", "rstrip", "lstrip", "partition", "rpartition", "rsplit"})
_MORE_TEXT = (
    "replace split slice toString includes indexOf lastIndexOf concat substr trimStart trimEnd padEnd repeat at search "
    "codePointAt charCodeAt localeCompare normalize valueOf then catch"
)
_MORE_LIST = (
    "pop shift unshift splice keys values fill findLast findIndex findLastIndex reduceRight lastIndexOf toString at "
    "add has delete set get clear size then catch copyWithin toSorted toReversed with"
)
_SCRIPT_TEXT = TEXT_NAMES | frozenset(_MORE_TEXT.split())
_SCRIPT_LIST = LIST_NAMES | frozenset(_MORE_LIST.split())
_SCRIPT_NUMBER = frozenset(["toString", "toFixed", "toPrecision", "toLocaleString", "valueOf", "toExponential"])
#: The methods of plain values, for Python and for JavaScript.
METHODS: dict[bool, dict[type, frozenset[str]]] = {
    True: {
        str: frozenset(dir(str)),
        bytes: frozenset(dir(bytes)),
        bool: frozenset(dir(bool)),
        int: frozenset(dir(int)),
        float: frozenset(dir(float)),
        Seq: frozenset((*dir(list), *dir(set), *dir(tuple), "appendleft", "popleft")),
    },
    False: {str: _SCRIPT_TEXT, bool: _SCRIPT_NUMBER, int: _SCRIPT_NUMBER, float: _SCRIPT_NUMBER, Seq: _SCRIPT_LIST},
}
DICT_NAMES = frozenset({"get", "items", "keys", "values"})
