"""The JSON that `data.aws_iam_policy_document` yields, worked out from its arguments.

The normal form is the AWS provider's own (https://github.com/hashicorp/terraform-provider-aws, `policy_model.go` and
`policy_document_data_source.go` in `internal/service/iam`): a list of one is a plain string, longer ones are in reverse
order, and what is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaffold.model.values import SYMBOLIC, Call, Template, Unknown, Value, is_known
from scaffold.readers.terraform.policy_json import PolicyError, normal_document
from scaffold.readers.terraform.types import ConversionError, identity, to_text

_DEFAULT_VERSION = "2012-10-17"
_OLD_VERSION = "2008-10-17"

#: The lists of a statement: argument, name in the JSON, and whether `&{...}` stands for `${...}` in it.
_LISTS = (
    ("actions", "Action", False),
    ("not_actions", "NotAction", False),
    ("resources", "Resource", True),
    ("not_resources", "NotResource", True),
)


def policy_document(attributes: Mapping[str, Value]) -> Value:
    """The structure of the policy's JSON: a dictionary in which symbolic values stand where they were written.

    `attributes` are the data source's arguments, nested blocks as tuples of dictionaries. Source and override
    documents may be JSON text or dictionaries that this function made. `Condition` and `Principal` are tuples of their
    blocks where a block's test, variable or type is symbolic. The whole is a `Call` of sources, own document and
    overrides where one of these is symbolic, because it cannot be merged. What the provider refuses is `Unknown`, with
    the reason.
    """
    try:
        own = _own_document(attributes)
        sources = _documents(attributes, ("source_json", "source_policy_documents"))
        overrides = _documents(attributes, ("override_policy_documents", "override_json"))
        if not sources and not overrides:
            return own
        if not all(map(_mergeable, (*sources, own, *overrides))):
            return Call("aws_iam_policy_document", (sources, own, overrides))
        normal = [normal_document(document) for document in sources]
        _refuse_duplicates(statement for document in normal for statement in document.get("Statement", ()))
        return _merged((*normal, own, *map(normal_document, overrides)))
    except (PolicyError, ConversionError, RecursionError) as error:
        return Unknown(f"the policy document is refused: {error}")


def _documents(attributes: Mapping[str, Value], names: Sequence[str]) -> tuple[Any, ...]:
    """The documents that these arguments name, as dictionaries or symbolic values."""
    found: list[Value] = []
    for name in names:
        value = attributes.get(name)
        found.extend(value if isinstance(value, tuple) else (value,))
    return tuple(_parsed(value) for value in found if value is not None and value != "")


def _parsed(value: Value) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise PolicyError("a source or override document is not JSON") from None


def _mergeable(document: Any) -> bool:
    """Whether it is known which statements the document has, and under which names."""
    if isinstance(document, SYMBOLIC):
        return False
    if not isinstance(document, Mapping):
        return True
    statements = document.get("Statement", ())
    if isinstance(statements, SYMBOLIC) or not is_known(document.get("Version")) or not is_known(document.get("Id")):
        return False
    return all(not isinstance(each, Mapping) or is_known(each.get("Sid")) for each in statements)


def _merged(documents: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One document of all: later statements replace earlier ones of the same Sid, the latest version and id count."""
    version, policy_id = "", ""
    statements: list[Any] = []
    for document in documents:
        version = max(version, document.get("Version", ""))
        policy_id = document.get("Id", "") or policy_id
        for statement in document.get("Statement", ()):
            sid = _sid(statement)
            same = [index for index, each in enumerate(statements) if sid and _sid(each) == sid]
            if same:
                statements[same[0]] = statement
            else:
                statements.append(statement)
    return _without_empty({"Version": version, "Id": policy_id, "Statement": tuple(statements)})


def _sid(statement: Any) -> Any:
    return statement.get("Sid") if isinstance(statement, Mapping) else None


def _refuse_duplicates(statements: Iterable[Any]) -> None:
    seen: set[str] = set()
    for sid in map(_sid, statements):
        if isinstance(sid, str) and sid in seen:
            raise PolicyError(f"duplicate Sid ({sid})")
        if isinstance(sid, str):
            seen.add(sid)


