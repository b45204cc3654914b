"""What runs something when it is time: schedules, pipes, state machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, given
from scaffold.rehearse.provision.events import task
from scaffold.rehearse.provision.shaping import declared, named, part, send, without


def schedule(make: Make) -> Mapping[str, Any]:
    """A schedule. Its window is off, and it is on, where nobody says otherwise."""
    name, client = named(make), make.client("scheduler")
    group, target = make.get("group_name", "default"), make.block("target")
    ecs = task(block(target, "ecs_parameters"))
    made = send(
        make,
        "scheduler",
        "CreateSchedule",
        {
            "flexible_time_window": {"mode": "OFF"},
            "state": "ENABLED",
            "schedule_expression_timezone": "UTC",
            **make.values,
        },
        Name=name,
        GroupName=group,
        Target=part(client, "CreateSchedule", "Target", {**target, **given(ecs_parameters=ecs)}),
    )
    return {"id": f"{group}/{name}", "name": name, "group_name": group, "arn": made["ScheduleArn"]}


def schedule_group(make: Make) -> Mapping[str, Any]:
    """A group of schedules."""
    name = named(make)
    made = make.client("scheduler").create_schedule_group(Name=name, Tags=make.tag_list())
    return {"id": name, "name": name, "arn": made["ScheduleGroupArn"], "state": "ACTIVE"}


def pipe(make: Make) -> Mapping[str, Any]:
    """A pipe from a source to a target."""
    name = named(make)
    made = send(
        make,
        "pipes",
        "CreatePipe",
        {"desired_state": "RUNNING", **without(make.values, "tags")},
        Name=name,
        Tags=dict(make.tags) or None,
    )
    return {"id": name, "name": name, "arn": made["Arn"]}


def state_machine(make: Make) -> Mapping[str, Any]:
    """A state machine."""
    name, logging = named(make, longest=80), make.block("logging_configuration")
    place = logging.get("log_destination")
    made = send(
        make,
        "stepfunctions",
        "CreateStateMachine",
        {"type": "STANDARD", **without(declared(make), "logging_configuration")},
        name=name,
        loggingConfiguration={
            "level": logging.get("level", "OFF"),
            "includeExecutionData": bool(logging.get("include_execution_data", False)),
            **given(destinations=[{"cloudWatchLogsLogGroup": {"logGroupArn": place}}] if place else None),
        }
        if logging
        else None,
    )
    return {
        "id": made["stateMachineArn"],
        "arn": made["stateMachineArn"],
        "name": name,
        "creation_date": made["creationDate"].isoformat(),
        "status": "ACTIVE",
        **given(state_machine_version_arn=made.get("stateMachineVersionArn")),
    }


def state_machine_alias(make: Make) -> Mapping[str, Any]:
    """A name for a version of a state machine."""
    made = send(make, "stepfunctions", "CreateStateMachineAlias", make.values)
    arn = made["stateMachineAliasArn"]
    return {"id": arn, "arn": arn, "creation_date": made["creationDate"].isoformat()}


def activity(make: Make) -> Mapping[str, Any]:
    """A step that somebody else does."""
    made = send(make, "stepfunctions", "CreateActivity", declared(make))
    created = made["creationDate"].isoformat()
    return {"id": made["activityArn"], "arn": made["activityArn"], "creation_date": created}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_pipes_pipe": pipe,
    "aws_scheduler_schedule": schedule,
    "aws_scheduler_schedule_group": schedule_group,
    "aws_sfn_activity": activity,
    "aws_sfn_alias": state_machine_alias,
    "aws_sfn_state_machine": state_machine,
}
