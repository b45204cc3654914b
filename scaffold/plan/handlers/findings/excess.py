"""What a function may do and never does."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.functions import action_prefix, is_plain, spoken
from scaffold.model.addresses import without_keys
from scaffold.model.functions import Function, Grant
from scaffold.model.values import references
from scaffold.plan.handlers.findings.base import Ground, Remark, blocks, listed, read_code
from scaffold.plan.handlers.findings.targets import targets

#: What may refer to a role and gives it to no other than functions.
_OF_ROLES = frozenset(
    {
        "aws_iam_policy_attachment",
        "aws_iam_role_policies_exclusive",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_lambda_function",
        "aws_lambda_permission",
    }
)


def unused_grants(function: Function, ground: Ground) -> Iterator[Remark]:
    """Statements that allow something on a resource that the code of no function with the role ever touches."""
    users = [other for other in ground.functions if other.role and other.role == function.role]
    if not users or users[0] is not function or not _are_known(users, ground):
        return
    touched = _touched(users, ground)
    said = set()
    for grant in function.grants:
        if grant.effect.lower() != "allow" or grant.managed or grant.complement:
            continue
        for address in map(without_keys, grant.on):
            service = _service(address, ground)
            if service is None or address in touched or service in touched or (grant.position, address) in said:
                continue
            named = _named(grant, service)
            if named:
                said.add((grant.position, address))
                yield _remark(named, address, grant, users, ground)


def _remark(named: str, address: str, grant: Grant, users: list[Function], ground: Ground) -> Remark:
    who = listed([user.title for user in users])
    plural = len({user.title for user in users}) > 1
    title, own = ground.title(address), "their" if plural else "its"
    verb = "are" if plural else "is"
    sentence = f"{who} {verb} allowed {named} on {title}, which {own} code never touches"
    hint = f"Take {title} out of the statement, or the statement out of the policy."
    return Remark("lambda-unused-grants", sentence, grant.position, hint)


def _named(grant: Grant, service: str) -> str:
    """The actions of a service that a statement allows, as people would say them."""
    prefix = f"{action_prefix(service)}:"
    return listed([action for action in grant.actions if action.startswith(prefix)] or [""])


def _service(address: str, ground: Ground) -> str | None:
    resource = ground.resource(address)
    known = spoken(resource.type) if resource else None
    return known.service if known else None


def _are_known(users: list[Function], ground: Ground) -> bool:
    """Whether all that uses a role is known: functions whose code and packages can be read, and nothing else."""
    for user in users:
        code = read_code(user)
        if code is None or not user.grants_known or user.layers or user.package.reason:
            return False
        if any(each.kind == "package" and not is_plain(each.name or each.module) for each in code.dependencies):
            return False
    role = without_keys(users[0].role)
    sources = ground.references.get(role, frozenset())
    functions = {without_keys(user.address) for user in users}
    known = {source for source in sources if (found := ground.resource(source)) and found.type in _OF_ROLES}
    holders = {source for source in known if source.partition(".")[0] == "aws_lambda_function"}
    return sources <= known | functions and holders <= functions


def _touched(users: list[Function], ground: Ground) -> set[str]:
    """The resources that functions are called by, tied to or speak to, and services of which nobody knows to what."""
    found: set[str] = set()
    for user in users:
        found.update(without_keys(trigger.source) for trigger in user.triggers)
        found.update(without_keys(trigger.address) for trigger in user.triggers)
        found.update(_tied(user, ground))
        found.update(_spoken_to(user, ground))
    return found


def _tied(user: Function, ground: Ground) -> Iterator[str]:
    """What Lambda itself does something with for a function: dead letters, destinations, keys, files."""
    own = without_keys(user.address)
    for block in (own, *ground.references.get(own, ())):
        resource = ground.resource(block)
        if resource and resource.type.startswith("aws_lambda_"):
            yield from blocks({key: value for key, value in resource.attributes.items() if key != "environment"})


def _spoken_to(user: Function, ground: Ground) -> Iterator[str]:
    """What code speaks to: addresses; for calls and clients of which nobody knows to what, the service."""
    code = read_code(user)
    if code is None:
        return
    for call in code.calls:
        about = targets(call, user, ground)
        yield from about if about is not None else (call.service,)
    called = {call.service for call in code.calls}
    yield from (client.service for client in code.clients if client.service not in called)
    read = {each.name for each in code.environment}
    for variable in user.environment:
        if variable.name in read or "*" in read:
            yield from (without_keys(each.address) for each in references(variable.value))
