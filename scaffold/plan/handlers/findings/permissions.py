"""What a function may do, against what its code does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scaffold.catalog.functions import action_prefix, actions, allows, managed_actions, spoken
from scaffold.model.addresses import without_keys
from scaffold.model.functions import Code, Function, Grant, SdkCall
from scaffold.model.values import Reference, Template, Value, references
from scaffold.plan.handlers.findings.base import Ground, Remark, listed, read_code
from scaffold.plan.handlers.findings.targets import targets


@dataclass(frozen=True, slots=True)
class _Statement:
    """A grant that allows something, with the patterns of actions that it is about."""

    grant: Grant
    patterns: tuple[str, ...]

    def has(self, wanted: tuple[str, ...]) -> bool:
        """Whether it allows one of these actions on something."""
        return any(self._has(action) for action in wanted)

    def _has(self, action: str) -> bool:
        found = any(allows(pattern, action) for pattern in self.patterns)
        return found is not self.grant.complement


def allowed_calls(function: Function, ground: Ground) -> Iterator[Remark]:
    """Calls that no statement of the role allows, on anything or on what they are about."""
    code = read_code(function)
    statements = _statements(function)
    if code is None or statements is None or _has_other_credentials(code):
        return
    said = set()
    for call in code.calls:
        wanted = actions(call.service, call.operation)
        key = (call.service, call.operation, call.target)
        if wanted is None or key in said:
            continue
        remark = _refused(call, wanted, statements, function, ground)
        if remark:
            said.add(key)
            yield remark


def _statements(function: Function) -> tuple[_Statement, ...] | None:
    """What allows something; `None` where not all of it is known."""
    if not function.grants_known or not function.role:
        return None
    found = []
    for grant in function.grants:
        patterns = managed_actions(grant.managed) if grant.managed else grant.actions
        if patterns is None:
            return None
        if grant.effect.lower() == "allow":
            found.append(_Statement(grant, patterns))
    return tuple(found)


def _has_other_credentials(code: Code) -> bool:
    """Whether calls may be made as somebody else: a role that the code takes on."""
    return any(call.service == "sts" and call.operation.startswith("AssumeRole") for call in code.calls)


def _refused(
    call: SdkCall, wanted: tuple[str, ...], statements: tuple[_Statement, ...], function: Function, ground: Ground
) -> Remark | None:
    spelled = _spelled(call)
    fitting = [statement for statement in statements if statement.has(wanted)]
    if not fitting:
        sentence = f"{function.title} calls {call.operation}, and no statement of its role allows {spelled}"
        return Remark("lambda-allowed-calls", sentence, call.position, _hint(call, function, ground))
    about = targets(call, function, ground)
    if about is None or len(about) != 1:
        return None
    (target,) = about
    places = [_place(statement, wanted, target, ground) for statement in fitting]
    if None in places:
        return None
    where = listed([place for place in places if place is not None])
    sentence = f"{function.title} calls {call.operation} on {ground.title(target)}, and may do so only on {where}"
    return Remark("lambda-allowed-calls", sentence, call.position, _hint(call, function, ground))


def _spelled(call: SdkCall) -> str:
    """The action as people write it: `dynamodb:PutItem`."""
    wanted = actions(call.service, call.operation) or ("",)
    plain = f"{action_prefix(call.service)}:{call.operation}"
    return plain if plain.lower() in wanted else _CASED.get(wanted[0], wanted[0])


#: Actions that are not called like the operation that needs them, as people write them.
_CASED = {
    action.lower(): action
    for action in (
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        "dynamodb:GetItem",
        "dynamodb:PartiQLSelect",
        "dynamodb:PutItem",
        "execute-api:ManageConnections",
        "lambda:InvokeFunction",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListAllMyBuckets",
        "s3:ListBucket",
        "s3:PutObject",
        "sns:Publish",
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:SendMessage",
    )
}


def _hint(call: SdkCall, function: Function, ground: Ground) -> str:
    about = targets(call, function, ground)
    where = f" on {listed([ground.title(target) for target in sorted(about)])}" if about else ""
    role = without_keys(function.role)
    return f"Allow {_spelled(call)}{where} in a policy of {role}, or do not call it."


def _place(statement: _Statement, wanted: tuple[str, ...], target: str, ground: Ground) -> str | None:
    """What else than the target a statement is about, in words; `None` where it may be about the target."""
    grant = statement.grant
    if grant.managed or grant.complement or not grant.resources:
        return None
    places = [_elsewhere(value, wanted, target, ground) for value in grant.resources]
    return None if None in places else listed([place for place in places if place is not None])


def _elsewhere(value: Value, wanted: tuple[str, ...], target: str, ground: Ground) -> str | None:
    """What a resource of a statement is, where it cannot be the target (or an object in it)."""
    resource = ground.resource(target)
    known = spoken(resource.type) if resource else None
    if resource is None or known is None:
        return None
    if isinstance(value, str):
        names = [own for name in known.names if isinstance(own := resource.attributes.get(name), str)]
        tail = value.rpartition(":")[2]
        fits = not names or any(_ends(tail, name) for name in names)
        return None if fits or value == "*" or not value.startswith("arn:") else value
    if not isinstance(value, Reference | Template):
        return None
    others = {without_keys(each.address) for each in references(value)}
    if target in others:
        whole = isinstance(value, Reference) and _is_of_objects(wanted)
        return f"{ground.title(target)} itself, not on its objects" if whole else None
    types = {other: found.type for other in others if (found := ground.resource(other))}
    apart = [other for other, type_ in types.items() if type_ == resource.type]
    return ground.title(apart[0]) if apart and len(types) == len(others) == 1 else None


def _ends(tail: str, name: str) -> bool:
    """Whether the end of an ARN, maybe with `*` in it, means a name: `table/orders`, `orders-*`, `orders/*`."""
    parts = {tail, tail.rpartition("/")[2], tail.partition("/")[0], tail.partition("/")[2], *tail.split("/")}
    return any(fnmatchcase(name, part) for part in parts if part)


def _is_of_objects(wanted: tuple[str, ...]) -> bool:
    """Whether actions are about the objects in a bucket, never about the bucket itself."""
    return all(action.startswith("s3:") and "object" in action for action in wanted)
