"""Paths into events, changes at them, and what may come to be there."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.model.handlers import Encoded, Now
from scaffold.trying.exchange import decoded, encoded
from scaffold.trying.places import GONE, at, changed, differences, named, same
from scaffold.trying.senders import possible

EVENT = {"Records": ({"body": Encoded("json", {"id": "a", "tags": ("x", "y")}), "sent": Now()},), "$term": 1}


def test_a_path_leads_into_what_is_encoded() -> None:
    path = ("Records", 0, "body", "tags", 1)
    assert at(EVENT, path) == "y"
    other = changed(EVENT, path, "z")
    assert at(other, path) == "z"
    assert at(EVENT, path) == "y"
    assert list(differences(EVENT, other)) == [(path, "y", "z")]
    assert named(path) == "Records[0].body.tags[1]"


def test_what_is_gone_is_a_difference() -> None:
    other = changed(EVENT, ("Records", 0, "body", "id"), GONE)
    assert list(differences(EVENT, other)) == [(("Records", 0, "body", "id"), "a", GONE)]
    assert at(other, ("Records", 0, "body", "id")) is GONE


def test_what_is_encoded_otherwise_is_another_value() -> None:
    one, other = Encoded("json", {"id": 1}), Encoded("base64", Encoded("json", {"id": 1}))
    assert list(differences({"body": one}, {"body": other})) == [(("body",), one, other)]


def test_types_count() -> None:
    assert not same(1, True)
    assert not same((1,), (1.0,))
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_terms_travel_as_json() -> None:
    assert decoded(encoded(EVENT)) == EVENT


REQUEST = {
    "requestContext": {"requestId": "r"},
    "headers": {"Accept": "x"},
    "queryStringParameters": None,
    "body": Encoded("json", {"id": "a"}),
    "isBase64Encoded": False,
}
DETAIL = {"detail-type": "x", "detail": {"id": 1}}
POSSIBLE: list[tuple[Any, tuple[str | int, ...], Any, bool]] = [
    (REQUEST, ("requestContext",), "text", False),
    (REQUEST, ("requestContext",), GONE, False),
    (REQUEST, ("headers", "Accept"), GONE, True),
    (REQUEST, ("headers", "Accept"), 7, False),
    (REQUEST, ("headers",), 7, False),
    (REQUEST, ("body",), None, True),
    (REQUEST, ("body",), 7, False),
    (REQUEST, ("body",), "{", True),
    (REQUEST, ("body", "id"), 7, True),
    (REQUEST, ("isBase64Encoded",), True, True),
    (REQUEST, ("isBase64Encoded",), 7, False),
    (DETAIL, ("detail",), 7, False),
    (DETAIL, ("detail", "id"), None, True),
    (EVENT, ("Records",), (), True),
    (EVENT, ("Records",), None, False),
    ({"anything": 1}, ("anything",), None, True),
]


@pytest.mark.parametrize(("event", "path", "value", "expected"), POSSIBLE)
def test_senders_keep_the_form_of_their_events(
    event: Any, path: tuple[str | int, ...], value: Any, expected: bool
) -> None:
    assert possible(event, path, value) is expected
