"""Values that a rule is tried with."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.model.position import Position
from scaffold.model.project import Parameter, Rule
from scaffold.model.shapes import Kind, Member, Shape
from scaffold.model.values import Value, ValueSet, is_known
from scaffold.plan.scenarios.candidates import MOST, candidates

AT = Position("main.tf", 1)
TEXT, NUMBER, FLAG = Shape(Kind.STRING), Shape(Kind.NUMBER), Shape(Kind.BOOL)


def parameter(shape: Shape, name: str = "subject", nullable: bool = True) -> Parameter:
    return Parameter(name, "", True, None, None, AT, shape=shape, nullable=nullable)


def rule(*constants: Value, condition: str = "true", samples: tuple[str, ...] = ()) -> Rule:
    return Rule("validation", condition, "", AT, constants=constants, samples=samples)


def found(shape: Shape, about: Rule, value: Value = None, nullable: bool = True) -> list[Value]:
    return list(candidates(parameter(shape, nullable=nullable), about, value))


def test_numbers_come_with_their_neighbours_first() -> None:
    assert found(NUMBER, rule(1, 35))[:6] == [1, 2, 0, 35, 36, 34]


def test_numbers_are_also_negative_and_not_whole() -> None:
    numbers = found(NUMBER, rule(10))
    assert {-1, 0, 1.5, 10.5}.issubset(numbers)


def test_both_of_a_flag() -> None:
    assert found(FLAG, rule(), nullable=False) == [True, False]
    assert found(FLAG, rule(), True, nullable=False) == [False]


def test_texts_begin_with_what_the_rule_names() -> None:
    texts = found(TEXT, rule(("dev", "prod"), samples=("ab-1",)), "test")
    assert texts[:3] == ["dev", "prod", "ab-1"]
    assert "" in texts
    assert "TEST" in texts
    assert "not-a-valid-value" in texts[:6]


def test_texts_of_the_lengths_that_a_rule_names() -> None:
    lengths = {len(text) for text in found(TEXT, rule(3, 24), "orders") if isinstance(text, str)}
    assert {2, 3, 4, 23, 24, 25} <= lengths


def test_texts_with_and_without_a_prefix() -> None:
    texts = found(TEXT, rule("arn:"), "arn:aws:sqs")
    assert "aws:sqs" in texts
    assert "arn:example" in found(TEXT, rule("arn:"), "example")


def test_lists_of_the_lengths_around_a_bound() -> None:
    lists = found(Shape(Kind.LIST, TEXT), rule(2), ("a", "b"))
    assert () in lists
    assert {1, 2, 3} <= {len(each) for each in lists if isinstance(each, tuple)}
    assert ("a", "a") in lists


def test_every_element_of_a_list_is_changed_too() -> None:
    lists = found(Shape(Kind.LIST, TEXT), rule("x-"), ("a", "b"))
    assert ("x-a", "b") in lists
    assert ("x-a",) in lists


def test_sets_stay_sets() -> None:
    sets = found(Shape(Kind.SET, TEXT), rule("a"), nullable=False)
    assert len(sets) > 10
    assert all(isinstance(each, ValueSet) for each in sets)


def test_maps_have_other_keys_and_other_values() -> None:
    maps = [each for each in found(Shape(Kind.MAP, NUMBER), rule("Owner", 5), {"a": 1}) if isinstance(each, Mapping)]
    assert {} in maps
    assert {"a": 1, "Owner": 1} in maps
    assert {"a": 6} in maps


def test_one_attribute_of_an_object_changes_at_a_time() -> None:
    shape = Shape(Kind.OBJECT, members={"size": Member(NUMBER), "name": Member(TEXT, True)})
    objects = found(shape, rule(4), {"size": 2, "name": "a"}, nullable=False)
    assert {"size": 5, "name": "a"} in objects
    assert {"size": 2, "name": ""} in objects
    assert {"size": 2} in objects
    assert all(
        sum(each.get(key) != start for key, start in (("size", 2), ("name", "a"))) == 1
        for each in objects
        if isinstance(each, Mapping)
    )


def test_null_only_where_it_may_be() -> None:
    assert found(NUMBER, rule(1))[-1] is None
    assert None not in found(NUMBER, rule(1), nullable=False)


def test_a_parameter_without_a_type_is_what_its_value_is() -> None:
    assert found(Shape(Kind.ANY), rule(3), (1, 2))[0] == ()
    assert found(Shape(Kind.ANY), rule(3), 4)[:3] == [3, 2, 5] or found(Shape(Kind.ANY), rule(3), 4)[0] == 3


SHAPES = st.recursive(
    st.sampled_from([TEXT, NUMBER, FLAG, Shape(Kind.ANY)]),
    lambda inner: st.one_of(
        st.builds(Shape, st.sampled_from([Kind.LIST, Kind.SET, Kind.MAP]), inner),
        st.builds(lambda one: Shape(Kind.OBJECT, members={"a": Member(one), "b": Member(TEXT, True)}), inner),
        st.builds(lambda one: Shape(Kind.TUPLE, items=(one, TEXT)), inner),
    ),
    max_leaves=4,
)
CONSTANTS = st.lists(st.one_of(st.text(max_size=8), st.integers(-300, 300), st.booleans(), st.none()), max_size=4)


@pytest.mark.parametrize("nullable", [True, False])
@settings(deadline=None)
@given(shape=SHAPES, constants=CONSTANTS)
def test_they_are_few_different_known_and_always_the_same(shape: Shape, constants: list[Value], nullable: bool) -> None:
    made = found(shape, rule(*constants), nullable=nullable)
    assert len(made) <= MOST
    assert all(map(is_known, made))
    spelled = [f"{type(each).__name__} {each!r}" for each in made]
    assert len(set(spelled)) == len(spelled)
    assert made == found(shape, rule(*constants), nullable=nullable)
