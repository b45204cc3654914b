"""Terraform's encoding functions: https://developer.hashicorp.com/terraform/language/functions/base64encode."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Mapping

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.csv_text import decode_csv
from scaffold.readers.terraform.functions.declare import bounded_text, define
from scaffold.readers.terraform.functions.json_text import decode_json, encode_json
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import ANY, STRING

#: The names of encodings (https://www.iana.org/assignments/character-sets) that Python has under the same meaning.
_CODECS = {
    "utf-8": "utf-8",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "us-ascii": "ascii",
    "big5": "big5",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
    "gb18030": "gb18030",
    "gbk": "gbk",
    "hz-gb-2312": "hz",
    "iso-2022-jp": "iso2022_jp",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "shift_jis": "shift_jis",
    "tis-620": "tis_620",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in (*range(1250, 1259), 874)},
    **{f"ibm{page}": f"cp{page}" for page in (437, 850, 852, 855, 858, 860, 862, 863, 865, 866)},
}


def _base64_decode(text: str) -> str:
    try:
        return base64_bytes(text).decode()
    except UnicodeDecodeError:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from None


def base64_bytes(text: str) -> bytes:
    """The bytes that `text` stands for in base 64, padding required. Raises `FunctionError`."""
    plain = re.sub(r"[\r\n]", "", text)
    try:
        if not plain.isascii() or len(plain) % 4:
            raise FunctionError(f"failed to decode base64 data {text[:80]!r}")
        return base64.b64decode(plain, validate=True)
    except binascii.Error:
        raise FunctionError(f"failed to decode base64 data {text[:80]!r}") from None


def _base64_encode(text: str) -> str:
    bounded_text(len(text) * 4 // 3)
    return base64.b64encode(text.encode()).decode()


def _text_encode(text: str, encoding: str) -> str:
    if encoding.lower() == "utf-16":
        return base64.b64encode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")).decode()
    try:
        return base64.b64encode(text.encode(_codec(encoding))).decode()
    except UnicodeEncodeError:
        reason = f"the given string contains characters that cannot be represented in {encoding}"
        raise FunctionError(reason) from None


def _text_decode(source: str, encoding: str) -> str:
    data = base64_bytes(source)
    name = _codec(encoding)
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise FunctionError(f"the given string contains symbols that are not defined for {encoding}") from None


def _codec(encoding: str) -> str:
    found = _CODECS.get(encoding.lower())
    if found is None:
        raise NeedsKnownError(f"{encoding!r} is not a supported IANA encoding name")
    return found


def _yaml_decode(text: str) -> Value:
    from scaffold.readers.terraform.functions.yaml_read import decode_yaml

    return decode_yaml(text)


def _yaml_encode(value: Value) -> str:
    from scaffold.readers.terraform.functions.yaml_write import encode_yaml

    return encode_yaml(value)


def _url_encode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text, safe="")


FUNCTIONS: Mapping[str, Function] = {
    "base64decode": define(_base64_decode, STRING),
    "base64encode": define(_base64_encode, STRING),
    "csvdecode": define(decode_csv, STRING),
    "jsondecode": define(decode_json, STRING),
    "jsonencode": define(encode_json, ANY, nulls=True),
    "textdecodebase64": define(_text_decode, STRING, STRING),
    "textencodebase64": define(_text_encode, STRING, STRING),
    "urlencode": define(_url_encode, STRING),
    "yamldecode": define(_yaml_decode, STRING),
    "yamlencode": define(_yaml_encode, ANY, nulls=True),
}
