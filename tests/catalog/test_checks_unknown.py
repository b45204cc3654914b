"""What no row of the catalog may do, whatever a resource says: fail on what is not known, or break."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.catalog import checks
from scaffold.catalog.checks import Estate, Invariant, Outcome, Verdict, all_invariants
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, ValueSet

ROWS: Mapping[str, Any] = {
    id_: said
    for path in sorted(Path(checks.__file__).parent.glob("*.toml"))
    for id_, said in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
#: Attributes that predicates look at by themselves, beside those that rows name.
OWN = (
    "authorization",
    "authorization_type",
    "cidr_blocks",
    "container_definitions",
    "custom_origin_config",
    "default_cache_behavior",
    "default_root_object",
    "domain_name",
    "egress",
    "from_port",
    "http_method",
    "ingress",
    "name",
    "origin",
    "policy",
    "protocol",
    "rest_api_id",
    "route_key",
    "to_port",
    "type",
    "visibility_timeout_seconds",
)
INVARIANTS = {invariant.check.id: invariant for invariant in all_invariants()}


def places(said: Any) -> Iterator[str]:
    """Every path that a row names, in its own predicate and in those inside it."""
    if isinstance(said, Mapping):
        at = said.get("at")
        yield from at if isinstance(at, list) else [at] if isinstance(at, str) else []
        for inner in said.values():
            yield from places(inner)
    elif isinstance(said, list):
        for inner in said:
            yield from places(inner)


def attributes(id_: str) -> list[str]:
    return sorted({*(path.split(".")[0] for path in places(ROWS[id_])), *OWN})


def judged(invariant: Invariant, type_: str, said: Mapping[str, Any]) -> Verdict:
    resource = Resource(f"{type_}.main", type_, type_, "main", Mode.MANAGED, said, Position("main.tf", 1))
    return invariant.judge(resource, Estate(Project("demo", "terraform", ".", (resource,))))


def needs_others(said: Any) -> bool:
    """Whether a row is about other resources too, which are there or are not, whatever this one says."""
    if isinstance(said, Mapping):
        return said.get("check") == "paired" or any(map(needs_others, said.values()))
    return isinstance(said, list) and any(map(needs_others, said))


@pytest.mark.parametrize("id_", [id_ for id_, said in ROWS.items() if not needs_others(said)])
def test_what_is_not_known_is_no_finding(id_: str) -> None:
    invariant = INVARIANTS[id_]
    for type_ in invariant.types:
        for value in (Unknown("not known"), Reference("var.given"), Call("lookup", (Reference("var.given"), "key"))):
            verdict = judged(invariant, type_, dict.fromkeys(attributes(id_), value))
            assert verdict.outcome is not Outcome.FAILS, f"{type_}: {verdict}"


TEXTS = ["*", "{}", "[]", "{", '{"Statement": 1}', "10.0.0.0/8", "0.0.0.0/0", "::/0", "tcp", "true", "0", "-"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 70000),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        ["*", "{}", "[]", "{", '{"Statement": 1}', "10.0.0.0/8", "0.0.0.0/0", "::/0", "tcp", "true", "0", "-"]
    ),
    st.just(Unknown("not known")),
    st.builds(Reference, st.sampled_from(["var.given", "aws_s3_bucket.main", "each", "module.far", "data.aws_x.y[0]"])),
)
STEPS = sorted({step for said in ROWS.values() for path in places(said) for step in path.split(".") if step} | set(OWN))
KEYS = st.one_of(
    st.sampled_from(["Statement", "Effect", "Action", "Principal", "Condition", *STEPS]), st.text(max_size=3)
)


def deeper(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(values, max_size=3).map(tuple),
        st.lists(values, max_size=3).map(ValueSet),
        st.dictionaries(KEYS, values, max_size=4),
        st.lists(values, max_size=3).map(lambda parts: Template(tuple(parts))),
        st.builds(Conditional, values, values, values),
        st.builds(
            lambda name, inner: Call(name, (inner,)), st.sampled_from(["jsonencode", "for", "base64encode"]), values
        ),
    )


VALUES = st.recursive(LEAVES, deeper, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_nothing_that_is_said_breaks_a_row(data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(sorted(ROWS)))
    invariant = INVARIANTS[id_]
    type_ = data.draw(st.sampled_from(invariant.types))
    said = {name: data.draw(VALUES) for name in attributes(id_) if data.draw(st.booleans())}
    assert isinstance(judged(invariant, type_, said), Verdict)
