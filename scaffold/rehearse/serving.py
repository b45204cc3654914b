"""The program that the emulator runs in: moto's server on a free port of 127.0.0.1, until its standard input ends.

It is run by its path in a process of its own. Only where functions are to run, which `--functions` with a folder says,
it imports what of ours runs them. The port that the system gave it is the one line that it writes; whoever started it
goes away, and so does its input, even where nobody could say goodbye.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote


def take_paths_of_every_sdk() -> None:
    """moto takes the ARN of a vault or plan whose tags are asked for from a path that ends with a slash, as boto3 sends
    it; the SDK for JavaScript sends none."""
    from moto.backup.responses import BackupResponse

    def list_tags(self: BackupResponse) -> str:
        arn = unquote(self.path.rstrip("/").rpartition("/")[2])
        return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})

    BackupResponse.list_tags = list_tags  # type: ignore[method-assign]


def running_functions() -> Callable[[int], Callable[[], None]]:
    """Where they are asked for, let functions run once the port is known. What that gives ends them."""
    if "--functions" not in sys.argv:
        return lambda _port: lambda: None
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from scaffold.rehearse.functions.live.beginning import begin

    return begin(Path(sys.argv[sys.argv.index("--functions") + 1]))


def serve() -> None:
    """Serve until the input ends."""
    from moto.server import ThreadedMotoServer

    take_paths_of_every_sdk()
    know = running_functions()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    # What the services of the emulator ask of one another goes to itself, and never to the cloud.
    os.environ.update(MOTO_PORT=str(port), AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}")
    end_functions = know(port)
    os.write(1, f"{port}\n".encode())
    while os.read(0, 1024):
        pass
    end_functions()
    # No goodbye to its threads: one that waits for a state machine would keep the process alive.
    os._exit(0)


if __name__ == "__main__":
    serve()
