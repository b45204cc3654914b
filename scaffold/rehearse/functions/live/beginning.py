"""Puts it all together, beside the emulator."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scaffold.rehearse.functions.live.control import Control
from scaffold.rehearse.functions.live.fanning import Fans
from scaffold.rehearse.functions.live.front import Front
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.rules import Rules
from scaffold.rehearse.functions.live.seams import attach
from scaffold.rehearse.functions.live.starting import limited
from scaffold.rehearse.functions.live.targets import Targets
from scaffold.rehearse.functions.live.watching import Watch
from scaffold.rehearse.functions.live.web.asking import SPELLED
from scaffold.rehearse.functions.live.web.serving import Web

ACCOUNT = "123456789012"


def begin(place: Path) -> Callable[[int], Callable[[], None]]:
    """Let functions run, which write below `place`, in the server that is started next.

    What is given back is to be told the port that it got, and gives what ends all functions at once.
    """
    from moto.moto_server import threaded_moto_server
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler

    fronts: list[Any] = []

    class Handler(MotoRequestHandler):
        def make_environ(self) -> dict[str, Any]:
            return {**super().make_environ(), SPELLED: list(self.headers.items())}

    def application(create_app: Any) -> Any:
        fronts.append(DomainDispatcherApplication(create_app))
        return lambda environ, start: ready[0](environ, start)

    ready: list[Any] = []
    threaded_moto_server.MotoRequestHandler = Handler  # type: ignore[attr-defined]
    threaded_moto_server.DomainDispatcherApplication = application  # type: ignore[attr-defined,assignment]

    def known(port: int) -> Callable[[], None]:
        live = Live(ACCOUNT, f"http://127.0.0.1:{port}", limited(port, place))
        targets = Targets(live)
        attach(live)
        rules = Rules(live, targets)
        rules.attach()
        Fans(live, targets).attach()
        watch = Watch(live, targets)
        ready.append(Front(live, fronts[0], Web(live), Control(live, watch, rules.fire)))
        os.environ["MOTO_PORT"] = str(port)
        return lambda: live.pool.kill()

    return known
