"""Date and time functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("formatdate", ("DD MMM YYYY hh:mm ZZZ", "2023-05-06T07:08:09Z"), "06 May 2023 07:08 UTC"),
    ("formatdate", ("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2023-05-06T07:08:09Z"), "Saturday, 06-May-23 07:08:09 UTC"),
    ("formatdate", ("EEE, D MMMM YYYY hh:mm:ss ZZZ", "2023-05-06T07:08:09-08:00"), "Sat, 6 May 2023 07:08:09 -0800"),
    ("formatdate", ("YYYYMMDDhhmmss", "2023-05-06T07:08:09Z"), "20230506070809"),
    ("formatdate", ("H:maa HH AA", "2023-05-06T00:08:09Z"), "12:8am 12 AM"),
    ("formatdate", ("H:maa h", "2023-05-06T15:08:09Z"), "3:8pm 15"),
    ("formatdate", ("h'h'mm 'o''clock' ''", "2023-05-06T07:08:09Z"), "7h08 o'clock '"),
    ("formatdate", ("M/D/YY s", "2003-05-06T07:08:09.75Z"), "5/6/03 9"),
    ("formatdate", ("Z ZZZZ ZZZZZ", "2023-05-06T07:08:09+05:30"), "+05:30 +0530 +05:30"),
    ("formatdate", ("Z ZZZZ ZZZZZ", "2023-05-06T07:08:09Z"), "Z +0000 +00:00"),
    ("timeadd", ("2023-05-06T00:00:00Z", "10m"), "2023-05-06T00:10:00Z"),
    ("timeadd", ("2023-05-06T00:00:00Z", "-1h30m"), "2023-05-05T22:30:00Z"),
    ("timeadd", ("2023-05-06T00:00:00+02:00", "24h0.5s"), "2023-05-07T00:00:00+02:00"),
    ("timeadd", ("2023-05-06T00:00:00.5Z", "500ms"), "2023-05-06T00:00:01Z"),
    ("timeadd", ("2023-05-06T00:00:00Z", "0"), "2023-05-06T00:00:00Z"),
    ("timeadd", ("2023-05-06T00:00:00Z", "-1ns"), "2023-05-05T23:59:59Z"),
    ("timecmp", ("2023-05-06T00:00:00Z", "2023-05-06T00:00:00Z"), 0),
    ("timecmp", ("2023-05-06T01:00:00Z", "2023-05-06T00:00:00Z"), 1),
    ("timecmp", ("2023-05-06T00:00:00+02:00", "2023-05-05T22:00:01Z"), -1),
    ("timecmp", ("2023-05-06T00:00:00.000000002Z", "2023-05-06T00:00:00.000000001Z"), 1),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("formatdate", ("YYYYY", "2023-05-06T07:08:09Z"), 'invalid date format verb "YYYYY"'),
    ("formatdate", ("X", "2023-05-06T07:08:09Z"), "invalid date format verb"),
    ("formatdate", ("'x", "2023-05-06T07:08:09Z"), "unterminated literal"),
    ("formatdate", ("YYYY", "2023-05-06"), "not a valid RFC3339 timestamp"),
    ("formatdate", ("YYYY", "2023-02-30T00:00:00Z"), "not a valid RFC3339 timestamp"),
    ("timeadd", ("2023-05-06T00:00:00Z", "1 day"), "invalid duration"),
    ("timeadd", ("2023-05-06T00:00:00Z", ""), "invalid duration"),
    ("timeadd", ("2023-05-06T00:00:00Z", "9999999h"), "invalid duration"),
    ("timecmp", ("now", "2023-05-06T00:00:00Z"), "not a valid RFC3339 timestamp"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert FUNCTIONS[name].call(*arguments) == expected


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason):
        FUNCTIONS[name].call(*arguments)
