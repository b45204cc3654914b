"""How invariants are spelled: look-ups with names, and one assertion for each fact."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from golden_cases import NODE_MODULES, environment
from invariant_samples import CONFIGURATION, DOCUMENT, FACT_AND_BREAK, broken, holds, in_few_runs, plan_of_facts, titles
from ruff import find_ruff_bin

from scaffold.emit import emit
from scaffold.emit.lookups import lookups
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.source import Invocation, Ref
from scaffold.model.testplan import AllHold, Case, Holds, Suite, TestPlan

SUITE = "tests/infrastructure_checks"


def planned(*facts: Holds) -> TestPlan:
    case = Case("invariants:x:y", Family.INVARIANTS, "bucket logs is as it should be", "y", AllHold(facts))
    return TestPlan("terraform", (Suite("root", ".", (case,)),))


def spelled(target: str, *facts: Holds) -> str:
    """What stands in the test of an invariant."""
    (text,) = (text for name, text in emit(planned(*facts), target).items() if "test_root" in name or ".test." in name)
    head = "(terraform):\n" if target == "pytest" else "as it should be', () => {\n"
    return text.partition(head)[2].removesuffix("  });\n});\n")


EXCLUDED = (("actions", "not_actions"), ("*", "s3:*"))
FACTS = (
    holds(("acl",), Relation.EQUALS, "private"),
    holds(("on",), Relation.EQUALS, True),
    holds(("nothing",), Relation.EQUALS, None),
    holds(("acl",), Relation.DIFFERS, "public-read"),
    holds(("days",), Relation.AT_LEAST, 30),
    holds(("days",), Relation.AT_MOST, 90),
    holds(("kind",), Relation.ONE_OF, ("a", "b")),
    holds(("key",), Relation.PRESENT),
    holds(("odd name",), Relation.ABSENT),
    holds(("rule",), Relation.COUNTS, 2),
    holds(("rule", 1, "deep_filter_block", 0, "bucket"), Relation.EQUALS, Ref("aws_s3_bucket.other.id")),
    holds(("rule", 1, "deep_filter_block", 0, "x"), Relation.ABSENT),
    holds(("rule", 1, "id"), Relation.PRESENT),
    holds(("statement",), Relation.EXCLUDES, EXCLUDED, DOCUMENT),
)

IN_PYTHON = """\
    s3_bucket = terraform.block("resource", "aws_s3_bucket", "logs")
    assert s3_bucket["acl"] == "private"
    assert s3_bucket["on"] is True
    assert s3_bucket["nothing"] is None
    assert s3_bucket.get("acl") != "public-read"
    assert s3_bucket["days"] >= 30
    assert s3_bucket["days"] <= 90
    assert s3_bucket["kind"] in ["a", "b"]
    assert s3_bucket["key"]
    assert "odd name" not in s3_bucket
    assert len(s3_bucket["rule"]) == 2
    rule = s3_bucket["rule"][1]
    assert rule["id"]
    filter_block = rule["deep_filter_block"][0]
    assert filter_block["bucket"] == ref("aws_s3_bucket.other.id")
    assert "x" not in filter_block
    values_block = terraform.values(
        "data",
        "aws_iam_policy_document",
        "read",
        path=["statement"],
        keys=["actions", "not_actions"],
    )
    assert "*" not in values_block
    assert "s3:*" not in values_block
"""

IN_JAVASCRIPT = """\
    const s3Bucket = terraform.block('resource', 'aws_s3_bucket', 'logs');
    expect(s3Bucket.acl).toEqual('private');
    expect(s3Bucket.on).toBe(true);
    expect(s3Bucket.nothing).toBe(null);
    expect(s3Bucket.acl).not.toEqual('public-read');
    expect(s3Bucket.days).toBeGreaterThanOrEqual(30);
    expect(s3Bucket.days).toBeLessThanOrEqual(90);
    expect(['a', 'b']).toContain(s3Bucket.kind);
    expect(s3Bucket.key).toBeTruthy();
    expect(s3Bucket).not.toHaveProperty('odd name');
    expect(s3Bucket.rule).toHaveLength(2);
    const rule = s3Bucket.rule?.[1];
    expect(rule?.id).toBeTruthy();
    const filterBlock = rule?.deep_filter_block?.[0];
    expect(filterBlock?.bucket).toEqual(ref('aws_s3_bucket.other.id'));
    expect(filterBlock).not.toHaveProperty('x');
    const valuesBlock = terraform.values(
      'data',
      'aws_iam_policy_document',
      'read',
      { path: ['statement'], keys: ['actions', 'not_actions'] },
    );
    expect(valuesBlock).not.toContain('*');
    expect(valuesBlock).not.toContain('s3:*');
