"""What the emulator is told of functions, and what it tells of their running."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.rehearse.server import Emulator
from scaffold.sandbox import Network, lacking

#: How long a flow may take until something is given up, in seconds: what waits for minutes in the cloud comes at once.
PATIENCE = 12
#: Comes first in all paths that a rehearsal asks by: functions, which reach the emulator, are not to know it.
_WORD: Final = secrets.token_hex(16)


class NotRunningError(Exception):
    """The emulator does not run functions."""


def loosely_held() -> tuple[str, ...]:
    """What this system cannot keep functions from, a sentence each."""
    return lacking(Network.LOOPBACK)


def begin(running: Emulator, functions: Sequence[Mapping[str, Any]]) -> int:
    """Let these functions run, and all begin that fires them. The number of the last hop before."""
    return int(ask(running, "POST", "functions", {"functions": list(functions)})["last"])


def hops(running: Emulator, since: int = 0) -> list[dict[str, Any]]:
    """What happened after the hop of this number: see `live.journal.Hop`."""
    found: list[dict[str, Any]] = ask(running, "GET", f"hops?since={since}")["hops"]
    return found


def settle(running: Emulator, patience: float = 30) -> bool:
    """Wait until nothing is under way any more; false where that does not come in time."""
    return bool(ask(running, "GET", f"settle?patience={patience}")["settled"])


def ask(running: Emulator, method: str, path: str, document: Any = None) -> Any:
    """What is answered below the path of a rehearsal."""
    status, text = running.ask(method, place(path), document)
    if status != 200:
        raise NotRunningError(text)
    return json.loads(text)


def place(path: str) -> str:
    """Where the emulator is asked for something of the rehearsal."""
    return f"/_rehearsal/{_WORD}/{path}"


def settings(running: Emulator) -> Mapping[str, str]:
    """What a suite gets to know of it by its environment."""
    return {
        "SCAFFOLD_FLOWS": "1",
        "SCAFFOLD_HTTP_ENDPOINT": running.endpoint,
        "SCAFFOLD_SIGNER": running.endpoint + place("signer"),
        "SCAFFOLD_FIRE": running.endpoint + place("fire"),
        "SCAFFOLD_HOPS": running.endpoint + place("hops"),
        "SCAFFOLD_PATIENCE": str(PATIENCE),
    }
