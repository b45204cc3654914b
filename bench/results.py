"""Results: rows of numbers as they were measured, and what is wanted of some of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Check:
    """A number with what is wanted of it; `at_least` says which way."""

    name: str
    value: float
    wanted: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        value, wanted = f"{self.value:,.4g}{self.unit}", f"{sign} {self.wanted:g}{self.unit}"
        return f"  {self.name:<52} {value:>10}   {wanted:<11} {'met' if self.met else 'MISSED'}"


@dataclass
class Report:
    """One part of the benchmarks."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, tuple[float | None, ...]]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.title, "  " + " " * 52 + "".join(f"{column:>14}" for column in self.columns)]
        for name, numbers in self.rows:
            lines.append(f"  {name:<52}" + "".join(f"{_number(number):>14}" for number in numbers))
        lines += [f"  {note}" for note in self.notes]
        return "\n".join([*lines, *map(str, self.checks)]) + "\n"


def _number(number: float | None) -> str:
    if number is None:
        return ""
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:,.3f}" if number < 10 else f"{number:,.1f}"


def to_json(reports: Iterable[Report]) -> str:
    """The reports as JSON; each check says whether it is met."""
    found = []
    for report in reports:
        data = dataclasses.asdict(report)
        data["rows"] = [
            {"name": name, **dict(zip(report.columns, numbers, strict=True))} for name, numbers in report.rows
        ]
        data["checks"] = [{**dataclasses.asdict(check), "met": check.met} for check in report.checks]
        found.append(data)
    return json.dumps(found, indent=2)
