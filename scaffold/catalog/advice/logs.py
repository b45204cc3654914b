"""Log groups of functions, and alarms on metrics that are made from logs: pairs that are tied by a name."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.advice.base import Advice, checks, text_parts, thing
from scaffold.catalog.advice.ties import Ties, is_given, values_at
from scaffold.model.project import Project, Resource
from scaffold.model.values import Value, is_known

_GROUP = "aws_cloudwatch_log_group"
_ALARM = "aws_cloudwatch_metric_alarm"
_PREFIX = "/aws/lambda/"
#: What runs functions elsewhere: at the edge, the names of their log groups begin with a region.
_EDGE = "aws_cloudfront_distribution"
#: What may use a metric besides alarms.
_USERS = ("aws_appautoscaling_policy", "aws_autoscaling_policy", "aws_cloudwatch_dashboard")


def look(project: Project) -> Iterator[Advice]:
    """Functions without a log group, and metric filters without an alarm, where that is sure."""
    ties = Ties(project)
    for function in ties.by_type.get("aws_lambda_function", ()):
        if _without_group(ties, function):
            sentence = f"{thing(function)} has no log group of its own"
            hint = f"Add an {_GROUP} named {_PREFIX} and the function's name, with a retention."
            yield Advice(checks()["lambda-log-group"], function.address, function.position, sentence, hint)
    for filter_ in ties.by_type.get("aws_cloudwatch_log_metric_filter", ()):
        if _without_alarm(ties, filter_):
            sentence = f"no alarm watches the metric of {thing(filter_)}"
            hint = "Add an aws_cloudwatch_metric_alarm on it."
            check = checks()["cloudwatch-metric-filter-alarm"]
            yield Advice(check, filter_.address, filter_.position, sentence, hint)


def _without_group(ties: Ties, function: Resource) -> bool:
    if _GROUP in ties.dormant or ties.is_hidden(function) or any(_PREFIX in text for text in ties.opaque_texts):
        return False
    if any(ties.means(edge.attributes, frozenset({ties.block(function)})) for edge in ties.by_type.get(_EDGE, ())):
        return False
    wanted = next(values_at(function.attributes, "logging_config.log_group"), None)
    if wanted is None:
        name = text_parts(function.attributes.get("function_name")) or (function.attributes.get("function_name"),)
        wanted_parts = _joined((_PREFIX, *name))
    else:
        wanted_parts = text_parts(wanted) or (wanted,)
    if not isinstance(wanted_parts[0], str):
        return False
    groups = ties.by_type.get(_GROUP, ())
    return all(_differs(ties, group, function, wanted_parts) for group in groups)


def _differs(ties: Ties, group: Resource, function: Resource, wanted: tuple[Value, ...]) -> bool:
    """Whether a log group is surely not the one with the wanted name."""
    name = group.attributes.get("name")
    tied = ties.block(group) in function.depends_on or ties.means(name, frozenset({ties.block(function)}))
    if tied or (name is None and is_given(group.attributes.get("name_prefix"))):
        return False
    parts = text_parts(name) or (name,)
    if parts == wanted:
        return False
    if is_known(parts) and is_known(wanted):
        return True
    first, other = parts[0], wanted[0]
    if not isinstance(first, str) or not isinstance(other, str):
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
    watched = [
        value for path in ("metric_name", "metric_query") for value in values_at(alarm.attributes, path) if value != ""
    ]
    if ties.means(tuple(watched), frozenset({ties.block(filter_)})):
        return False
    return all(is_known(value) and metric not in str(value) for value in watched)
