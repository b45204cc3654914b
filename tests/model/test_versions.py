"""Versions and constraints: what is parsed, what is admitted, and that the questions agree with each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.versions import Constraint, Version

OPERATORS = ("", "=", "!=", ">", ">=", "<", "<=", "~>")
numbers = st.integers(min_value=0, max_value=4)
versions = st.lists(numbers, min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
terms = st.tuples(st.sampled_from(OPERATORS), versions).map(" ".join)
constraints = st.lists(terms, min_size=1, max_size=4).map(", ".join)
#: Every version that the constraints above can tell apart, and one more of each part.
GRID = [f"{major}.{minor}.{patch}" for major in range(7) for minor in range(7) for patch in range(7)]


def admitted(text: str, version: str) -> bool:
    """The definition, term by term and number by number."""
    ours = [int(part) for part in version.split(".")]
    for term in text.split(","):
        operator, _, bound = term.strip().rpartition(" ")
        written = [int(part) for part in bound.split(".")]
        full = [*written, 0, 0][:3]
        pessimistic = ours >= full and ours[: max(len(written) - 1, 1)] == written[: max(len(written) - 1, 1)]
        holds = {
            "": ours == full,
            "=": ours == full,
            "!=": ours != full,
            ">": ours > full,
            ">=": ours >= full,
            "<": ours < full,
            "<=": ours <= full,
            "~>": pessimistic,
        }[operator.strip()]
        if not holds:
            return False
    return True


@given(constraints)
def test_admits_what_the_definition_admits(text):
    constraint = Constraint.parse(text)
    assert constraint is not None
    assert [constraint.admits(version) for version in GRID] == [admitted(text, version) for version in GRID]


@given(constraints, versions)
def test_the_questions_agree_with_what_is_admitted(text, version):
    constraint = Constraint.parse(text)
    bound = Version.parse(version)
    found = [Version.parse(each) for each in GRID if admitted(text, each)]
    assert constraint.admits_below(version) == any(each < bound for each in found)
    assert constraint.admits_from(version) == any(each >= bound for each in found)
    assert constraint.guarantees(version) == (bool(found) and all(each >= bound for each in found))


@given(st.text(alphabet="0123456789.,<>=!~ -+vbx", max_size=20))
def test_any_text_is_a_constraint_or_none(text):
    constraint = Constraint.parse(text)
    assert constraint is None or not (constraint.guarantees("1.0") and constraint.admits_below("1.0"))


@pytest.mark.parametrize("text", ["", " ", ">= 1.5 < 2", ">= 1,", "1.x", "latest", "=> 1", "1.2.3.4", "~> ${var.v}"])
def test_other_text_is_no_constraint(text):
    assert Constraint.parse(text) is None


@pytest.mark.parametrize(
    ("text", "guaranteed", "below"),
    [
        (">= 1.10", True, False),
        (">=1.10.0", True, False),
        ("~> 1.10", True, False),
        ("~> 1.9", False, True),
        ("~> 1.9.0", False, True),
        ("> 1.9.8, < 2", False, True),
        ("1.10.5", True, False),
        ("v1.9.8", False, True),
        (">= 1.10.0-beta1", True, False),
        (">= 1.10.0-alpha20241009+build.5", True, False),
        (">= 1.9, != 1.9.0, < 1.9.1", False, False),
        (">= 2, < 1", False, False),
        ("< 3", False, True),
        ("!= 1.9", False, True),
        (">= 0.13", False, True),
    ],
)
def test_a_feature_of_1_10(text, guaranteed, below):
    constraint = Constraint.parse(text)
    assert (constraint.guarantees("1.10"), constraint.admits_below("1.10")) == (guaranteed, below)


@pytest.mark.parametrize(
    ("text", "later"),
    [("~> 5.0", False), ("~> 5", False), (">= 5", True), (">= 5, < 6", False), ("<= 6", True), ("5.99.1", False)],
)
def test_a_removal_in_6(text, later):
    assert Constraint.parse(text).admits_from("6.0.0") is later


@pytest.mark.parametrize(
    ("text", "version"),
    [("5.31.0", (5, 31, 0)), ("v1", (1, 0, 0)), (" 1.10.0-rc1 ", (1, 10, 0)), ("", None), ("1.2.3.4", None)],
)
def test_versions_are_read(text, version):
    assert Version.parse(text) == version


def test_a_question_about_no_version_is_a_mistake():
    constraint = Constraint.parse(">= 1")
    with pytest.raises(ValueError, match="newest is no version"):
        constraint.guarantees("newest")
