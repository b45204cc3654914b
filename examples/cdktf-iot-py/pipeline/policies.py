"""Statements of policies, and the documents that they make."""

import json
from typing import Any

Statement = dict[str, Any]


def allow(sid: str, actions: list[str], resources: list[str]) -> Statement:
    """A statement that allows these actions on these resources."""
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


def reads_queue(arn: str) -> Statement:
    """What a function needs to be given a queue's messages."""
    return allow("ReadQueue", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], [arn])


def document(*statements: Statement) -> str:
    """A policy document as text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def assumed_by(service: str) -> str:
    """The document of a role that a service assumes."""
    principal = {"Service": service}
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
