"""String functions: each row is a call and what `terraform console` answers."""

import time
from typing import Any

import pytest

from scaffold.model.values import ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import identity

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("chomp", ("bye\n",), "bye"),
    ("chomp", ("bye\r\n",), "bye"),
    ("chomp", ("bye\n\r\n\n",), "bye"),
    ("chomp", ("\nbye",), "\nbye"),
    ("endswith", ("good day", "day"), True),
    ("endswith", ("good day", "good"), False),
    ("startswith", ("good day", "good"), True),
    ("startswith", ("good day", "day"), False),
    ("strcontains", ("good day", "d d"), True),
    ("strcontains", ("good day", "bad"), False),
    ("format", ("Dear %s,", "Ada"), "Dear Ada,"),
    ("format", ("%d queues", 4), "4 queues"),
    ("format", ("%d queues", "4"), "4 queues"),
    ("format", ("%v %v %v", "x", 1.5, True), "x 1.5 true"),
    ("format", ("%v|%v|%v|%v", 999999, 1000000, 0.0001, 0.00001), "999999|1e+06|0.0001|1e-05"),
    ("format", ("%v", ("x", {"k": 1})), '["x",{"k":1}]'),
    ("format", ("%#v|%#v|%#v", "x", 1, True), '"x"|1|true'),
    ("format", ("%q", 'say "<hi>"\n'), '"say \\"\\u003chi\\u003e\\"\\n"'),
    ("format", ("%5s|%-5s|%05s|%2s", "x", "y", "z", "long"), "    x|y    |0000z|long"),
    ("format", ("%.2s|%5.1s|%.0s", "abc", "abc", "abc"), "ab|    a|abc"),
    ("format", ("%05d|%-5d|%+d|% d|%5d|%+05d", 42, 42, 42, 42, -42, 42), "00042|42   |+42| 42|  -42|+0042"),
    ("format", ("%.4d|%8.4d|%08.4d", 42, -42, 42), "0042|   -0042|    0042"),
    ("format", ("%b %o %x %X %#x %#o %#b", 10, 10, 255, 255, 255, 8, 5), "1010 12 ff FF 0xff 010 0b101"),
    ("format", ("%x", -255), "-ff"),
    (
        "format",
        ("%f|%.2f|%8.3f|%-8.1f|%08.2f|%.0f", 3.14159, 2.5, -1.5, 1.25, -3.5, 2.5),
        "3.141590|2.50|  -1.500|1.2     |-0003.50|2",
    ),
    ("format", ("%.2f|%.1f|%.2f", 12.345, 0.25, 1.005), "12.34|0.2|1.00"),
    ("format", ("%e|%.2e|%E|%e", 1234.5678, 0.00012345, 1e300, 0), "1.234568e+03|1.23e-04|1.000000E+300|0.000000e+00"),
    (
        "format",
        ("%g|%g|%G|%.3g|%.3g|%g", 100000, 1e21, 1e-7, 1234.5, 0.00012345, 0),
        "100000|1e+21|1E-07|1.23e+03|0.000123|0",
    ),
    ("format", ("%-08.1f|%-08d|%-8.1f|", 1.5, 15, 1.5), "000001.5|15      |1.5     |"),
    ("format", ("%t %t", True, "false"), "true false"),
    ("format", ("%[2]s %[1]s %s", "x", "y"), "y x y"),
    ("format", ("%3[1]d|%s", 7, "x"), "  7|x"),
    ("format", ("100%%",), "100%"),
    ("format", ("%6.2f%%", 99.5), " 99.50%"),
    ("format", ("é%4s|", "é"), "é   é|"),
    ("formatlist", ("%s-%d", ("x", "y"), (1, 2)), ("x-1", "y-2")),
    ("formatlist", ("%s/%s", "root", ("x", "y")), ("root/x", "root/y")),
    ("formatlist", ("%s", ValueSet(("x", "y"))), ("x", "y")),
    ("formatlist", ("%s", ()), ()),
    ("formatlist", ("x",), ("x",)),
    ("indent", (2, "[\n  a\n]\n"), "[\n    a\n  ]\n  "),
    ("indent", (0, "a\nb"), "a\nb"),
    ("join", ("-", ("x", "y", "z")), "x-y-z"),
    ("join", ("", ("x", "y")), "xy"),
    ("join", (", ", ("x",), (), (1, True)), "x, 1, true"),
    ("join", (",", ()), ""),
    ("lower", ("HELLO ÄÖ",), "hello äö"),
    ("upper", ("hello äß",), "HELLO Äß"),
    ("regex", ("[a-z]+", "531abc6xy"), "abc"),
    ("regex", (r"(\d\d\d\d)-(\d\d)", "on 2019-02-01"), ("2019", "02")),
    (
        "regex",
        (r"^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<host>[^/?#]*))?", "https://example.com/x"),
        {"scheme": "https", "host": "example.com"},
    ),
    (
        "regex",
        (r"^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<host>[^/?#]*))?", "//example.com"),
        {"scheme": None, "host": "example.com"},
    ),
    ("regex", ("(a)|(b)", "b"), (None, "b")),
    ("regex", ("", "x"), ""),
    ("regex", ("x*", "aaa"), ""),
    ("regex", (r"(?i)HELLO\s+\S+", "say hello world now"), "hello world"),
    ("regex", (r"(?i:h)ELLO", "hELLO"), "hELLO"),
    ("regex", (r"(?s)a.b", "a\nb"), "a\nb"),
    ("regex", (r"(?m)^b$", "a\nb\nc"), "b"),
    ("regex", (r"(?U)a+", "aaa"), "a"),
    ("regex", (r"a+?", "aaa"), "a"),
    ("regex", (r"a{2,3}", "aaaa"), "aaa"),
    ("regex", (r"a{2,3}?", "aaaa"), "aa"),
    ("regex", (r"a{2}b{1,}", "aaabbb"), "aabbb"),
    ("regex", (r"a{,2}", "a{,2}"), "a{,2}"),
    ("regex", (r"[[:alpha:]]+[^[:digit:]\s]", "12abc-3"), "abc-"),
    ("regex", (r"[]a]+", "x]a]"), "]a]"),
    ("regex", (r"[^]a]+", "]axy"), "xy"),
    ("regex", (r"[a\-z]+", "-az"), "-az"),
    ("regex", (r"[\d.]+", "v1.2.3"), "1.2.3"),
    ("regex", (r"\pL+\p{Lu}\P{L}", "éaÉ1"), "éaÉ1"),
    ("regex", (r"\bfoo\b", "a foo b"), "foo"),
    ("regex", (r"\Bo\B", "foot"), "o"),
    ("regex", (r"\Aab\z", "ab"), "ab"),
    ("regex", (r"\Qa.b*\E+", "a.b**"), "a.b**"),
    ("regex", (r"\x41\x{42}\103", "ABC"), "ABC"),
    ("regex", (r"\t\.\/\-", "\t./-"), "\t./-"),
    ("regex", (r"(a+)(b+)?", "aac"), ("aa", None)),
    ("regex", (r"(?:a|ab)(?:c|bcd)", "abcd"), "abcd"),
    ("regex", (r"(a*)*", "aab"), ("aa",)),
    ("regex", (r"(a|b)*c", "abc"), ("b",)),
    (
        "regex",
        ("^arn:aws:iam::[0-9]{12}:role/.+$", "arn:aws:iam::123456789012:role/x"),
        "arn:aws:iam::123456789012:role/x",
    ),
    ("regexall", ("[a-z]+", "12ab34cd"), ("ab", "cd")),
    ("regexall", ("[a-z]+", "1234"), ()),
    ("regexall", ("([a-z])([0-9])", "a1b2"), (("a", "1"), ("b", "2"))),
    ("regexall", ("(?P<l>[a-z])", "a1b"), ({"l": "a"}, {"l": "b"})),
    ("regexall", ("a*", "baac"), ("", "aa", "")),
    ("regexall", ("", "ab"), ("", "", "")),
    ("replace", ("1 + 2 + 3", "+", "-"), "1 - 2 - 3"),
    ("replace", ("ab", "", "-"), "-a-b-"),
    ("replace", ("hello world", "/w.*d/", "all"), "hello all"),
    ("replace", ("hello world", r"/(\w+) (\w+)/", "$2 ${1}!"), "world hello!"),
    ("replace", ("abc", "/(?P<x>b)/", "[$x]"), "a[b]c"),
    ("replace", ("abc", "/b/", "$1x$$"), "a$c"),
    ("replace", ("abc", "/b*/", "-"), "-a-c-"),
    ("replace", ("a/b", "/", "-"), "a-b"),
    ("replace", ("", "/x*/", "-"), "-"),
    ("split", (",", "x,y,,z"), ("x", "y", "", "z")),
    ("split", (",", ""), ("",)),
    ("split", ("", "abc"), ("a", "b", "c")),
    ("split", ("", ""), ()),
    ("strrev", ("hello",), "olleh"),
    ("strrev", ("a☃é",), "é☃a"),
    ("substr", ("good day", 1, 3), "ood"),
    ("substr", ("good day", -3, -1), "day"),
    ("substr", ("good day", 5, -1), "day"),
    ("substr", ("good day", 0, 0), ""),
    ("substr", ("hello", -2, 0), "lo"),
    ("substr", ("hello", -20, 2), "he"),
    ("substr", ("hello", 9, 2), ""),
    ("substr", ("hello", 5, 2), ""),
    ("substr", ("🤔🤷", 0, 1), "🤔"),
    ("title", ("good day-to_you 2nd it's",), "Good Day-To_you 2nd It'S"),
    ("title", ("élan éa",), "Élan Éa"),
    ("trim", ("?!good?!", "!?"), "good"),
    ("trim", ("good", ""), "good"),
    ("trimprefix", ("goodday", "good"), "day"),
    ("trimprefix", ("goodday", "x"), "goodday"),
    ("trimsuffix", ("goodday", "day"), "good"),
    ("trimspace", ("  good\n\n\t ",), "good"),
    ("trimspace", ("\u00a0\u2003x\u001c",), "x\u001c"),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("format", ("%d", "x"), "a number is required"),
    ("format", ("%d", 1.5), "an integer is required"),
    ("format", ("%s", ()), "string required"),
    ("format", ("%t", "maybe"), "a bool is required"),
    ("format", ("%z", 1), "unsupported format verb"),
    ("format", ("%d",), "need index 1 but have 0 total"),
    ("format", ("%[3]d", 1), "need index 3"),
    ("format", ("%",), "unrecognized format"),
    ("format", ("x", 1), "no verbs in format string"),
    ("format", ("%s", 1, 2), "only 1 used"),
    ("formatlist", ("%s%s", ("x",), ("y", "z")), "different lengths"),
    ("join", (",",), "at least one list"),
    ("join", (",", ("x", None)), "element 1 is null"),
    ("lower", ((),), "string required"),
    ("regex", ("[a-z]+", "123"), "did not match"),
    ("regex", ("(?P<x>a)(b)", "ab"), "both named and unnamed"),
    ("regex", ("(a", "a"), "missing closing"),
    ("regex", ("a)", "a"), "unexpected"),
    ("regex", ("[a", "a"), "missing closing ]"),
    ("regex", ("a**", "a"), "nested repetition"),
    ("regex", ("*a", "a"), "missing argument"),
    ("regex", ("a{1001}", "a"), "repeat count"),
    ("regex", ("(?=a)", "a"), "Perl syntax"),
    ("regex", (r"(a)\1", "a"), "escape sequence"),
    ("regex", ("[z-a]", "a"), "class range"),
    ("regex", ("[[:nope:]]", "a"), "class range"),
    ("regex", ("a\\", "a"), "trailing backslash"),
    ("replace", ("x", "/(/", ""), "invalid regexp"),
    ("substr", ("x", 0.5, 1), "whole number"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert identity(FUNCTIONS[name].call(*arguments)) == identity(expected)


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason) as caught:
        FUNCTIONS[name].call(*arguments)
    assert not isinstance(caught.value, NeedsKnownError)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("regex", ("(a+)+$", "a" * 40 + "b")),
        ("regex", ("(a|aa)+$", "a" * 40 + "b")),
        ("regex", ("(.*)(.*)(.*)(.*)x$", "a" * 500)),
    ],
)
def test_patterns_that_are_exponential_elsewhere_are_not_here(name: str, arguments: tuple[Any, ...]) -> None:
    start = time.perf_counter()
    with pytest.raises(FunctionError, match="did not match"):
        FUNCTIONS[name].call(*arguments)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("regex", ("((a{1000}){1000}){1000}", "a")),
        ("regex", ("(" * 500 + "a" + ")" * 500, "a")),
        ("regex", (r"\p{Greek}", "a")),
        ("replace", ("a" * 2_000_000, "/(a|b)(c|a)*?/", "x")),
        ("replace", ("a" * 1_000_000, "a", "b" * 1000)),
        ("indent", (10_000_000, "\n\n\n")),
        ("join", ("x" * 1_000_000, ("a",) * 100)),
        ("format", ("%999999999d", 1)),
        ("format", ("%.999999999f", 1)),
    ],
)
def test_what_is_too_large_is_not_made(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NeedsKnownError):
        FUNCTIONS[name].call(*arguments)


def test_nested_empty_repetitions_end() -> None:
    assert FUNCTIONS["regex"].call("(?:(?:(?:){1000}){1000}){1000}", "a") == ""
