"""Which resources a function is wired to, and how they are made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from scaffold.model.functions import Function
from scaffold.model.handlers import Data, Wired
from scaffold.model.hiding import Hiding
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import references
from scaffold.plan.handlers.world.naming import Names
from scaffold.plan.handlers.world.resources import Making, making, verified
from scaffold.plan.handlers.world.secrets import parameter, secret

#: What holds a value that the code makes something of.
_VALUES: Final = {
    "aws_secretsmanager_secret": secret,
    "aws_ssm_parameter": parameter,
}
#: Resources that stand for another one.
_STAND_INS: Final = {
    "aws_kinesis_stream_consumer": "stream_arn",
    "aws_lambda_alias": "function_name",
    "aws_secretsmanager_secret_version": "secret_id",
}
#: boto3's names of the services that work with each type.
_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws_cloudwatch_event_bus": ("events",),
    "aws_cloudwatch_log_group": ("logs",),
    "aws_cognito_user_pool": ("cognito-idp",),
    "aws_cognito_user_pool_client": ("cognito-idp",),
    "aws_dynamodb_table": ("dynamodb", "dynamodbstreams"),
    "aws_kinesis_firehose_delivery_stream": ("firehose",),
    "aws_kinesis_stream": ("kinesis",),
    "aws_kms_alias": ("kms",),
    "aws_kms_key": ("kms",),
    "aws_lambda_function": ("lambda",),
    "aws_s3_bucket": ("s3",),
    "aws_secretsmanager_secret": ("secretsmanager",),
    "aws_ses_domain_identity": ("ses", "sesv2"),
    "aws_ses_email_identity": ("ses", "sesv2"),
    "aws_sesv2_email_identity": ("ses", "sesv2"),
    "aws_sfn_state_machine": ("stepfunctions",),
    "aws_sns_topic": ("sns",),
    "aws_sqs_queue": ("sqs",),
    "aws_ssm_parameter": ("ssm",),
}
#: What a policy speaks of in passing: every function writes logs, and what is encrypted needs its key.
_IN_PASSING: Final = frozenset({"aws_cloudwatch_log_group", "aws_kms_key", "aws_kms_alias"})
#: What stands in the name of a program's resource for what is not known of it: there may be any number of these.
_NAMELESS: Final = "{unknown}"
_ADDRESS: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[a-z]+")
_LIBRARIES: Final = ("boto3", "botocore", "aws-sdk", "@aws-sdk/", "aiobotocore", "aioboto3")


def world(
    function: Function, functions: Sequence[Function], project: Project
) -> tuple[tuple[Wired, ...], Mapping[str, Data]]:
    """The resources around a function, each after those that it needs, and the function's environment.

    `functions` are all of the project. What the function is told of in its environment is always there; what calls it,
    and what its role allows, where the code works with such things, or that is not known. What is sensitive is made up.
    """
    del functions  # another function is a resource like the others
    names = Names(project)
    environment = {variable.name: _text(names, variable.name, variable.value) for variable in function.environment}
    told = _told(function, names, environment)
    found: dict[str, Wired] = {}
    for resource in _around(function, names, told):
        _add(resource, function, names, told, found)
    for wired in _senders(function, environment, found):
        found.setdefault(wired.address, wired)
    hiding = Hiding(project)
    return tuple(_hidden(wired, hiding) for wired in found.values()), hiding(environment)


def _hidden(wired: Wired, hiding: Hiding) -> Wired:
    """A resource without the values of sensitive inputs: the reader has put them wherever they are referred to."""
    return replace(
        wired,
        title=hiding(wired.title),
        name=hiding(wired.name),
        identifiers=hiding(wired.identifiers),
        create=hiding(wired.create),
        facts=hiding(wired.facts),
    )


def _text(names: Names, name: str, value: object) -> Data:
    """A variable's value: text, or a term."""
    found = names.data(value, name)  # type: ignore[arg-type]
    return found if not isinstance(found, bool | int | float | tuple | Mapping) else names.text(value, name)  # type: ignore[arg-type]


