"""Every test that is generated is known by the plan's id, whatever its file calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_cases import golden_cases, name

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.goldens import GoldenCase
from scaffold.merge import Manner, Merged, language_of, merge
from scaffold.model.written import Written

EXAMPLES = Path(__file__).parent.parent / "examples"


def merged(path: str, text: Written) -> Merged:
    language = language_of(path)
    assert language is not None, path
    return merge(None, text, text.cases, {}, language, Manner())


def hold(produced: pipeline.Produced) -> int:
    found = 0
    for path, text in produced.files.items():
        if text.cases:
            known = merged(path, text)
            assert known.text == text, path
            assert [case.id for case in known.cases] == [label.id for label in text.cases], path
            subjects = {label.id: label.subject for label in text.cases}
            assert {case.id: known.known[case.id].subject for case in known.cases} == subjects
            found += len(known.cases)
    return found


@pytest.mark.parametrize("case", golden_cases(), ids=name)
def test_golden_suites(case: GoldenCase) -> None:
    assert hold(pipeline.produce(case.project, case.settings()))


@pytest.mark.parametrize("project", ["terraform-webhook", "pulumi-network-py"])
def test_examples(project: str) -> None:
    assert hold(pipeline.produce(EXAMPLES / project, Settings(kind="all")))