def _own_document(attributes: Mapping[str, Value]) -> Mapping[str, Any]:
    version = _or(attributes.get("version"), _DEFAULT_VERSION)
    statements = attributes.get("statement")
    if isinstance(statements, tuple):
        statements = tuple(_statement(each, version) for each in statements)
        _refuse_duplicates(statements)
    policy_id = _text(attributes.get("policy_id"))
    return _without_empty({"Version": version, "Id": policy_id, "Statement": statements})


def _statement(block: Value, version: Value) -> Value:
    if not isinstance(block, Mapping):
        return block
    lists = {name: _strings(block.get(argument), variables, version) for argument, name, variables in _LISTS}
    return _without_empty(
        {
            "Sid": _text(block.get("sid")),
            "Effect": _or(block.get("effect"), "Allow"),
            **lists,
            "Principal": _principals(block.get("principals"), version),
            "NotPrincipal": _principals(block.get("not_principals"), version),
            "Condition": _conditions(block.get("condition"), version),
        }
    )


def _strings(value: Value, variables: bool, version: Value) -> Value:
    """A set of strings: one alone, more in reverse order; in the order written if one of them is symbolic."""
    if not isinstance(value, tuple):
        return _with_variables(value, version) if variables else _text(value)
    texts = _distinct(map(_text, value))
    if all(isinstance(text, str) for text in texts):
        texts = tuple(sorted(texts, key=str, reverse=True))
    if variables:
        texts = tuple(_with_variables(text, version) for text in texts)
    return texts[0] if len(texts) == 1 else texts


def _principals(blocks: Value, version: Value) -> Value:
    if not isinstance(blocks, tuple):
        return blocks
    if not all(isinstance(block, Mapping) and isinstance(block.get("type"), str) for block in blocks):
        return blocks
    found: dict[str, list[Value]] = {}
    alone: dict[str, bool] = {}
    for block in _distinct(blocks):
        identifiers = _strings(block.get("identifiers"), True, version)
        alone[block["type"]] = block["type"] not in found and not isinstance(identifiers, tuple)
        found.setdefault(block["type"], []).extend(identifiers if isinstance(identifiers, tuple) else (identifiers,))
    if found == {"*": ["*"]}:
        return "*"
    return {kind: found[kind][0] if alone[kind] else tuple(found[kind]) for kind in sorted(found)}


def _conditions(blocks: Value, version: Value) -> Value:
    if not isinstance(blocks, tuple):
        return blocks
    if not all(isinstance(block, Mapping) and _has_names(block) for block in blocks):
        return blocks
    found: dict[str, dict[str, Value]] = {}
    for block in _distinct(blocks):
        variables = found.setdefault(block["test"], {})
        values = block.get("values")
        if not isinstance(values, tuple):
            variables[block["variable"]] = values
            continue
        before = variables.get(block["variable"], ())
        more = tuple(_with_variables(_text(value), version) for value in values)
        variables[block["variable"]] = (*before, *more) if isinstance(before, tuple) else (before, *more)
    return {test: {name: _single(values) for name, values in found[test].items()} for test in sorted(found)}


def _has_names(block: Mapping[str, Value]) -> bool:
    return isinstance(block.get("test"), str) and isinstance(block.get("variable"), str)


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({identity(value): value for value in values}.values())


def _single(values: Value) -> Value:
    return values[0] if isinstance(values, tuple) and len(values) == 1 else values


def _with_variables(text: Value, version: Value) -> Value:
    """`&{aws:username}` as `${aws:username}`, also in the literal parts of a template."""
    if isinstance(text, Template):
        return Template(tuple(_with_variables(part, version) if isinstance(part, str) else part for part in text.parts))
    if not isinstance(text, str):
        return text
    if "&{" in text and version == _OLD_VERSION:
        raise PolicyError(f"found &{{ in {text!r}, which version {_OLD_VERSION} does not support")
    return text.replace("&{", "${")


def _text(value: Value) -> Value:
    if value is None or isinstance(value, SYMBOLIC):
        return value
    return to_text(value)


def _or(value: Value, default: str) -> Value:
    return default if value is None or value == "" else value


def _without_empty(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in mapping.items() if value is not None and value not in ("", (), {})}
