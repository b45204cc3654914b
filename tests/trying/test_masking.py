"""What is pinned of values that differ from run to run."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from scaffold.model.handlers import Encoded, Joined, Mask
from scaffold.trying.masking import Masking

MOMENTS = (1_800_000_000.4, 1_800_000_002.9)
ONE, OTHER = (str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in "ab")


def masked(one: Any, other: Any, *hidden: str) -> Any:
    return Masking(MOMENTS, hidden).masked([one, other])


def iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


CASES: dict[str, tuple[Any, Any, Any]] = {
    "the same": ({"a": [1, None, "x"]}, {"a": [1, None, "x"]}, {"a": (1, None, "x")}),
    "an identifier": (ONE, OTHER, Mask("uuid")),
    "a number": (1, 2, Mask("number")),
    "seconds": (1_800_000_000, 1_800_000_003, Mask("now")),
    "seconds as text": ("1800000000", "1800000003", Mask("now")),
    "milliseconds": (1_800_000_000_400, 1_800_000_002_900, Mask("now-ms")),
    "in 30 days": (1_802_592_000, 1_802_592_002, Mask("now", "2592000")),
    "a time as text": (iso(MOMENTS[0]), iso(MOMENTS[1]), Mask("now-iso")),
    "a digest": ("ab" * 32, "cd" * 32, Mask("hex", "64")),
    "bytes": ("YWJjZGVmZ2hpamtsbW5vcA==", "cWJjZGVmZ2hpamtsbW5vcA==", Mask("base64")),
    "text with an identifier": (f"order {ONE}!", f"order {OTHER}!", Joined(("order ", Mask("uuid"), "!"))),
    "text with a number": ("took 12 ms", "took 7 ms", Joined(("took ", Mask("text"), " ms"))),
    "other words": ("yes", "no", Mask("text")),
    "another type": (1, "1", Mask("anything")),
    "other members": ({"a": 1}, {"b": 1}, Mask("anything")),
    "another length": ([1], [1, 2], Mask("anything")),
    "true and false": (True, False, Mask("anything")),
    "true and one": (True, 1, Mask("anything")),
    "a shorter list in an object": ({"a": [1]}, {"a": []}, {"a": Mask("anything")}),
    "JSON": (
        json.dumps({"id": ONE, "n": 1}),
        json.dumps({"id": OTHER, "n": 1}),
        Encoded("json", {"id": Mask("uuid"), "n": 1}),
    ),
    "twice the same": (
        {"id": ONE, "of": [ONE]},
        {"id": OTHER, "of": [OTHER]},
        {"id": Mask("uuid", name="made 1"), "of": (Mask("uuid", name="made 1"),)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_values_are_masked_by_what_they_are(name: str) -> None:
    one, other, expected = CASES[name]
    assert masked(one, other) == expected


def test_an_identifier_is_known_again_inside_of_json() -> None:
    found = masked({"id": ONE, "body": json.dumps({"id": ONE})}, {"id": OTHER, "body": json.dumps({"id": OTHER})})
    mask = Mask("uuid", name="made 1")
    assert found == {"id": mask, "body": Encoded("json", {"id": mask})}


def test_a_day_is_masked_though_both_runs_have_it() -> None:
    day = iso(MOMENTS[0])[:10]
    assert masked(f"reports/{day}.csv", f"reports/{day}.csv") == Joined(("reports/", Mask("text"), ".csv"))


@pytest.mark.parametrize(
    "text",
    ["'NoneType' object has no attribute 'get'", "Cannot read properties of undefined (reading 'x')", "x" * 3000],
)
def test_words_of_the_interpreter_are_masked(text: str) -> None:
    assert masked(text, text) == Mask("text")


def test_words_of_the_interpreter_are_masked_in_json_alone() -> None:
    text = json.dumps({"error": "failed", "detail": "'x' object has no attribute 'y'"})
    assert masked(text, text) == Encoded("json", {"error": "failed", "detail": Mask("text")})
    plain = json.dumps({"error": "the body is not valid JSON"})
    assert masked(plain, plain) == plain


def test_words_of_the_emulator_are_masked() -> None:
    text = "An error occurred (ValidationException) when calling the PutItem operation: of this version"
    assert masked(text, text) == Joined(
        ("An error occurred (ValidationException) when calling the PutItem operation", Mask("text"))
    )


def test_places_of_this_machine_are_masked() -> None:
    assert masked("no file /somewhere/x", "no file /somewhere/x", "/somewhere") == Mask("text")
