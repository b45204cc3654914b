"""What calls each function: queues, streams, topics, buckets, rules, schedules, pipes, workflows and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.catalog.checks.looking import as_bool, as_number
from scaffold.model.functions import Trigger
from scaffold.model.project import Resource
from scaffold.model.values import Value
from scaffold.readers.functions.apis import Called, apis
from scaffold.readers.functions.components import components
from scaffold.readers.functions.meaning import Meaning, blocks, document, listed

#: The kind of an event source by the type of resource that it is, and how many records there are where nobody says.
_SOURCES: Final = {
    "aws_sqs_queue": ("queue", 10),
    "aws_dynamodb_table": ("table-stream", 100),
    "aws_dynamodb_global_table": ("table-stream", 100),
    "aws_kinesis_stream": ("stream", 100),
    "aws_kinesis_stream_consumer": ("stream", 100),
}
_BY_SERVICE: Final = {"sqs": ("queue", 10), "dynamodb": ("table-stream", 100), "kinesis": ("stream", 100)}
_FILTERED: Final = ("events", "filter_prefix", "filter_suffix")
_MAPPED: Final = (
    *("bisect_batch_on_function_error", "destination_config", "enabled", "filter_criteria"),
    *("maximum_batching_window_in_seconds", "maximum_record_age_in_seconds", "maximum_retry_attempts"),
    *("parallelization_factor", "starting_position", "tumbling_window_in_seconds", "queues", "topics"),
)


def triggers(meaning: Meaning) -> Mapping[str, tuple[Trigger, ...]]:
    """What calls each function of a project, by the function's address."""
    found: dict[str, list[Trigger]] = {}
    for address, trigger in _all(meaning):
        found.setdefault(address, []).append(trigger)
    return {address: _joined(called) for address, called in found.items()}


def _all(meaning: Meaning) -> Iterator[Called]:
    yield from apis(meaning)
    yield from components(meaning)
    for type_, finder in _FINDERS.items():
        for resource in meaning.estate.of_type(type_):
            yield from finder(resource, meaning)


def _joined(called: list[Trigger]) -> tuple[Trigger, ...]:
    """The same with the routes of one API together, where everything else is the same."""
    found: list[Trigger] = []
    for trigger in called:
        same = (at for at, each in enumerate(found) if trigger.routes and trigger.source and _alike(each, trigger))
        place = next(same, None)
        if place is None:
            found.append(trigger)
        else:
            routes = tuple(dict.fromkeys((*found[place].routes, *trigger.routes)))
            found[place] = replace(found[place], routes=routes)
    return tuple(found)


def _alike(one: Trigger, other: Trigger) -> bool:
    """Whether two triggers are of one API that asks the same of their requests."""
    same = (one.kind, one.source, one.payload) == (other.kind, other.source, other.payload)
    return same and one.detail == other.detail


