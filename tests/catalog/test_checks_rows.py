"""Every row of the catalog against configurations for which it holds, fails, cannot be said and does not apply.

The configurations are in `checks/cases`, one file for each service. Each is read as Terraform, and judged again as the
readers of other platforms spell the same: their own type names, a single nested block as a dictionary, JSON as data.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffold.catalog.checks import Estate, Invariant, Outcome, Verdict, all_invariants
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Mode, Project
from scaffold.model.values import Call, Reference, Template, Value, walk
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform.reader import read

FOLDER = Path(__file__).parent / "checks" / "cases"
OUTCOMES = {
    "hit": Outcome.HOLDS,
    "miss": Outcome.FAILS,
    "unknown": Outcome.UNKNOWN,
    "skip": Outcome.NOT_APPLICABLE,
}
INVARIANTS = {invariant.check.id: invariant for invariant in all_invariants()}
CASES: Mapping[str, Mapping[str, Any]] = {
    id_: said
    for path in sorted(FOLDER.glob("*.toml"))
    for id_, said in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


def listed(said: Mapping[str, Any], outcome: str) -> list[str]:
    found = said.get(outcome, [])
    return found if isinstance(found, list) else [found]


def parameters() -> Iterator[Any]:
    for id_, said in CASES.items():
        for outcome in OUTCOMES:
            for at, text in enumerate(listed(said, outcome)):
                yield pytest.param(id_, outcome, text, id=f"{id_}-{outcome}-{at}")


def whole(said: Mapping[str, Any], text: str) -> str:
    """A configuration: the text in its body, unless it declares the resource in question itself."""
    body = said["body"]
    headers = [line for line in body.splitlines() if '"main"' in line]
    before, after = re.split(r"\$(?!{)", body)
    source = text if headers[0].strip() in text else f"{before}{text}{after}"
    return f'{source}\nvariable "given" {{}}\n'


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    def make(source: str) -> Project:
        (tmp_path / "main.tf").write_text(source, encoding="utf-8")
        found = read(tmp_path, ReadOptions(jobs=1, declarations=False))
        assert not found.diagnostics, f"{found.diagnostics}\n{source}"
        return found.projects[0]

    return make


def judged(invariant: Invariant, project: Project) -> Verdict:
    """What a check says of the resource `main`."""
    estate = Estate(project)
    found = [each for each in project.resources if each.name == "main" and each.type in invariant.types]
    assert len(found) == 1
    return invariant.judge(found[0], estate)


def test_every_row_has_its_cases() -> None:
    assert set(CASES) == set(INVARIANTS)
    for id_, said in CASES.items():
        for outcome in ("hit", "miss", "unknown"):
            assert listed(said, outcome), f"{id_} has no {outcome}"
        assert set(said) <= {"body", *OUTCOMES}, id_


@pytest.mark.parametrize(("id_", "outcome", "text"), list(parameters()))
def test_a_row_judges_a_resource(project: Callable[[str], Project], id_: str, outcome: str, text: str) -> None:
    invariant, model = INVARIANTS[id_], project(whole(CASES[id_], text))
    for spelled in (model, other_platform(model, "pulumi"), other_platform(model, "cdktf")):
        verdict = judged(invariant, spelled)
        assert verdict.outcome is OUTCOMES[outcome], f"{spelled.platform}: {verdict}"
    if outcome == "miss":
        sentence = invariant.sentence(next(each for each in model.resources if each.name == "main"), verdict)
        assert "{" not in sentence
        assert not sentence.endswith(".")


@pytest.mark.parametrize("id_", CASES)
def test_what_makes_a_row_hold_is_not_there_where_it_fails(project: Callable[[str], Project], id_: str) -> None:
    """The evidence is true where the check holds, and for each way to fail there is some that is false then."""
    said = CASES[id_]
    found = []
    for text in listed(said, "hit"):
        model = project(whole(said, text))
        evidence = judged(INVARIANTS[id_], model).evidence
        assert all(true(fact, model) for fact in evidence), evidence
        found.append(evidence)
    for text in listed(said, "miss") if any(found) else ():
        model = project(whole(said, text))
        assert any(not true(fact, model) for evidence in found for fact in evidence), (text, found)


def test_most_rows_have_evidence(project: Callable[[str], Project]) -> None:
    """Where a check holds it becomes a test, except for a few where there is nothing to pin."""
    bare = {
        id_
        for id_, said in CASES.items()
        if not any(judged(INVARIANTS[id_], project(whole(said, text))).evidence for text in listed(said, "hit"))
    }
    assert bare == {"ec2-user-data-secrets", "iam-github-subject", "iam-pass-role"}


def true(fact: Fact, project: Project) -> bool:
    """Whether a fact is true of a model."""
    resource = Estate(project).by_address.get(fact.subject.address)
    value: Value = dict(resource.attributes) if resource else None
    for step in fact.subject.path:
        value = below(value, step)
    return STANDS[fact.relation](value, fact.value)


def below(value: Value, step: str | int) -> Value:
    value = decoded(value)
    if isinstance(value, Mapping):
        return value.get(step) if isinstance(step, str) else value if step == 0 else None
    if isinstance(value, tuple):
        return value[step] if isinstance(step, int) and step < len(value) else None
    return None


def decoded(value: Value) -> Value:
    if isinstance(value, Call) and value.function == "jsonencode":
        value = value.arguments[0]
    if isinstance(value, Template):
        value = "".join(part if isinstance(part, str) else "..." for part in value.parts)
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        value = frozen(json.loads(value))
    return value


def excludes(value: Value, said: Value) -> bool:
    assert isinstance(said, tuple)
    keys, values = said
    found = [inner for each in walk(decoded(value)) if isinstance(each, Mapping) for inner in each.items()]
    texts = [text for key, item in found if key in keys for text in walk(item)]
    return not any(text in values for text in texts if isinstance(text, str | bool))


STANDS: Mapping[Relation, Callable[[Any, Any], bool]] = {
    Relation.EQUALS: lambda value, said: bool(value == said),
    Relation.DIFFERS: lambda value, said: value is not None and value != said,
    Relation.AT_LEAST: lambda value, said: isinstance(value, int | float) and value >= said,
    Relation.AT_MOST: lambda value, said: isinstance(value, int | float) and value <= said,
    Relation.ONE_OF: lambda value, said: value in said,
    Relation.PRESENT: lambda value, _: value not in (None, "", ()),
    Relation.ABSENT: lambda value, _: value in (None, ()),
    Relation.COUNTS: lambda value, said: isinstance(value, tuple) and len(value) == said,
    Relation.EXCLUDES: excludes,
}


def frozen(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: frozen(item) for key, item in data.items()}
    return tuple(map(frozen, data)) if isinstance(data, list) else data


def other_platform(project: Project, platform: str) -> Project:
    """The same resources as another platform's reader spells them."""
    resources = []
    for resource in project.resources:
        words = resource.type.removeprefix("aws_").split("_")
        camel = "".join(word.capitalize() for word in words)
        native = f"aws:{words[0]}/{camel[0].lower()}{camel[1:]}:{camel}" if platform == "pulumi" else camel
        attributes = {name: respelled(value, platform) for name, value in resource.attributes.items()}
        resources.append(replace(resource, native_type=native, attributes=attributes))
    return replace(project, platform=platform, resources=tuple(resources))


