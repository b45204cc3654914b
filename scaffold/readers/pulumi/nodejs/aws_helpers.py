"""Helpers of the AWS package that are written in JavaScript, and do nothing in the cloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from scaffold.readers.programs.values import UNDEFINED, Array, Object

#: Principals whose service is not their name in lower case.
_SERVICES: Final = {
    "DirectoryServicesPrincipal": "ds",
    "EcsTasksPrincipal": "ecs-tasks",
    "StateMachinePrincipal": "states",
    "VpcFlowLogsPrincipal": "vpc-flow-logs",
}


def principal(name: str) -> Any:
    """`aws.iam.Principals.LambdaPrincipal`."""
    if not name.endswith("Principal"):
        return UNDEFINED
    service = _SERVICES.get(name) or name.removesuffix("Principal").removesuffix("Service").lower()
    return Object({"Service": f"{service}.amazonaws.com"})


def assume_role_policy(arguments: Sequence[Any]) -> Object:
    """`aws.iam.assumeRolePolicyForPrincipal(principal)`: a document that lets the principal take a role."""
    statement = {
        "Sid": "AllowAssumeRole",
        "Effect": "Allow",
        "Principal": arguments[0] if arguments else UNDEFINED,
        "Action": "sts:AssumeRole",
    }
    return Object({"Version": "2012-10-17", "Statement": Array([Object(dict(statement))])})
