"""SARIF: that it is what the standard asks for, and the same however and wherever it is made."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from review_samples import CHECKS, DATA, FINDINGS, KEY, LOGS, NAME, PUBLIC, QUEUE, found

from scaffold import __version__
from scaffold.cli.sarif import sarif
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.testplan import Finding
from scaffold.pipeline import Review
from scaffold.readers.reading import Reading

BROKEN = Diagnostic(Severity.ERROR, "syntax-error", "unbalanced brace", Position("bad.tf", 7), hint="Close it.")
NOTE = Diagnostic(Severity.NOTE, "native-tests", "left alone")

LEVELS = ["none", "note", "warning", "error"]
URI = {"type": "string", "pattern": r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%?#\[\]]+"}
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "pattern": r"(?s).+"}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        # Relative: no scheme, no leading slash, and whole escapes only.
                        "uri": {"type": "string", "pattern": r"(?!/)(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+"},
                        "uriBaseId": {"type": "string"},
                    },
                },
                "region": {"type": "object", "properties": {"startLine": {"type": "integer", "minimum": 1}}},
            },
        }
    },
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "helpUri": URI,
        "defaultConfiguration": {"type": "object", "properties": {"level": {"enum": LEVELS}}},
        "properties": {
            "type": "object",
            "properties": {
                "tags": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
                "security-severity": {"type": "string", "pattern": r"\d+\.\d"},
            },
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": LEVELS},
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "values": {"type": "string"}},
        "suppressions": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}},
            },
        },
    },
}
INVOCATION = {
    "type": "object",
    "required": ["executionSuccessful"],
    "properties": {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message"],
                "properties": {
                    "message": TEXT,
                    "level": {"enum": LEVELS},
                    "descriptor": {"type": "object", "properties": {"id": {"type": "string"}}},
                    "locations": {"type": "array", "items": LOCATION},
                },
            },
        },
    },
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "semanticVersion": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "invocations": {"type": "array", "items": INVOCATION},
        "originalUriBaseIds": {
            "type": "object",
            "values": {"type": "object", "properties": {"description": TEXT}},
        },
        "results": {"type": "array", "items": RESULT},
    },
}
#: The part of the schema of SARIF 2.1.0 that concerns what is written here; what it does not name is refused.
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {"$schema": URI, "version": {"enum": ["2.1.0"]}, "runs": {"type": "array", "items": RUN}},
}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


def faults(value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:
    """Where `value` breaks the schema: a small part of JSON Schema, with `values` for maps."""
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{place} is none of {schema['enum']}"]
    expected = TYPES[schema["type"]]
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        return [f"{place} is no {schema['type']}"]
    if isinstance(value, str):
        return [] if re.fullmatch(schema.get("pattern", r"(?s).*"), value) else [f"{place} is spelled wrong: {value}"]
    if isinstance(value, list):
        twice = schema.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) < len(value)
        found = [fault for at, item in enumerate(value) for fault in faults(item, schema["items"], f"{place}[{at}]")]
        return [*found, *([f"{place} says something twice"] if twice else [])]
    if isinstance(value, dict):
        return [*_missing(value, schema, place), *_members(value, schema, place)]
    return [f"{place} is too small"] if value < schema.get("minimum", value) else []


def _missing(value: dict[str, Any], schema: dict[str, Any], place: str) -> list[str]:
    return [f"{place} lacks {key}" for key in schema.get("required", ()) if key not in value]


def _members(value: dict[str, Any], schema: dict[str, Any], place: str) -> list[str]:
    found = []
    for key, item in value.items():
        known = schema.get("properties", {}).get(key) or schema.get("values")
        found += faults(item, known, f"{place}.{key}") if known else [f"{place} may not have {key}"]
    return found


def made(*findings: Finding, folder: str = ".", diagnostics: tuple[Diagnostic, ...] = ()) -> dict[str, Any]:
    log = sarif(Review(Reading((), diagnostics), CHECKS, findings or FINDINGS, diagnostics, folder))
    assert faults(log, LOG) == []
    return log


def results(*findings: Finding, folder: str = ".") -> list[dict[str, Any]]:
    (run,) = made(*findings, folder=folder)["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def uri(file: str, folder: str = ".") -> str:
    (result,) = results(replace(KEY, position=Position(file, 1)), folder=folder)
    place: str = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    return place


def test_the_whole_is_valid_and_names_tool_and_version() -> None:
    log = made(diagnostics=(BROKEN, NOTE))
    driver = log["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("scaffold", __version__)
    assert log["$schema"].endswith("sarif-2.1.0.json")


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        (("version",), "2.0.0"),
        (("runs", 0, "tool", "driver", "name"), None),
        (("runs", 0, "results", 0, "level"), "high"),
        (("runs", 0, "results", 0, "message"), {}),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startLine"), 0),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "/a b"),
        (("runs", 0, "results", 0, "extra"), 1),
        (("runs", 0, "invocations", 0, "executionSuccessful"), "yes"),
    ],
)
def test_the_validation_refuses_what_the_schema_does(path: tuple[str | int, ...], bad: Any) -> None:
    log = copy.deepcopy(made())
    inside: Any = log
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = bad
    assert faults(log, LOG)


def test_every_check_that_was_asked_for_is_a_rule() -> None:
    rules = made(KEY)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["kms-key-rotation", "s3-public-access", "sqs-fifo-name"]
    assert rules[1] == {
        "id": "s3-public-access",
        "shortDescription": {"text": "s3: blocks public access"},
        "fullDescription": {"text": "Data leaks."},
        "help": {"text": "Data leaks.\n\nhttps://docs.example/s3?a=b#c"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["security", "s3"], "security-severity": "8.0"},
        "helpUri": "https://docs.example/s3?a=b#c",
    }


def test_advice_is_no_matter_of_security_and_may_have_no_link() -> None:
    rule = made(KEY)["runs"][0]["tool"]["driver"]["rules"][2]
    assert rule["properties"] == {"tags": ["correctness", "sqs"]}
    assert rule["fullDescription"] == {"text": "sqs: has the name of its kind"}
    assert "helpUri" not in rule


def test_results_name_their_rule_level_and_place() -> None:
    found = results()
    rules = made()["runs"][0]["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in found] == [result["ruleId"] for result in found]
    assert [(result["ruleId"], result["level"]) for result in found] == [
        ("s3-public-access", "error"),
        ("kms-key-rotation", "warning"),
        ("s3-public-access", "error"),
        ("sqs-fifo-name", "note"),
    ]
    assert found[0]["message"] == {"text": f"Bucket data has no public access block. {DATA.hint}"}
    assert found[1]["message"] == {"text": "Key main is never rotated."}
    assert found[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data.tf", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3},
    }


@pytest.mark.parametrize("title", ["aws_s3_bucket.logs is public", "SQS queue q is public", ""])
def test_only_a_word_is_capitalised(title: str) -> None:
    (result,) = results(replace(KEY, title=title))
    assert result["message"] == {"text": f"{title}."}


def test_a_finding_of_an_unlisted_check_brings_its_rule() -> None:
    other = Finding("own-check", "says something", "x.y", Position("main.tf", 1))
    (result,) = results(other)
    assert made(other)["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "own-check"


def test_suppressed_results_say_so_and_all_others_that_they_are_not() -> None:
    assert [result["suppressions"] for result in results()] == [
        [],
        [],
        [],
        [{"kind": "inSource", "justification": "legacy"}],
    ]


@pytest.mark.parametrize(
    ("file", "folder", "expected"),
    [
        ("main.tf", ".", "main.tf"),
        ("main.tf", "infra/prod", "infra/prod/main.tf"),
        ("../modules/a/main.tf", "infra", "modules/a/main.tf"),
        ("a b/100%.tf", ".", "a%20b/100%25.tf"),
        ("c:x#y?.tf", ".", "c%3Ax%23y%3F.tf"),
        ("größe.tf", ".", "gr%C3%B6%C3%9Fe.tf"),
        ("latin\udce9.tf", ".", "latin%E9.tf"),
    ],
)
def test_places_are_relative_to_the_repository_and_encoded(file: str, folder: str, expected: str) -> None:
    assert uri(file, folder) == expected


def test_fingerprints_survive_moves_and_tell_findings_apart() -> None:
    def prints(*findings: Finding) -> list[dict[str, str]]:
        return [result["partialFingerprints"] for result in results(*findings)]

    moved = replace(LOGS, position=Position("main.tf", 400), title="reworded", hint="")
    assert prints(LOGS) == prints(moved)
    others = (
        replace(LOGS, id=NAME.id),
        replace(LOGS, subject="aws_s3_bucket.other"),
        replace(LOGS, position=Position("other.tf", 12)),
        replace(LOGS, position=Position("main.tf", 13)),
    )
    assert len({json.dumps(item) for item in prints(LOGS, *others)}) == 5
    assert all(prints(other) != prints(LOGS) for other in others[:3])


def test_the_order_of_the_findings_does_not_count() -> None:
    assert json.dumps(made(*FINDINGS)) == json.dumps(made(*reversed(FINDINGS)))


def test_what_could_not_be_read_is_a_notification() -> None:
    (run,) = made(diagnostics=(BROKEN, NOTE))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0] == {
        "descriptor": {"id": "syntax-error"},
        "level": "error",
        "message": {"text": "unbalanced brace. Close it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "bad.tf", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 7},
                }
            }
        ],
    }
    assert made()["runs"][0]["invocations"] == [{"executionSuccessful": True}]


def test_untrusted_text_is_no_link() -> None:
    (result,) = results(replace(KEY, title="key [here](https://evil.example) is old"))
    assert result["message"] == {"text": "Key [here] (https://evil.example) is old."}


def test_untrusted_text_stays_text() -> None:
    hostile = found(PUBLIC, 'x"}\u2028', Position("m.tf", 1), "</script>\x1b[0m\udce9", suppressed="\x00why")
    assert json.loads(json.dumps(made(hostile), ensure_ascii=True)) == made(hostile)
    assert QUEUE.suppressed == "legacy"
