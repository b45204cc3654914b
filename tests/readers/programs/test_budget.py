"""Budgets: steps are counted in slices, and deep nesting is an error that can be caught."""

from __future__ import annotations

import sys
import threading

import pytest

from scaffold.readers.programs import budget
from scaffold.readers.programs.budget import Budget, Meter, Purse, with_deep_stack


def spend(meter: Meter, steps: int) -> str:
    meter.left -= steps
    return meter.refill() if meter.left < 0 else ""


@pytest.mark.parametrize("size", [1, 7, 1_000, 50_000])
def test_a_meter_gives_what_the_budget_says(size):
    meter = Meter(Budget(steps=50_000))
    spent = 0
    while not spend(meter, size):
        spent += size
    assert 50_000 - size <= spent <= 50_000
    assert meter.spent


def test_a_meter_looks_at_the_clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(budget.time, "process_time", lambda: now[0])
    meter = Meter(Budget(steps=1_000_000, seconds=2.0))
    assert spend(meter, Meter.SLICE + 1) == ""
    now[0] = 2.5
    assert spend(meter, Meter.SLICE + 1) == "it takes too long"


def test_a_purse_pays_for_all_evaluations(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(budget.time, "process_time", lambda: now[0])
    purse = Purse(seconds=8.0)
    assert purse.budget() == Budget()
    with purse.paying():
        now[0] += 5.0
    assert purse.budget().seconds == 3.0
    with purse.paying():
        now[0] += 5.0
    assert purse.budget().seconds == 0.0
    now[0] += 1.0
    meter = Meter(purse.budget())
    assert spend(meter, Meter.SLICE) == ""
    now[0] += 0.1
    assert spend(meter, 1) == "it takes too long"


def test_deep_nesting_has_room_and_an_end():
    def down(depth: int) -> int:
        return depth if depth == 0 else down(depth - 1)

    before = sys.getrecursionlimit()
    assert with_deep_stack(lambda: down(20_000)) == 0
    with pytest.raises(RecursionError):
        with_deep_stack(lambda: down(10**6))
    assert sys.getrecursionlimit() == before


def test_errors_come_through_and_nested_work_stays_where_it_is():
    with pytest.raises(KeyError):
        with_deep_stack(lambda: {}["nothing"])
    outer, inner = with_deep_stack(lambda: (threading.current_thread(), with_deep_stack(threading.current_thread)))
    assert outer is inner
    assert outer is not threading.current_thread()


def test_a_system_without_large_stacks_is_enough(monkeypatch):
    monkeypatch.setattr(budget, "_STACKS", ())
    assert with_deep_stack(threading.current_thread) is threading.current_thread()
    assert not budget._inside.deep
