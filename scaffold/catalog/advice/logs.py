"""Log groups of functions, and alarms on metrics that are made from logs: pairs that are tied by a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.catalog.advice.base import Advice, checks, text_parts, thing
from scaffold.catalog.advice.ties import Ties, values_at
from scaffold.model.project import Project, Resource
from scaffold.model.values import Value, is_known

_GROUP = "aws_cloudwatch_log_group"
_ALARM = "aws_cloudwatch_metric_alarm"
_PREFIX = "/aws/lambda/"
#: What runs functions elsewhere: at the edge, the names of their log groups begin with a region.
_EDGE = "aws_cloudfront_distribution"
#: What may use a metric besides alarms.
_USERS = ("aws_appautoscaling_policy", "aws_autoscaling_policy", "aws_cloudwatch_dashboard")


@dataclass(frozen=True, slots=True)
class _Groups:
    """The log groups of a project: `names` known whole, `others` in parts, and the blocks `named` after."""

    blocks: frozenset[str]
    names: frozenset[str]
    others: tuple[tuple[Value, ...], ...]
    named: frozenset[str]


def look(project: Project) -> Iterator[Advice]:
    """Functions without a log group, and metric filters without an alarm, where that is sure."""
    ties = Ties(project)
    groups = _groups(ties)
    for function in ties.by_type.get("aws_lambda_function", ()):
        if _without_group(ties, function, groups):
            sentence = f"{thing(function)} has no log group of its own"
            hint = f"Add an {_GROUP} named {_PREFIX} and the function's name, with a retention."
            yield Advice(checks()["lambda-log-group"], function.address, function.position, sentence, hint)
    for filter_ in ties.by_type.get("aws_cloudwatch_log_metric_filter", ()):
        if _without_alarm(ties, filter_):
            sentence = f"no alarm watches the metric of {thing(filter_)}"
            hint = "Add an aws_cloudwatch_metric_alarm on it."
            check = checks()["cloudwatch-metric-filter-alarm"]
            yield Advice(check, filter_.address, filter_.position, sentence, hint)


def _groups(ties: Ties) -> _Groups:
    resources = ties.by_type.get(_GROUP, ())
    found = [(group.attributes.get("name"), group) for group in resources]
    others = [text_parts(name) or (name,) for name, _ in found if not isinstance(name, str)]
    return _Groups(
        frozenset(ties.block(group) for group in resources),
        frozenset(name for name, _ in found if isinstance(name, str)),
        tuple(others),
        frozenset(block for name, _ in found for block in ties.blocks(name)),
    )


def _without_group(ties: Ties, function: Resource, groups: _Groups) -> bool:
    if _GROUP in ties.dormant or ties.is_hidden(function) or any(_PREFIX in text for text in ties.opaque_texts):
        return False
    block = ties.block(function)
    if ties.is_used(function, {_EDGE: ""}) or block in groups.named or groups.blocks & set(function.depends_on):
        return False
    wanted = next(values_at(function.attributes, "logging_config.log_group"), None)
    if wanted is None:
        name = function.attributes.get("function_name")
        parts = _joined((_PREFIX, *(text_parts(name) or (name,))))
    else:
        parts = text_parts(wanted) or (wanted,)
    if not isinstance(parts[0], str):
        return False
    if len(parts) == 1 and parts[0] in groups.names:
        return False
    return all(_differs(other, parts) for other in groups.others) and (
        len(parts) == 1 or not any(name.startswith(parts[0]) for name in groups.names)
    )


def _differs(parts: tuple[Value, ...], wanted: tuple[Value, ...]) -> bool:
    """Whether the name of a log group, not known whole, is surely not the wanted one."""
    first, other = parts[0], wanted[0]
    if parts == wanted or not isinstance(first, str) or not isinstance(other, str):
        return False
    return not (first.startswith(other) or other.startswith(first))


def _joined(parts: tuple[Value, ...]) -> tuple[Value, ...]:
    """The parts of a text, two literal ones at the beginning made one."""
    if len(parts) > 1 and isinstance(parts[0], str) and isinstance(parts[1], str):
        return (parts[0] + parts[1], *parts[2:])
    return parts


def _without_alarm(ties: Ties, filter_: Resource) -> bool:
    """Only metrics whose name is known count, and only where every alarm's metric is known too."""
    metric = next(values_at(filter_.attributes, "metric_transformation.name"), None)
    silent = any(type_ in ties.by_type for type_ in _USERS) or _ALARM in ties.dormant
    if silent or not isinstance(metric, str) or ties.is_hidden(filter_) or metric in ties.opaque_texts:
        return False
    if ties.block(filter_) in ties.exported:
        return False
    return all(_watches_another(ties, alarm, filter_, metric) for alarm in ties.by_type.get(_ALARM, ()))


def _watches_another(ties: Ties, alarm: Resource, filter_: Resource, metric: str) -> bool:
    paths = ("metric_name", "metric_query")
    watched = [value for path in paths for value in values_at(alarm.attributes, path) if value != ""]
    if any(ties.block(filter_) in ties.blocks(value) for value in watched):
        return False
    return all(is_known(value) and metric not in str(value) for value in watched)
