"""The outermost scope of a JavaScript program."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from scaffold.readers.programs.javascript.arithmetic import (
    BOOLEAN,
    IS_FINITE,
    IS_NAN,
    MATH,
    NUMBER,
    PARSE_FLOAT,
    PARSE_INT,
)
from scaffold.readers.programs.javascript.arrays import ARRAY
from scaffold.readers.programs.javascript.bigints import BIGINT
from scaffold.readers.programs.javascript.buffers import BUFFER, BYTES, TEXT_DECODER, TEXT_ENCODER
from scaffold.readers.programs.javascript.collections import MAP, SET, WEAK_MAP, WEAK_SET
from scaffold.readers.programs.javascript.dates import DATE
from scaffold.readers.programs.javascript.encoding import ENCODING
from scaffold.readers.programs.javascript.errors import ERRORS
from scaffold.readers.programs.javascript.functions import FUNCTION
from scaffold.readers.programs.javascript.general import GENERAL
from scaffold.readers.programs.javascript.hashing import WEB_CRYPTO
from scaffold.readers.programs.javascript.json_text import JSON
from scaffold.readers.programs.javascript.objects import OBJECT
from scaffold.readers.programs.javascript.process import PROCESS
from scaffold.readers.programs.javascript.promises import PROMISE
from scaffold.readers.programs.javascript.regexp import REG_EXP
from scaffold.readers.programs.javascript.text_methods import STRING
from scaffold.readers.programs.javascript.urls import URL, URL_SEARCH_PARAMS
from scaffold.readers.programs.values import UNDEFINED, Object

_OF: dict[str, Any] = {
    "undefined": UNDEFINED,
    "NaN": math.nan,
    "Infinity": math.inf,
    "Object": OBJECT,
    "Array": ARRAY,
    "String": STRING,
    "Number": NUMBER,
    "Boolean": BOOLEAN,
    "BigInt": BIGINT,
    "Function": FUNCTION,
    "Math": MATH,
    "JSON": JSON,
    "Date": DATE,
    "RegExp": REG_EXP,
    "Map": MAP,
    "Set": SET,
    "WeakMap": WEAK_MAP,
    "WeakSet": WEAK_SET,
    "Promise": PROMISE,
    "parseInt": PARSE_INT,
    "parseFloat": PARSE_FLOAT,
    "isNaN": IS_NAN,
    "isFinite": IS_FINITE,
    "process": PROCESS,
    "Buffer": BUFFER,
    "Uint8Array": BYTES,
    "TextEncoder": TEXT_ENCODER,
    "TextDecoder": TEXT_DECODER,
    "URL": URL,
    "URLSearchParams": URL_SEARCH_PARAMS,
    "crypto": WEB_CRYPTO,
    **ERRORS,
    **ENCODING,
    **GENERAL,
}
#: What every program finds, and none changes.
NAMES: Mapping[str, Any] = MappingProxyType(_OF)


def scope() -> dict[str, Any]:
    """The outermost scope of one evaluation, with a `globalThis` of its own."""
    whole = Object(dict(_OF))
    whole.entries["globalThis"] = whole
    return {**_OF, "globalThis": whole, "global": whole}
