"""Alarms and dashboards of CloudWatch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, given
from scaffold.rehearse.provision.shaping import declared, named, part, send, unsupported, without


def alarm(make: Make) -> Mapping[str, Any]:
    """An alarm on a metric, or on a calculation with several."""
    name, client = named(make, "alarm_name", 255), make.client("cloudwatch")
    queries = [query(each) for each in make.blocks("metric_query")]
    send(
        make,
        "cloudwatch",
        "PutMetricAlarm",
        without(declared(make), "metric_query"),
        AlarmName=name,
        ActionsEnabled=make.get("actions_enabled", True),
        TreatMissingData=make.get("treat_missing_data", "missing"),
        Metrics=part(client, "PutMetricAlarm", "Metrics", queries) or None,
        EvaluateLowSampleCountPercentile=make.get("evaluate_low_sample_count_percentiles"),
    )
    return {"id": name, "alarm_name": name, "arn": f"arn:aws:cloudwatch:{make.region}:{make.account}:alarm:{name}"}


def query(values: Mapping[str, Any]) -> dict[str, Any]:
    """One of the metrics of a calculation: the API has the metric's names one level deeper."""
    found = block(values, "metric")
    inner = ("namespace", "metric_name", "dimensions")
    stat = {**without(found, *inner), "metric": [{name: found.get(name) for name in inner}]} if found else None
    return {**without(values, "metric"), "return_data": values.get("return_data", False), **given(metric_stat=stat)}


def dashboard(make: Make) -> Mapping[str, Any]:
    """A dashboard."""
    name = str(make.get("dashboard_name"))
    make.client("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=make.get("dashboard_body"))
    return {"id": name, "dashboard_arn": f"arn:aws:cloudwatch::{make.account}:dashboard/{name}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_cloudwatch_composite_alarm": unsupported("PutCompositeAlarm"),
    "aws_cloudwatch_dashboard": dashboard,
    "aws_cloudwatch_metric_alarm": alarm,
    "aws_cloudwatch_metric_stream": unsupported("PutMetricStream"),
}
