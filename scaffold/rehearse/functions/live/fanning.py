"""Topics, buckets and log groups: what is published, put or written there reaches functions."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.permissions import refusal
from scaffold.rehearse.functions.live.targets import Targets

#: What S3 calls what happened, as EventBridge tells it.
_REASONS = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}


class Fans:
    """Hands on what services of the emulator send to functions, in their own time and in the shape of the cloud."""

    def __init__(self, live: Live, targets: Targets) -> None:
        self._live, self._targets = live, targets

    def attach(self) -> None:
        """Take the place of the emulator's own ways."""
        from moto.awslambda.models import LambdaBackend
        from moto.s3 import notifications
        from moto.sns.models import Subscription

        publish = Subscription.publish

        def published(subscription: Any, message: str, message_id: str, *others: Any, **more: Any) -> None:
            if subscription.protocol != "lambda":
                if subscription.protocol == "sqs" and self._refused(subscription):
                    return
                publish(subscription, message, message_id, *others, **more)
                return
            names = ("subject", "message_attributes", "group_id", "deduplication_id", "message_structure")
            self._published(subscription, message, message_id, {**dict(zip(names, others, strict=False)), **more})

        def logged(backend: Any, function_arn: str, filter_name: str, group: str, stream: str, events: Any) -> None:
            self._logged(backend, function_arn, filter_name, group, stream, events)

        Subscription.publish = published  # type: ignore[method-assign,assignment]
        LambdaBackend.send_log_event = logged  # type: ignore[method-assign,assignment]
        notifications.send_event = self._put

    def _refused(self, subscription: Any) -> bool:
        """Whether a queue does not take what its topic sends; that is written down, and nobody is told."""
        topic = subscription.topic.arn
        try:
            reason = self._targets.refused(subscription.endpoint, "sns.amazonaws.com", topic)
        except LookupError:
            reason = "there is no such queue"
        if reason:
            hop = Hop("delivery", subscription.endpoint, f"topic {topic.rpartition(':')[2]}", error=reason)
            self._live.journal.note(hop)
        return bool(reason)

    def _call(self, arn: str, event: Any, principal: str, kind: str, name: str, source: str) -> None:
        """Call a function for something, where it may be called for it."""
        try:
            function = self._targets.function(arn)
        except Exception:
            reason = "there is no such function"
        else:
            reason = refusal(function, principal, source)
        if reason:
            self._live.journal.note(Hop("delivery", arn, f"{kind} {name}", event=event, error=reason))
            return
        self._live.invoke_later(function, json.dumps(event), kind, name)

    def _published(self, subscription: Any, message: str, number: str, more: Mapping[str, Any]) -> None:
        attributes = more.get("message_attributes") or {}
        matcher = subscription._filter_policy_matcher
        if matcher is not None and not matcher.matches(attributes, message):
            return
        if more.get("message_structure") == "json":
            message = subscription._parse_message_structure(message, "lambda")
        arn, region = subscription.topic.arn, subscription.topic.arn.split(":")[3]
        said = {
            "Type": "Notification",
            "MessageId": number,
            "TopicArn": arn,
            "Subject": more.get("subject"),
            "Message": message,
            "Timestamp": _now(),
            "SignatureVersion": "1",
            "Signature": base64.b64encode(number.encode()).decode(),
            "SigningCertUrl": f"https://sns.{region}.amazonaws.com/SimpleNotificationService-0.pem",
            "UnsubscribeUrl": f"https://sns.{region}.amazonaws.com/?SubscriptionArn={subscription.arn}",
            "MessageAttributes": {
                name: {"Type": each["Type"], "Value": _text(each["Value"])} for name, each in attributes.items()
            },
        }
        record = {
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": subscription.arn,
            "Sns": said,
        }
        name = arn.rpartition(":")[2]
        self._call(subscription.endpoint, {"Records": [record]}, "sns.amazonaws.com", "topic", name, arn)

    def _put(self, account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
        """Something happened to an object."""
        settings = bucket.notification_configuration
        if settings is None:
            return
        name = str(getattr(event_name, "value", event_name))
        for kind in ("cloud_function", "queue", "topic"):
            for each in getattr(settings, kind):
                if each.matches(event_name, key.name):
                    self._told(each, kind, _object_event(name, bucket, key, each.id), bucket)
        if settings.event_bridge is not None:
            self._on_the_bus(account_id, name, bucket, key)

    def _told(self, notification: Any, kind: str, event: Any, bucket: Any) -> None:
        if kind == "cloud_function":
            self._call(notification.arn, event, "s3.amazonaws.com", "bucket", bucket.name, bucket.arn)
            return
        try:
            reason = self._targets.refused(notification.arn, "s3.amazonaws.com", bucket.arn)
        except LookupError:
            reason = "it is not there"
        if reason:
            hop = Hop("delivery", notification.arn, f"bucket {bucket.name}", event=event, error=reason)
            self._live.journal.note(hop)
            return
        self._targets.deliver(notification.arn, event, f"bucket {bucket.name}")

    def _on_the_bus(self, account: str, name: str, bucket: Any, key: Any) -> None:
        from moto.events.models import events_backends

        made = ":ObjectCreated:" in name
        thing = {"key": key.name, **({"size": key.size, "etag": key.etag.strip('"')} if made else {})}
        detail = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": {**thing, "sequencer": _sequencer()},
            "request-id": uuid.uuid4().hex[:16].upper(),
            "requester": account,
            "source-ip-address": "127.0.0.1",
            "reason": _REASONS.get(name.rpartition(":")[2], name.rpartition(":")[2]),
        }
        event: Any = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Object Created" if made else "Object Deleted",
            "source": "aws.s3",
            "account": account,
            "time": time.time(),
            "region": bucket.region_name,
            "resources": [bucket.arn],
            "detail": detail,
            "ingestion-time": time.time(),
        }
        for rule in list(events_backends[account][bucket.region_name].event_buses["default"].rules.values()):
            rule.send_to_targets(event)

    def _logged(self, backend: Any, arn: str, name: str, group: str, stream: str, events: Any) -> None:
        import gzip

        data = {
            "messageType": "DATA_MESSAGE",
            "owner": backend.account_id,
            "logGroup": group,
            "logStream": stream,
            "subscriptionFilters": [name],
            "logEvents": events,
        }
        packed = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
        source = f"arn:aws:logs:{backend.region_name}:{backend.account_id}:log-group:{group}:*"
        self._call(arn, {"awslogs": {"data": packed}}, "logs.amazonaws.com", "log group", group, source)


def _object_event(name: str, bucket: Any, key: Any, number: str) -> dict[str, Any]:
    """What S3 tells of an object."""
    made = "ObjectCreated" in name
    thing: dict[str, Any] = {"key": quote_plus(key.name, safe="/")}
    if made:
        thing |= {"size": key.size, "eTag": key.etag.strip('"')}
    if getattr(key, "version_id", None) and str(key.version_id) != "null":
        thing["versionId"] = str(key.version_id)
    owner = {"principalId": "A3NL1KOZZKExample"}
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": _now(),
        "eventName": name.removeprefix("s3:"),
        "userIdentity": {"principalId": "AWS:REHEARSAL"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": uuid.uuid4().hex[:16].upper(), "x-amz-id-2": uuid.uuid4().hex},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": number,
            "bucket": {"name": bucket.name, "ownerIdentity": owner, "arn": bucket.arn},
            "object": {**thing, "sequencer": _sequencer()},
        },
    }
    return {"Records": [record]}


def _sequencer() -> str:
    return f"{int(time.time() * 1e9):018X}"


def _now() -> str:
    moment = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + f".{int(moment % 1 * 1000):03d}Z"


def _text(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
