"""How each resource type is made in the emulator: a module for each service, joined in one table."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.rehearse.provision import (
    analytics,
    apigateway,
    apigatewayv2,
    autoscaling,
    awslambda,
    balancing,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    ecs,
    edge,
    eks,
    elasticache,
    endpoints,
    events,
    firewalls,
    governance,
    iam,
    instances,
    kinesis,
    kms,
    logs,
    rds,
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
        analytics.PROVISIONERS,
        apigateway.PROVISIONERS,
        apigatewayv2.PROVISIONERS,
        autoscaling.PROVISIONERS,
        awslambda.PROVISIONERS,
        balancing.PROVISIONERS,
        cloudfront.PROVISIONERS,
        cloudwatch.PROVISIONERS,
        cognito.PROVISIONERS,
        dynamodb.PROVISIONERS,
        ecs.PROVISIONERS,
        edge.PROVISIONERS,
        eks.PROVISIONERS,
        elasticache.PROVISIONERS,
        endpoints.PROVISIONERS,
        events.PROVISIONERS,
        firewalls.PROVISIONERS,
        governance.PROVISIONERS,
        iam.PROVISIONERS,
        instances.PROVISIONERS,
        kinesis.PROVISIONERS,
        kms.PROVISIONERS,
        logs.PROVISIONERS,
        rds.PROVISIONERS,
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
