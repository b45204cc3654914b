"""CSV as `csvdecode` reads it: https://developer.hashicorp.com/terraform/language/functions/csvdecode.

Stricter than Python's `csv` module, as Go's `encoding/csv` is: RFC 4180, no stray quotes, as many fields in each line
as in the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.registry import FunctionError


def decode_csv(text: str) -> tuple[Value, ...]:
    """One dictionary of strings for each line behind the header. Raises `FunctionError`."""
    records = _records(text.replace("\r\n", "\n").removesuffix("\r"))
    header = next(records, None)
    if header is None:
        raise FunctionError("missing header line")
    if len(set(header)) != len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise FunctionError(f'duplicate column name "{twice}"')
    return tuple(dict(zip(header, record, strict=True)) for record in _checked(records, len(header)))


def _checked(records: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    for number, record in enumerate(records, 2):
        if len(record) != width:
            raise FunctionError(f"CSV parse error on record {number}: wrong number of fields")
        yield record


def _records(text: str) -> Iterator[list[str]]:
    at = 0
    while at < len(text):
        if text[at] == "\n":
            at += 1
            continue
        record: list[str] = []
        more = True
        while more:
            field, at = _quoted(text, at + 1) if text.startswith('"', at) else _plain(text, at)
            record.append(field)
            more = text.startswith(",", at)
            at += 1
        yield record


def _plain(text: str, start: int) -> tuple[str, int]:
    """A field without quotes, and where it ends."""
    ends = [end for end in (text.find(",", start), text.find("\n", start)) if end >= 0]
    end = min(ends, default=len(text))
    if '"' in text[start:end]:
        raise FunctionError('CSV parse error: bare " in non-quoted-field')
    return text[start:end], end


def _quoted(text: str, start: int) -> tuple[str, int]:
    """The content of a quoted field, and the place behind its closing quote."""
    parts = []
    while True:
        end = text.find('"', start)
        if end < 0:
            raise FunctionError('CSV parse error: extraneous or missing " in quoted-field')
        parts.append(text[start:end])
        if not text.startswith('""', end):
            break
        parts.append('"')
        start = end + 2
    if text[end + 1 : end + 2] not in (",", "\n", ""):
        raise FunctionError('CSV parse error: extraneous or missing " in quoted-field')
    return "".join(parts), end + 1