def _told(function: Function, names: Names, environment: Mapping[str, Data]) -> Mapping[str, tuple[str, ...]]:
    """The variables that tell of each resource, by its address: by reference, or by the text that its name is.
    What stands in the code by its name has none."""
    told: dict[str, list[str]] = {}
    called = _called(function, names)
    for variable in function.environment:
        meant = [_meant(names.find(reference), names) for reference in references(variable.value)]
        text = environment[variable.name]
        if not any(resource is not None and resource.type in _SERVICES for resource in meant):
            meant.extend(called.get(text, ()) if isinstance(text, str) else ())
        for resource in meant:
            if resource is not None and variable.name not in told.setdefault(resource.address, []):
                told[resource.address].append(variable.name)
    for call in function.code.calls if function.code else ():
        for resource in called.get(call.target[1], ()) if call.target[0] == "text" else ():
            told.setdefault(resource.address, [])
    return {address: tuple(variables) for address, variables in told.items()}


def _called(function: Function, names: Names) -> Mapping[str, list[Resource]]:
    """The resources that the code may work with, by the texts that mean them."""
    services = _services(function)
    found: dict[str, list[Resource]] = {}
    for resource in names.project.resources:
        own = _SERVICES.get(resource.type, ())
        if own and resource.mode is Mode.MANAGED and (services is None or not services.isdisjoint(own)):
            for text in names.identifiers(resource):
                found.setdefault(text, []).append(resource)
    return found


def _meant(resource: Resource | None, names: Names) -> Resource | None:
    by = _STAND_INS.get(resource.type) if resource is not None else None
    if resource is None or by is None:
        return resource
    return names.find(resource.attributes.get(by)) or resource


def _around(function: Function, names: Names, told: Mapping[str, tuple[str, ...]]) -> Iterator[Resource]:
    """What the function is told of, called by and allowed to use, as far as its code may work with it."""
    by_address = names.deployment.by_address
    yield from (by_address[address] for address in told)
    services = _services(function)
    own = {function.address, *_own_failures(function, names)}
    sources = [trigger.source for trigger in function.triggers]
    granted = [address for grant in function.grants if grant.effect == "Allow" for address in grant.on]
    for address in (*sources, *granted):
        resource = _meant(by_address.get(address), names)
        if resource is None or resource.address in own:
            continue
        if services is None:
            wanted = resource.type not in _IN_PASSING
        else:
            wanted = not services.isdisjoint(_SERVICES.get(resource.type, ()))
        if wanted:
            yield resource


def _services(function: Function) -> frozenset[str] | None:
    """The services that the code works with; `None` where that is not known."""
    code = function.code
    if code is None or code.reason or code.problem:
        return None
    found = {client.service for client in code.clients} | {call.service for call in code.calls}
    if found:
        return frozenset(found)
    uses = any(dependency.module.startswith(_LIBRARIES) for dependency in code.dependencies)
    return None if uses else frozenset()


def _own_failures(function: Function, names: Names) -> frozenset[str]:
    """Where the platform, and not the code, sends what the function could not process."""
    resource = names.deployment.by_address.get(function.address)
    given = resource.attributes.get("dead_letter_config") if resource is not None else None
    found = (names.find(reference) for reference in references(given))
    return frozenset(each.address for each in found if each is not None)


def _add(
    resource: Resource, function: Function, names: Names, told: Mapping[str, tuple[str, ...]], found: dict[str, Wired]
) -> None:
    if resource.address in found:
        return
    variables = told.get(resource.address, ())
    how = _how(resource, function, names, variables)
    if how is None:
        return
    for needed in how.first:
        _add(needed, function, names, told, found)
    found[resource.address] = Wired(
        resource.address,
        how.kind,
        names.deployment.title(resource),
        names.name(resource),
        names.identifiers(resource),
        how.create,
        how.facts,
        variables,
    )


def _how(resource: Resource, function: Function, names: Names, variables: tuple[str, ...]) -> Making | None:
    if resource.mode is Mode.EPHEMERAL or _NAMELESS in resource.name:
        return None
    held = _VALUES.get(resource.type)
    return held(resource, names, function, variables) if held is not None else making(resource, names)


def _senders(function: Function, environment: Mapping[str, Data], found: Mapping[str, Wired]) -> Iterator[Wired]:
    """The addresses in the environment that a function which sends mail may send from."""
    services = _services(function)
    sends = any(action.startswith(("ses:", "*")) for grant in function.grants for action in grant.actions)
    if not (sends if services is None else services & {"ses", "sesv2"}):
        return
    known = {name for wired in found.values() for name in wired.identifiers}
    for name, value in environment.items():
        if isinstance(value, str) and _ADDRESS.fullmatch(value) and value not in known:
            known.add(value)
            title = f"email identity {value}"
            yield Wired(f"env.{name}", "email-identity", title, value, (value,), (verified(value),), {}, (name,))