def _mapping(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    given = resource.attributes
    source, kind, usual = _source(given.get("event_source_arn"), meaning)
    batch = as_number(meaning.text(given.get("batch_size"))) if given.get("batch_size") is not None else usual
    reports = "ReportBatchItemFailures" in listed(given.get("function_response_types"))
    detail = _details(given, _MAPPED)
    for address in meaning.found(given.get("function_name")):
        yield (
            address,
            Trigger(
                kind,
                source.address if source is not None else "",
                resource.address,
                resource.position,
                batch=int(batch) if batch is not None else None,
                reports=reports,
                fifo=_is_fifo(source, meaning),
                detail=detail,
            ),
        )


def _source(value: Value, meaning: Meaning) -> tuple[Resource | None, str, int | None]:
    """Where records come from, what kind of thing that is, and how many there usually are."""
    found = meaning.target(value)
    if found is not None and found.type == "aws_kinesis_stream_consumer":
        stream = meaning.target(found.attributes.get("stream_arn"))
        return stream or found, *_SOURCES[found.type]
    if found is not None and found.type in _SOURCES:
        return found, *_SOURCES[found.type]
    service = (meaning.text(value) or "").split(":")[2:3]
    return found, *_BY_SERVICE.get(service[0] if service else "", ("other", None))


def _is_fifo(source: Resource | None, meaning: Meaning) -> bool:
    if source is None:
        return False
    name = meaning.text(source.attributes.get("name")) or ""
    return as_bool(source.attributes.get("fifo_queue") or source.attributes.get("fifo_topic")) is True or (
        source.type in ("aws_sqs_queue", "aws_sns_topic") and name.endswith(".fifo")
    )


def _details(given: Mapping[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    return {name: given[name] for name in names if given.get(name) not in (None, (), "")}


def _subscription(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    given = resource.attributes
    topic = meaning.target(given.get("topic_arn") if given.get("topic_arn") is not None else given.get("topic"))
    detail = _details(given, ("filter_policy", "filter_policy_scope", "redrive_policy"))
    for address in meaning.found(given.get("endpoint")) if given.get("protocol") == "lambda" else ():
        source = topic.address if topic is not None else ""
        yield address, Trigger("topic", source, resource.address, resource.position, batch=1, detail=detail)


def _bucket(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    bucket = meaning.target(resource.attributes.get("bucket"))
    for block in blocks(resource.attributes, "lambda_function"):
        detail = {name.removeprefix("filter_"): said for name, said in _details(block, _FILTERED).items()}
        for address in meaning.found(block.get("lambda_function_arn")):
            source = bucket.address if bucket is not None else ""
            yield address, Trigger("bucket", source, resource.address, resource.position, batch=1, detail=detail)


def _target(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    """A rule's target: something happened (a pattern), or it is time (a schedule)."""
    given = resource.attributes
    rule = _rule(resource, meaning)
    said = rule.attributes if rule is not None else {}
    schedule = said.get("schedule_expression")
    timed = schedule is not None and schedule != ""
    pattern = document(said.get("event_pattern")) if said.get("event_pattern") is not None else None
    detail = {
        **_details(given, ("input_path", "input_transformer", "dead_letter_config", "retry_policy")),
        **_details(said, ("schedule_expression", "event_bus_name")),
    }
    for address in meaning.found(given.get("arn")):
        yield (
            address,
            Trigger(
                "schedule" if timed else "rule",
                rule.address if rule is not None else "",
                resource.address,
                resource.position,
                pattern=pattern,
                input=given.get("input"),
                detail=detail,
            ),
        )


def _rule(target: Resource, meaning: Meaning) -> Resource | None:
    found = meaning.target(target.attributes.get("rule"))
    if found is not None:
        return found
    name = meaning.text(target.attributes.get("rule"))
    rules = meaning.estate.of_type("aws_cloudwatch_event_rule")
    return next((rule for rule in rules if name and meaning.text(rule.attributes.get("name")) == name), None)


def _schedule(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    detail = _details(resource.attributes, ("schedule_expression", "schedule_expression_timezone", "state"))
    for block in blocks(resource.attributes, "target"):
        invoked = meaning.text(block.get("arn")) or ""
        said = document(block.get("input")) if "aws-sdk:lambda:invoke" in invoked else None
        named = said.get("FunctionName") if isinstance(said, Mapping) else block.get("arn")
        sent = said.get("Payload") if isinstance(said, Mapping) else block.get("input")
        for address in meaning.found(named):
            place = resource.position
            yield address, Trigger("schedule", resource.address, resource.address, place, input=sent, detail=detail)


def _pipe(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    given = resource.attributes
    source, kind, usual = _source(given.get("source"), meaning)
    for role in ("target", "enrichment"):
        settings = blocks(given, f"{role}_parameters")
        template = settings[0].get("input_template") if settings else None
        detail = {**_details(given, ("source_parameters", "target_parameters", "enrichment_parameters")), "role": role}
        for address in meaning.found(given.get(role)):
            yield (
                address,
                Trigger(
                    "pipe",
                    source.address if source is not None else "",
                    resource.address,
                    resource.position,
                    batch=_pipe_batch(given, usual),
                    fifo=_is_fifo(source, meaning),
                    input=template,
                    behind=kind,
                    detail=detail,
                ),
            )


def _pipe_batch(given: Mapping[str, Value], usual: int | None) -> int | None:
    for parameters in blocks(given, "source_parameters"):
        for said in parameters.values():
            for inner in blocks({"said": said}, "said"):
                number = as_number(inner.get("batch_size"))
                if number is not None:
                    return int(number)
    return usual


def _state_machine(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    definition = document(resource.attributes.get("definition"))
    if definition is None:
        # What cannot be taken apart still says which functions are in it.
        for address in meaning.found(resource.attributes.get("definition")):
            yield address, Trigger("state-machine", resource.address, resource.address, resource.position)
        return
    for name, state in _states(definition, 0):
        given = state.get("Parameters") if state.get("Parameters") is not None else state.get("Arguments")
        given = given if isinstance(given, Mapping) else {}
        named = given.get("FunctionName", given.get("FunctionName.$", state.get("Resource")))
        invoked = given.get("Payload") if "FunctionName" in given else state.get("Parameters")
        detail = {"state": name, **_details(state, ("InputPath", "Retry", "Catch"))}
        for address in meaning.found(named):
            place = resource.position
            yield (
                address,
                Trigger("state-machine", resource.address, resource.address, place, input=invoked, detail=detail),
            )


def _states(definition: Value, depth: int) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Every task of a workflow by name, those inside maps and branches too."""
    states = definition.get("States") if isinstance(definition, Mapping) else None
    for name, state in states.items() if isinstance(states, Mapping) and depth < 16 else ():
        if not isinstance(state, Mapping):
            continue
        if state.get("Type") == "Task":
            yield name, state
        for inner in (state.get("Iterator"), state.get("ItemProcessor"), *listed(state.get("Branches"))):
            yield from _states(inner, depth + 1)


def _user_pool(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    for block in blocks(resource.attributes, "lambda_config"):
        for event, value in block.items():
            inner = blocks({"value": value}, "value")
            named = inner[0].get("lambda_arn") if inner else value
            for address in meaning.found(named) if event != "kms_key_id" else ():
                detail: dict[str, Value] = {"trigger": event}
                place = resource.address
                yield address, Trigger("user-pool", place, place, resource.position, detail=detail)


def _logs(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    given = resource.attributes
    group = meaning.target(given.get("log_group_name"))
    detail = _details(given, ("filter_pattern", "log_group_name"))
    for address in meaning.found(given.get("destination_arn")):
        source = group.address if group is not None else ""
        yield address, Trigger("logs", source, resource.address, resource.position, detail=detail)


def _destination(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    """A function that is handed what became of another one's call."""
    callers = meaning.found(resource.attributes.get("function_name"))
    for block in blocks(resource.attributes, "destination_config"):
        for outcome in ("on_success", "on_failure"):
            for said in blocks(block, outcome):
                detail: dict[str, Value] = {"outcome": outcome}
                for address in meaning.found(said.get("destination")):
                    source, place = callers[0] if callers else "", resource.position
                    yield address, Trigger("destination", source, resource.address, place, detail=detail)


#: Others that call functions: by the type of resource, the blocks on the way and the attribute that names it.
_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws_appsync_datasource": ("lambda_config", "function_arn"),
    "aws_cloudformation_stack": ("parameters", "ServiceToken"),
    "aws_config_config_rule": ("source", "source_identifier"),
    "aws_connect_lambda_function_association": ("function_arn",),
    "aws_iot_topic_rule": ("lambda", "function_arn"),
    "aws_lambda_invocation": ("function_name",),
    "aws_lb_target_group_attachment": ("target_id",),
    "aws_secretsmanager_secret_rotation": ("rotation_lambda_arn",),
    "aws_ses_receipt_rule": ("lambda_action", "function_arn"),
    "aws_vpclattice_target_group_attachment": ("target", "id"),
}


def _other(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    *way, last = _OTHERS[resource.type]
    for block in blocks(resource.attributes, *way) if way else (resource.attributes,):
        for address in meaning.found(block.get(last)):
            yield address, Trigger("other", resource.address, resource.address, resource.position)


def _anywhere(resource: Resource, meaning: Meaning) -> Iterator[Called]:
    """Resources that name functions somewhere deep inside, for work of their own."""
    for address in meaning.found(tuple(resource.attributes.values())):
        yield address, Trigger("other", resource.address, resource.address, resource.position)


_FINDERS: Final[Mapping[str, Callable[[Resource, Meaning], Iterator[Called]]]] = {
    "aws_lambda_event_source_mapping": _mapping,
    "aws_sns_topic_subscription": _subscription,
    "aws_s3_bucket_notification": _bucket,
    "aws_cloudwatch_event_target": _target,
    "aws_scheduler_schedule": _schedule,
    "aws_pipes_pipe": _pipe,
    "aws_sfn_state_machine": _state_machine,
    "aws_cognito_user_pool": _user_pool,
    "aws_cloudwatch_log_subscription_filter": _logs,
    "aws_lambda_function_event_invoke_config": _destination,
    **dict.fromkeys(_OTHERS, _other),
    "aws_bedrockagent_agent_action_group": _anywhere,
    "aws_cloudfront_distribution": _anywhere,
    "aws_kinesis_firehose_delivery_stream": _anywhere,
    "aws_s3control_object_lambda_access_point": _anywhere,
}
