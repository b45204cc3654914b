"""Checks and findings that the tests of the review share."""

from __future__ import annotations

from scaffold.model.checks import Check
from scaffold.model.position import Position
from scaffold.model.testplan import Finding, Weight

PUBLIC = Check(
    "s3-public-access", "s3", "blocks public access", "Data leaks.", "https://docs.example/s3?a=b#c", Weight.HIGH
)
ROTATION = Check("kms-key-rotation", "kms", "rotates", "Keys age.", "https://docs.example/kms", Weight.MEDIUM)
NAME = Check("sqs-fifo-name", "sqs", "has the name of its kind", "", "", Weight.LOW, invariant=False)
CHECKS = (ROTATION, PUBLIC, NAME)


def found(check: Check, subject: str, place: Position, title: str, hint: str = "", suppressed: str = "") -> Finding:
    """A finding of a check."""
    return Finding(
        check.id, title, subject, place, check.why, check.service, check.weight, check.link, hint, suppressed
    )


BLOCK = "Add an aws_s3_bucket_public_access_block."
LOGS = found(PUBLIC, "aws_s3_bucket.logs", Position("main.tf", 12), "bucket logs has no public access block", BLOCK)
DATA = found(PUBLIC, "aws_s3_bucket.data", Position("data.tf", 3), "bucket data has no public access block", BLOCK)
KEY = found(ROTATION, "aws_kms_key.main", Position("main.tf", 2), "key main is never rotated")
QUEUE = found(
    NAME, "aws_sqs_queue.q", Position("main.tf", 30), "queue q needs the suffix .fifo", "Rename it.", "legacy"
)
FINDINGS = (DATA, KEY, LOGS, QUEUE)
