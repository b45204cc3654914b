"""Provider functions (`aws.getRegion()`, `aws.iam.getPolicyDocumentOutput(...)`): what calling one gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.catalog import pulumi as catalog
from scaffold.model.values import Call, Reference, Value, is_known
from scaffold.readers.programs.values import MISSING, Machine, Object, Symbol
from scaffold.readers.pulumi.dialect import json_text
from scaffold.readers.pulumi.freezing import frozen, without_secrets
from scaffold.readers.pulumi.outputs import unwrapped
from scaffold.readers.pulumi.records import Called
from scaffold.readers.pulumi.run import Run
from scaffold.readers.terraform.policy import policy_document

POLICY_DOCUMENT: Final = "aws:iam/getPolicyDocument:getPolicyDocument"
#: How the arguments of a policy document are called in the document that Terraform folds.
_POLICY_NAMES: Final = {
    "statements": "statement",
    "conditions": "condition",
    "notActions": "not_actions",
    "notResources": "not_resources",
    "notPrincipals": "not_principals",
    "policyId": "policy_id",
    "sourceJson": "source_json",
    "overrideJson": "override_json",
    "sourcePolicyDocuments": "source_policy_documents",
    "overridePolicyDocuments": "override_policy_documents",
}
#: Arguments of a policy document that are sets.
_SETS: Final = frozenset({"actions", "notActions", "resources", "notResources", "identifiers"})
#: Functions of which there is one answer in a deployment: what their data source is usually called.
_ALONE: Final = "current"
_AMONG: Final = "selected"


def answered(run: Run, machine: Machine, token: str, given: Any, at: int) -> tuple[Any, bool]:
    """What calling a provider's function gives, and whether that is a secret. `given` are its arguments by their names
    on the wire."""
    given, secret = unwrapped(run, machine, given)
    native = _arguments(frozen(run, machine, given))
    resolved = _arguments(frozen(run, machine, given, resolved=True))
    if token == POLICY_DOCUMENT:
        value: Any = _policy(machine, native, resolved)
        _note(run, machine, token, native, resolved, at)
        return run.dialect.shown(run, token, (), value), secret
    called = _note(run, machine, token, native, resolved, at)
    answer = run.mocks.answer(token, {name: item for name, item in resolved.items() if is_known(item)})
    concrete = MISSING if answer is MISSING else run.dialect.shown(run, token, (), machine.thaw(answer))
    return Symbol(Reference(called.address), concrete), secret


def learn_answer(run: Run, token: str, package: str, module: str, name: str) -> None:
    """Take what a function gives from its declaration, where the catalog says nothing."""
    if not run.given.mocked or token in run.mocks.learnt.functions or catalog.answer(token, {}) is not None:
        return
    found = run.installed.answer(package, module, name)
    if found is not None:
        run.mocks.learnt.functions[token] = found[1]


def _arguments(value: Any) -> dict[str, Value]:
    return {key: without_secrets(item) for key, item in value.items()} if isinstance(value, Mapping) else {}


def _note(
    run: Run, machine: Machine, token: str, native: Mapping[str, Value], resolved: Mapping[str, Value], at: int
) -> Called:
    """Note a call; the same call with the same arguments is the same data source."""
    key = (token, repr(sorted(native.items())))
    found = run.called.get(key)
    if found is None:
        type_ = catalog.canonical_data_type(token)
        base = f"data.{type_}.{_AMONG if native else _ALONE}"
        number = run.addresses.get(base, 0)
        run.addresses[base] = number + 1
        address = f"{base}_{number + 1}" if number else base
        place = machine.position(at)
        found = Called(token, address, native, resolved, place, machine.condition, machine.repeated)
        run.called[key] = found
        run.tokens[address] = token
    return found


def _policy(machine: Machine, native: Mapping[str, Value], resolved: Mapping[str, Value]) -> Object:
    """The answer of `getPolicyDocument`: its JSON is worked out from the arguments."""
    document = policy_document(_terraform(_in_order(native, resolved)))
    known = policy_document(_terraform(resolved))
    text = json_text(known) if is_known(known) and known is not None else MISSING
    folded = text if is_known(document) and isinstance(text, str) else None
    json_value = folded if folded is not None else Symbol(Call("jsonencode", (document,)), text)
    members: dict[Any, Any] = {name: machine.thaw(value) for name, value in resolved.items() if is_known(value)}
    return Object({**members, "json": json_value, "minifiedJson": json_value, "id": "policy"})


def _in_order(native: Any, resolved: Any, name: str = "") -> Any:
    """Arguments with sets of texts in the order in which the provider writes them, which what they are taken to be
    says."""
    if isinstance(native, Mapping) and isinstance(resolved, Mapping):
        return {key: _in_order(item, resolved.get(key), key) for key, item in native.items()}
    if not isinstance(native, tuple) or not isinstance(resolved, tuple) or len(native) != len(resolved):
        return native
    if name in _SETS and all(isinstance(text, str) for text in resolved):
        pairs = sorted(zip(resolved, native, strict=True), key=lambda pair: str(pair[0]), reverse=True)
        return tuple(item for _, item in pairs)
    return tuple(_in_order(item, known) for item, known in zip(native, resolved, strict=True))


def _terraform(value: Any) -> Any:
    """Arguments of a policy document under Terraform's names; documents in it as documents."""
    if isinstance(value, Call) and value.function == "jsonencode":
        return value.arguments[0]
    if isinstance(value, tuple):
        return tuple(map(_terraform, value))
    if isinstance(value, Mapping):
        return {_POLICY_NAMES.get(key, key): _terraform(item) for key, item in value.items()}
    return value