def respelled(value: Value, platform: str) -> Value:
    if isinstance(value, Mapping):
        return {name: respelled(item, platform) for name, item in value.items()}
    if isinstance(value, tuple):
        inner = tuple(respelled(item, platform) for item in value)
        return inner[0] if len(inner) == 1 and isinstance(inner[0], Mapping) else inner
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        return jsonencoded(frozen(json.loads(value)), platform)
    if isinstance(value, Call) and value.function == "jsonencode":
        return jsonencoded(value.arguments[0], platform)
    return value


def jsonencoded(data: Value, platform: str) -> Value:
    """One platform has JSON as a call, the other as the data itself."""
    return Call("jsonencode", (data,)) if platform == "cdktf" else data


def test_links_and_words_are_fit_for_people() -> None:
    for invariant in INVARIANTS.values():
        check = invariant.check
        assert check.link.startswith("https://docs.aws.amazon.com/"), check.id
        assert check.why.endswith("."), check.id
        assert invariant.hint.endswith("."), check.id
        assert not check.title.endswith("."), check.id
        assert check.title[0].islower(), check.id
        assert "{thing}" in invariant.finding, check.id
        assert all(type_.startswith("aws_") for type_ in invariant.types), check.id


def test_references_and_modes_stay_what_they_are() -> None:
    assert Reference("aws_sqs_queue.main", ("arn",)) == respelled(Reference("aws_sqs_queue.main", ("arn",)), "pulumi")
    assert {mode for invariant in INVARIANTS.values() for mode in invariant.modes} == {Mode.MANAGED}
