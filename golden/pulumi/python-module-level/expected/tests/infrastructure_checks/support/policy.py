"""The JSON that `aws.iam.get_policy_document` gives, in the AWS provider's own form.

A list of one is a plain string, longer ones are in reverse order, and what is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

DEFAULT_VERSION = "2012-10-17"
OLD_VERSION = "2008-10-17"

DOCUMENT = ("Version", "Id", "Statement")
STATEMENT = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)

Properties = Mapping[str, Any]


def policy_document(given: Properties) -> dict[str, Any]:
    """What `get_policy_document` answers to these arguments. `ValueError` for what the provider refuses."""
    own = _own_document(given)
    sources = _documents(given.get("sourceJson"), given.get("sourcePolicyDocuments"))
    overrides = _documents(given.get("overridePolicyDocuments"), given.get("overrideJson"))
    normal = [_normal_document(each) for each in sources]
    _refuse_duplicates([statement for each in normal for statement in each.get("Statement", ())])
    if sources or overrides:
        own = _merged([*normal, own, *map(_normal_document, overrides)])
    text = json.dumps(own, separators=(",", ":"))
    return {**given, "json": text, "minifiedJson": text}


def _documents(*given: Any) -> list[Any]:
    found = []
    for each in given:
        for text in each if isinstance(each, (list, tuple)) else [each]:
            if text is not None and text != "":
                found.append(_loaded(text))
    return found


def _loaded(text: Any) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        raise ValueError("a source or override document is not JSON") from None


def _merged(documents: Iterable[Properties]) -> dict[str, Any]:
    """One document of all: later statements replace earlier ones of the same Sid, the latest version and id count."""
    version = ""
    id = ""
    statements: list[Properties] = []
    for document in documents:
        version = max(version, document.get("Version") or "")
        id = document.get("Id") or id
        for statement in document.get("Statement", ()):
            sid = statement.get("Sid")
            same = [at for at, each in enumerate(statements) if sid and each.get("Sid") == sid]
            if same:
                statements[same[0]] = statement
            else:
                statements.append(statement)
    return _without_empty({"Version": version, "Id": id, "Statement": statements})


def _refuse_duplicates(statements: Iterable[Properties]) -> None:
    seen = set()
    for statement in statements:
        sid = statement.get("Sid")
        if sid and sid in seen:
            raise ValueError(f"duplicate Sid ({sid})")
        seen.add(sid)


# --- The document that the arguments themselves describe. ---


def _own_document(given: Properties) -> dict[str, Any]:
    version = given.get("version") or DEFAULT_VERSION
    statements = [_own_statement(each, version) for each in given.get("statements") or ()]
    _refuse_duplicates(statements)
    return _without_empty({"Version": version, "Id": given.get("policyId"), "Statement": statements})


def _own_statement(given: Properties, version: str) -> dict[str, Any]:
    return _without_empty(
        {
            "Sid": given.get("sid"),
            "Effect": given.get("effect") or "Allow",
            "Action": _strings(given.get("actions")),
            "NotAction": _strings(given.get("notActions")),
            "Resource": _with_variables(_strings(given.get("resources")), version),
            "NotResource": _with_variables(_strings(given.get("notResources")), version),
            "Principal": _own_principals(given.get("principals"), version),
            "NotPrincipal": _own_principals(given.get("notPrincipals"), version),
            "Condition": _own_conditions(given.get("conditions"), version),
        }
    )


def _strings(values: Any) -> Any:
    """A set of strings: one alone, more in reverse order."""
    if not isinstance(values, (list, tuple)):
        return values
    texts = sorted(set(map(_text, values)), reverse=True)
    return texts[0] if len(texts) == 1 else texts


def _own_principals(blocks: Any, version: str) -> Any:
    if not isinstance(blocks, (list, tuple)):
        return blocks
    found: dict[str, Any] = {}
    for block in _distinct(blocks):
        texts = _with_variables(_strings(block.get("identifiers")), version)
        kind = block["type"]
        found[kind] = [*_listed(found[kind]), *_listed(texts)] if kind in found else texts
    return _principals(found, lambda texts: texts)


def _own_conditions(blocks: Any, version: str) -> Any:
    if not isinstance(blocks, (list, tuple)):
        return blocks
    found: dict[str, dict[str, list[str]]] = {}
    for block in _distinct(blocks):
        values = [_with_variables(_text(value), version) for value in block.get("values") or ()]
        found.setdefault(block["test"], {}).setdefault(block["variable"], []).extend(values)
    return {test: {name: _single(values) for name, values in found[test].items()} for test in sorted(found)}


def _with_variables(value: Any, version: str) -> Any:
    """`&{aws:username}` as `${aws:username}`."""
    if isinstance(value, list):
        return [_with_variables(each, version) for each in value]
    if not isinstance(value, str):
        return value
    if "&{" in value and version == OLD_VERSION:
        raise ValueError("found &{ in " + f"{value}, which version {OLD_VERSION} does not support")
    return value.replace("&{", "${")


# --- Documents that are given as JSON. ---


def _normal_document(data: Any) -> dict[str, Any]:
    fields = _fields(data, DOCUMENT)
    if "Statement" not in fields:
        return fields
    if not isinstance(fields["Statement"], list):
        raise ValueError("Statement is not a list")
    return {**fields, "Statement": [_normal_statement(each) for each in fields["Statement"]]}


def _normal_statement(data: Any) -> dict[str, Any]:
    fields = _fields(data, STATEMENT)
    for name in ("Principal", "NotPrincipal"):
        if name in fields:
            fields[name] = _normal_principal(fields[name])
    if "Condition" in fields:
        fields["Condition"] = _normal_condition(fields["Condition"])
    return fields


def _fields(data: Any, names: Sequence[str]) -> dict[str, Any]:
    """Names of fields count in any case, as Go's JSON reader has it; unknown fields go."""
    if not isinstance(data, Mapping):
        raise ValueError("an object is expected")
    given = {key.lower(): value for key, value in data.items()}
    return _without_empty({name: given.get(name.lower()) for name in names})


def _normal_principal(data: Any) -> Any:
    """Any single string is `*`; lists are in reverse order."""
    if isinstance(data, str):
        return "*"
    if not isinstance(data, Mapping):
        return data
    return _principals(data, lambda value: sorted(value, reverse=True) if isinstance(value, list) else value)


def _principals(data: Properties, change: Callable[[Any], Any]) -> Any:
    if list(data) == ["*"] and _listed(data["*"]) == ["*"]:
        return "*"
    return {kind: change(data[kind]) for kind in sorted(data)}


def _normal_condition(data: Any) -> Any:
    """A list of one is a plain string, a bool its text."""
    if not isinstance(data, Mapping):
        return data
    return {test: {name: _plain(value) for name, value in data[test].items()} for test in sorted(data)}


# --- Plain data. ---


def _plain(value: Any) -> Any:
    return _text(value) if isinstance(value, bool) else _single(value)


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list({json.dumps(value, sort_keys=True): value for value in values}.values())


def _without_empty(data: Properties) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None and value not in ("", [], {})}
