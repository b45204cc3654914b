"""Which SDK calls surely succeed in the suite's world, as far as nothing else is said of them."""

from __future__ import annotations

from typing import Final

from scaffold.model.functions import SdkCall
from scaffold.model.handlers import Wired
from scaffold.plan.handlers.setting import Setting

#: Operations that only need the resource that they are about, by what kinds of that they are for.
_NEEDS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    **{("dynamodb", name): ("table",) for name in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan")},
    **{("sqs", name): ("queue",) for name in ("SendMessage", "SendMessageBatch", "GetQueueAttributes")},
    **{("sns", name): ("topic",) for name in ("Publish", "PublishBatch")},
    **{("s3", name): ("bucket",) for name in ("PutObject", "ListObjectsV2", "ListObjects", "DeleteObject")},
    ("secretsmanager", "GetSecretValue"): ("secret",),
    ("ssm", "GetParameter"): ("parameter",),
    ("events", "PutEvents"): ("bus",),
    ("kinesis", "PutRecord"): ("stream",),
    ("kinesis", "PutRecords"): ("stream",),
    ("firehose", "PutRecord"): ("delivery-stream",),
    ("stepfunctions", "StartExecution"): ("state-machine",),
}
#: Operations that need nothing.
_FREE: Final = frozenset({("cloudwatch", "PutMetricData"), ("sts", "GetCallerIdentity")})


def trusted(setting: Setting, call: SdkCall) -> bool:
    """Whether a call surely succeeds: nothing else is asked of it than that its resource is there. Calls that have a
    condition count, since it is known what comes of these."""
    if setting.function.language != "python":
        return True
    key = (call.service, call.operation)
    if key in _FREE:
        return True
    wired = setting.meant(call.target)
    if key not in _NEEDS or wired is None or wired.kind not in _NEEDS[key] or call.floats:
        return False
    return _keyed(setting, call, wired)


def _keyed(setting: Setting, call: SdkCall, wired: Wired) -> bool:
    """Whether a call says what its resource cannot do without: the key of a row, the group of a message."""
    if wired.kind == "queue" and wired.facts.get("fifo"):
        return "MessageGroupId" in call.inputs or call.operation != "SendMessage"
    if call.operation == "PutItem":
        names = [str(wired.facts[part]) for part in ("hash", "range") if wired.facts.get(part)]
        taken = {use.path[-1] for use in setting.code.uses if use.path}
        if call.sends.get("Item.*", ("unknown", ""))[0] == "event":
            return True
        return all(f"Item.{name}" in call.sends or f"Item.{name}.S" in call.sends or name in taken for name in names)
    return True


def explained(setting: Setting) -> bool:
    """Whether an event that does justice to all that is known of the code is surely taken: it is all known, and all
    calls surely succeed."""
    return setting.code.explained and all(trusted(setting, call) for call in setting.code.calls)
