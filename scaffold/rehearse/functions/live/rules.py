"""Rules of EventBridge and schedules: their targets get what they are declared to get."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.rehearse.functions.live.inputs import at, for_target
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.permissions import refusal
from scaffold.rehearse.functions.live.targets import Targets

_EVENTS = "events.amazonaws.com"


class Rules:
    """Delivers events to the targets of rules, and fires schedules when somebody says so."""

    def __init__(self, live: Live, targets: Targets) -> None:
        self._live, self._targets = live, targets

    def attach(self) -> None:
        """Take the place of the emulator's own delivery, which knows few targets."""
        from moto.events.models import Rule

        original = Rule.send_to_targets

        def send(rule: Any, original_event: Any, transform_input: bool = True) -> None:
            if rule.state != "ENABLED" or not rule.event_pattern.get_pattern():
                return
            if rule.event_pattern.matches_event(original_event):
                self._sent(rule, dict(original_event), original, transform_input)

        Rule.send_to_targets = send  # type: ignore[method-assign,assignment]

    def _sent(self, rule: Any, event: dict[str, Any], original: Any, transform: bool) -> None:
        shaped = {**event, "time": _moment(event.get("time"))}
        shaped.pop("ingestion-time", None)
        for target in list(rule.targets):
            service = target["Arn"].split(":")[2]
            own = service == "events" and ":event-bus/" not in target["Arn"]
            if not own:
                self._to(target, shaped, rule.arn, f"rule {rule.name}")
                continue
            others, rule.targets = rule.targets, [target]
            try:
                original(rule, event, transform)
            finally:
                rule.targets = others

    def _to(self, target: Mapping[str, Any], event: Mapping[str, Any], arn: str, source: str) -> bool:
        """Deliver to a target of a rule."""
        place, payload = target["Arn"], for_target(target, event, arn)
        reason = "" if target.get("RoleArn") else self._refused(place, arn)
        if reason:
            self._live.journal.note(Hop("delivery", place, source, event=payload, error=reason))
            self._lost(target, payload, source)
            return False
        given = {"MessageGroupId": (target.get("SqsParameters") or {}).get("MessageGroupId")}
        key = (target.get("KinesisParameters") or {}).get("PartitionKeyPath")
        if key:
            given["PartitionKey"] = str(at(event, key))
        done = self._targets.deliver(place, payload, source, {name: each for name, each in given.items() if each})
        if not done:
            self._lost(target, payload, source)
        return done

    def _lost(self, target: Mapping[str, Any], payload: Any, source: str) -> None:
        letters = (target.get("DeadLetterConfig") or {}).get("Arn")
        if letters:
            self._live.journal.note(Hop("dead-letter", letters, source, event=payload))
            self._targets.deliver(letters, payload, source)

    def _refused(self, place: str, arn: str) -> str:
        """Why a rule may not deliver to a target; empty where it may."""
        try:
            if place.split(":")[2] == "lambda":
                return refusal(self._targets.function(place), _EVENTS, arn)
            return self._targets.refused(place, _EVENTS, arn)
        except Exception:
            return f"there is no {place}"

    def fire(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Fire a schedule, by its name or ARN: a rule (`bus`) or a schedule of EventBridge Scheduler (`group`). With
        `input`, that takes the place of what it would send. Raises `LookupError`."""
        name = str(asked.get("name") or asked.get("rule") or asked.get("arn") or "")
        for rule in self._rules(asked.get("bus")):
            if name in (rule.name, rule.arn):
                return {"fired": rule.arn, "targets": self._fired(rule, asked.get("input"))}
        for schedule in self._schedules(asked.get("group")):
            if name in (schedule.name, schedule.arn):
                return {"fired": schedule.arn, "targets": self._scheduled(schedule, asked.get("input"))}
        raise LookupError(f"there is no rule and no schedule {name}")

    def _rules(self, bus: Any) -> Iterator[Any]:
        from moto.events.models import events_backends

        for backend in list(events_backends[self._live.account].values()):
            for name, each in list(backend.event_buses.items()):
                if not bus or bus == name:
                    yield from list(each.rules.values())

    def _schedules(self, group: Any) -> Iterator[Any]:
        from moto.scheduler.models import scheduler_backends

        for backend in list(scheduler_backends[self._live.account].values()):
            for name, each in list(backend.schedule_groups.items()):
                if not group or group == name:
                    yield from list(each.schedules.values())

    def _fired(self, rule: Any, given: Any) -> int:
        event = given if given is not None else _scheduled_event("aws.events", rule.arn, self._live.account, {})
        targets = list(rule.targets) if rule.state == "ENABLED" else []
        hop = Hop("schedule", f"rule {rule.name}", rule.scheduled_expression or "", event=event)
        hop.error = "" if targets else "it is disabled" if rule.targets else "it has no target"
        self._live.journal.note(hop)
        for target in targets:
            chosen = {**target, **({"Input": None, "InputPath": None} if given is not None else {})}
            self._to(chosen, event, rule.arn, f"schedule {rule.name}")
        return len(targets)

    def _scheduled(self, schedule: Any, given: Any) -> int:
        target, name = schedule.target, f"schedule {schedule.name}"
        hop = Hop("schedule", name, schedule.schedule_expression)
        on = schedule.state == "ENABLED"
        hop.error = "" if on else "it is disabled"
        self._live.journal.note(hop)
        if not on:
            return 0
        event: Any = given
        if event is None:
            plain = _scheduled_event("aws.scheduler", schedule.arn, self._live.account, "{}")
            event = for_target({"Input": target.get("Input")}, plain, schedule.arn)
        given_members = dict(target.get("EventBridgeParameters") or {})
        given_members |= target.get("SqsParameters") or {}
        given_members |= target.get("KinesisParameters") or {}
        if not self._targets.deliver(target["Arn"], event, name, given_members):
            self._lost(target, event, name)
        return 1


def _moment(value: Any) -> str:
    """A moment as events have it."""
    if isinstance(value, str) and "T" in value:
        return value
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _scheduled_event(source: str, arn: str, account: str, detail: Any) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": source,
        "account": account,
        "time": _moment(None),
        "region": arn.split(":")[3],
        "resources": [arn],
        "detail": detail,
    }
