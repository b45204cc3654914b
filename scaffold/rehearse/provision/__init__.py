"""How each resource type is made in the emulator: a module for each service, joined in one table."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.rehearse.provision import (
    apigateway,
    awslambda,
    cloudwatch,
    dynamodb,
    endpoints,
    events,
    firewalls,
    iam,
    instances,
    kms,
    logs,
    routes,
    running,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
    vpc,
)
from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, joined

#: Every type that can be made.
PROVISIONERS: Mapping[str, Provisioner] = joined(
    (
        apigateway.PROVISIONERS,
        awslambda.PROVISIONERS,
        cloudwatch.PROVISIONERS,
        dynamodb.PROVISIONERS,
        endpoints.PROVISIONERS,
        events.PROVISIONERS,
        firewalls.PROVISIONERS,
        iam.PROVISIONERS,
        instances.PROVISIONERS,
        kms.PROVISIONERS,
        logs.PROVISIONERS,
        routes.PROVISIONERS,
        running.PROVISIONERS,
        s3.PROVISIONERS,
        secretsmanager.PROVISIONERS,
        sns.PROVISIONERS,
        sqs.PROVISIONERS,
        ssm.PROVISIONERS,
        vpc.PROVISIONERS,
    )
)

__all__ = ["PROVISIONERS", "Make", "Provisioner", "Unsupported"]