"""


def test_in_python():
    assert spelled("pytest", *FACTS) == IN_PYTHON


@pytest.mark.parametrize("target", ["jest", "vitest"])
def test_in_javascript(target):
    assert spelled(target, *FACTS) == IN_JAVASCRIPT


def test_a_long_look_up_in_javascript_goes_on_the_next_line():
    name = "server_side_encryption_configuration_of_it"
    assert f"""\
    const bucketVersioning = terraform.block(
      'resource',
      'aws_s3_bucket_versioning',
      'logs',
    );
    const ofIt =
      bucketVersioning.{name}?.[0];
    expect(ofIt?.on).toBe(true);
""" == spelled("jest", holds((name, 0, "on"), Relation.EQUALS, True, ("aws_s3_bucket_versioning", "logs")))


def test_helpers_are_imported_for_what_is_pinned():
    (text,) = (text for name, text in emit(planned(*FACTS), "pytest").items() if "test_root" in name)
    assert "from .support.terraform import load, ref\n" in text


def test_each_look_up_has_a_name_of_its_own():
    same = (("aws_b_lambda", "x"), ("aws_c_lambda", "y"), ("aws_class", "z"), ("class", "u"), ("1", "v"), ("日本", "w"))
    names = [found.name for found in lookups(holds(("a",), Relation.PRESENT, labels=labels) for labels in same)]
    assert names == ["b_lambda", "c_lambda", "aws_class", "class_block", "block", "block_2"]
    assert [
        found.name for found in lookups([holds(("a",), Relation.PRESENT, labels=("aws_x_y", n)) for n in "ab"])
    ] == [
        "x_y",
        "x_y_2",
    ]


def test_blocks_of_the_same_labels_are_told_apart():
    found = lookups([holds(("a",), Relation.PRESENT), holds(("a",), Relation.PRESENT, index=1)])
    assert [look.named for look in found] == [{}, {"index": 1}]


def test_it_stays_as_it_is_under_the_formatter():
    long = ("aws_service_discovery_private_dns_namespace", "a" * 40)
    facts = (
        *FACTS,
        holds(("some_quite_long_attribute_name",), Relation.EQUALS, Ref(f"{long[0]}.b.arn"), long),
        holds(("policy", 0, "Statement"), Relation.EQUALS, Invocation("concat", (Ref("local.a"), ("x" * 60,))), long),
        holds(("kind",), Relation.ONE_OF, ("x" * 30, "y" * 30, "z" * 30), long),
        holds(("apply_server_side_encryption_by_default", 0, "a"), Relation.EXCLUDES, EXCLUDED, long),
    )
    for name, text in emit(planned(*facts), "pytest").items():
        if "test_root" in name:
            command = [find_ruff_bin(), "format", "--isolated", "--line-length", "88", "-"]
            assert subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout == text


# --- The suites, run. ---


def run(target: str, folder: Path) -> dict[str, str]:
    """`passed` or `failed` for each test, by its title, with what is said where it failed."""
    if target == "pytest":
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", "-rA", SUITE]
        done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
        lines = [line.split(" ")[:2] for line in done.stdout.splitlines() if line.startswith(("PASSED ", "FAILED "))]
        assert len(lines) == len(FACT_AND_BREAK), done.stdout + done.stderr
        return {name.partition("::test_")[2].replace("_", " "): verb.lower() for verb, name in lines}
    (folder / "package.json").write_text("{}")
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    tool = [str(NODE_MODULES / ".bin" / "jest"), "--json", "--config", f"{SUITE}/package.json"]
    done = subprocess.run(["node", *tool], cwd=folder, env=environment(), capture_output=True, text=True)
    (result,) = json.loads(done.stdout)["testResults"]
    return {each["title"]: each["status"] for each in result["assertionResults"]}


@pytest.mark.parametrize("target", ["pytest", "jest"])
def test_each_fails_when_what_it_says_is_broken(target, tmp_path):
    names = titles()
    for path, text in emit(plan_of_facts(), target).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    assert set(run(target, tmp_path).values()) == {"passed"}
    for breaks in in_few_runs():
        (tmp_path / "main.tf").write_text(broken(breaks))
        found = run(target, tmp_path)
        assert [name for name in breaks if found[names[name]] != "failed"] == []
