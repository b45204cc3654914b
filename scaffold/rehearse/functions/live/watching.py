"""Keeps a thread for each mapping and pipe that there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.machines import Machines
from scaffold.rehearse.functions.live.pipes import begun
from scaffold.rehearse.functions.live.polling import Mapped, Poller, source_of
from scaffold.rehearse.functions.live.targets import Targets

_PAUSE = 0.1


class Watch:
    """All pollers of an emulator."""

    def __init__(self, live: Live, targets: Targets) -> None:
        self._live, self._targets = live, targets
        self._machines = Machines(live)
        self._pollers: dict[str, Poller] = {}
        self._lock = threading.Lock()
        self._looked_after: threading.Event | None = None

    def start(self) -> None:
        """Begin with what is there, and look after it from now on."""
        self.look()
        if self._looked_after is not self._live.stopping:
            self._looked_after = self._live.stopping
            threading.Thread(target=self._run, name="watch", daemon=True, args=(self._live.stopping,)).start()

    def _run(self, stopping: threading.Event) -> None:
        while not stopping.wait(_PAUSE):
            try:
                self.look()
            except Exception as error:
                self._live.trouble("watch", error)
        with self._lock:
            self._pollers = {name: each for name, each in self._pollers.items() if each.stopping is not stopping}

    def look(self) -> None:
        """Begin what is not begun."""
        with self._lock:
            self._machines.look()
            for poller in (*self._new(), *self._pipes()):
                self._pollers[poller.name] = poller
                poller.start()

    def _new(self) -> Iterator[Poller]:
        from moto.awslambda_simple.models import lambda_simple_backends

        for backend in list(lambda_simple_backends[self._live.account].values()):
            for mapping in list(backend._event_source_mappings.values()):
                if f"mapping {mapping.uuid}" not in self._living() and mapping.enabled:
                    settings = mapping.get_configuration()
                    start = getattr(mapping, "rehearsal_start", {})
                    source = source_of(self._live, mapping.event_source_arn, settings, start)
                    if source is not None:
                        yield Mapped(self._live, backend, mapping, source)

    def _pipes(self) -> Iterator[Poller]:
        from moto.pipes.models import pipes_backends

        for backend in list(pipes_backends[self._live.account].values()):
            for pipe in list(backend.pipes.values()):
                if f"pipe {pipe.name}" not in self._living() and pipe.desired_state == "RUNNING":
                    found = begun(self._live, self._targets, pipe)
                    if found is not None:
                        yield found

    def _living(self) -> set[str]:
        return {name for name, poller in self._pollers.items() if poller.is_alive()}

    def waiting(self) -> bool:
        """Whether something is left to take."""
        with self._lock:
            pollers: list[Any] = [each for each in self._pollers.values() if each.is_alive()]
        return any(each.source.backlog() for each in pollers) or self._machines.running()
