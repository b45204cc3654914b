"""Terraform's string functions: https://developer.hashicorp.com/terraform/language/functions/format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scaffold.model.values import Value, is_known
from scaffold.readers.terraform.functions.declare import WHOLE, bounded_text, define
from scaffold.readers.terraform.functions.formatting import format_list, format_text
from scaffold.readers.terraform.functions.graphemes import clusters
from scaffold.readers.terraform.functions.registry import FileContext, Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import ANY, STRING, ListOf, convert

if TYPE_CHECKING:
    from scaffold.readers.terraform.functions.regex_match import Match

#: What Go counts as white space.
_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def _chomp(text: str) -> str:
    return text.rstrip("\r\n")


def _ends_with(text: str, suffix: str) -> bool:
    return text.endswith(suffix)


def _starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


def _contains(text: str, part: str) -> bool:
    return part in text


def _indent(spaces: int, text: str) -> str:
    if spaces < 0:
        raise FunctionError("the number of spaces must not be negative")
    bounded_text(len(text) + spaces * max(text.count("\n"), 1))
    return text.replace("\n", "\n" + " " * spaces)


def _join(separator: str, *lists: tuple[Value, ...]) -> str:
    if not lists:
        raise FunctionError("at least one list is required")
    items = [item for each in lists for item in each]
    if not is_known(tuple(items)):
        raise NeedsKnownError("an element is not known")
    if None in items:
        raise FunctionError(f"element {items.index(None)} is null; cannot concatenate null values")
    texts = [str(item) for item in items]
    bounded_text(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


def _lower(text: str) -> str:
    return "".join(_one_sign(sign, sign.lower()) for sign in text)


def _upper(text: str) -> str:
    return "".join(_one_sign(sign, sign.upper()) for sign in text)


def _one_sign(sign: str, mapped: str) -> str:
    """Go maps sign by sign: where Python would make two of one, the sign stays."""
    return mapped if len(mapped) == 1 else sign


def _regex(pattern: str, text: str) -> Value:
    from scaffold.readers.terraform.functions.regex_match import find

    found = find(pattern, text)
    if found is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _captures(found)


def _regex_all(pattern: str, text: str) -> tuple[Value, ...]:
    from scaffold.readers.terraform.functions.regex_match import find_all

    return tuple(map(_captures, find_all(pattern, text)))


def _captures(found: Match) -> Value:
    names = found.program.names
    if not names:
        return found.text(0)
    named = [name for name in names if name]
    if not named:
        return tuple(found.text(index + 1) for index in range(len(names)))
    if len(named) != len(names):
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups")
    return {name: found.text(index + 1) for index, name in enumerate(names)}


def _replace(text: str, part: str, by: str) -> str:
    if len(part) > 1 and part[0] == part[-1] == "/":
        from scaffold.readers.terraform.functions.regex_match import replace_all

        return replace_all(part[1:-1], text, by)
    bounded_text(len(text) + text.count(part) * len(by))
    return text.replace(part, by)


def _split(separator: str, text: str) -> tuple[str, ...]:
    return tuple(text.split(separator)) if separator else tuple(text)


def _reverse(text: str) -> str:
    return "".join(reversed(clusters(text)))


def _substr(text: str, offset: int, length: int) -> str:
    signs = clusters(text)
    start = offset if offset >= 0 else max(offset + len(signs), 0)
    if length == 0 and offset >= 0:
        return ""
    # A length of zero from a negative offset takes the rest, as a negative length does.
    return "".join(signs[start:] if length <= 0 else signs[start : start + length])


def _template_string(files: FileContext, template: str, variables: Value) -> Value:
    if not isinstance(variables, Mapping):
        raise FunctionError("invalid vars value: must be a map")
    return convert(files.render(template, variables, "<templatestring argument>"), STRING)


def _title(text: str) -> str:
    last = " "
    result = []
    for sign in text:
        result.append(_one_sign(sign, sign.title()) if _separates(last) else sign)
        last = sign
    return "".join(result)


def _separates(sign: str) -> bool:
    """Whether a word starts behind `sign`, by the rule of Go's `strings.Title`."""
    if sign.isascii():
        return not (sign.isalnum() or sign == "_")
    return not sign.isalnum() and sign in _SPACE


def _trim(text: str, signs: str) -> str:
    return text.strip(signs)


def _trim_prefix(text: str, prefix: str) -> str:
    return text.removeprefix(prefix)


def _trim_suffix(text: str, suffix: str) -> str:
    return text.removesuffix(suffix)


def _trim_space(text: str) -> str:
    return text.strip(_SPACE)


FUNCTIONS: Mapping[str, Function] = {
    "chomp": define(_chomp, STRING),
    "endswith": define(_ends_with, STRING, STRING),
    "format": define(format_text, STRING, rest=ANY, nulls=True),
    "formatlist": define(format_list, STRING, rest=ANY, nulls=True),
    "indent": define(_indent, WHOLE, STRING),
    "join": define(_join, STRING, rest=ListOf(STRING)),
    "lower": define(_lower, STRING),
    "regex": define(_regex, STRING, STRING),
    "regexall": define(_regex_all, STRING, STRING),
    "replace": define(_replace, STRING, STRING, STRING),
    "split": define(_split, STRING, STRING),
    "startswith": define(_starts_with, STRING, STRING),
    "strcontains": define(_contains, STRING, STRING),
    "strrev": define(_reverse, STRING),
    "substr": define(_substr, STRING, WHOLE, WHOLE),
    "templatestring": define(_template_string, STRING, ANY, partial=True, files=True),
    "title": define(_title, STRING),
    "trim": define(_trim, STRING, STRING),
    "trimprefix": define(_trim_prefix, STRING, STRING),
    "trimspace": define(_trim_space, STRING),
    "trimsuffix": define(_trim_suffix, STRING, STRING),
    "upper": define(_upper, STRING),
}
