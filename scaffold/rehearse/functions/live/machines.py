"""State machines: which run, and why one failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop


class Machines:
    """Looks after the executions of the emulator's state machines."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._said: set[str] = set()

    def _executions(self) -> Iterator[tuple[Any, Any]]:
        from moto.stepfunctions.parser.models import stepfunctions_parser_backends

        for backend in list(stepfunctions_parser_backends[self._live.account].values()):
            for machine in list(backend.state_machines):
                for execution in list(getattr(machine, "executions", ())):
                    yield machine, execution

    def running(self) -> bool:
        """Whether an execution goes on."""
        return any(_status(execution) == "RUNNING" for _, execution in self._executions())

    def look(self) -> None:
        """Write down executions that have ended since."""
        for machine, execution in self._executions():
            status, arn = _status(execution), execution.exec_arn
            if arn in self._said or status == "RUNNING":
                continue
            self._said.add(arn)
            hop = Hop("execution", f"state machine {machine.name}", result=status)
            if status != "SUCCEEDED":
                hop.error = f"{status}: {execution.error or ''} {execution.cause or ''}".strip()
            self._live.journal.note(hop)


def _status(execution: Any) -> str:
    status = execution.exec_status
    return str(getattr(status, "value", status))
