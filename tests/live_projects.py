"""Projects whose functions run: a configuration, the files beside it, and what its functions are."""

from __future__ import annotations

import json
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffold.config import Settings
from scaffold.model.functions import Function, Package, Packed
from scaffold.model.position import Position
from scaffold.pipeline import read
from scaffold.rehearse.functions import told
from scaffold.rehearse.functions.packages import packed
from scaffold.rehearse.making import State, make_all
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.server import Emulator, emulator

REGION = "us-east-1"
ROLE = """
resource "aws_iam_role" "run" {
  name               = "run"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
"""
MODULES = Path(__file__).parent / "node" / "node_modules"


def function(name: str, file: str, handler: str = "", language: str = "python", project: str = ".") -> Function:
    """A function of one file."""
    at = Position("main.tf", 1, 1)
    package = Package("file", {Path(file).name: Packed(file)}, at)
    entry = handler or f"{Path(file).stem}.handler"
    address = f"aws_lambda_function.{name}"
    return Function(address, f"function {name}", project, "terraform", at, package, name, "", language, entry)


def lambda_(name: str, timeout: int = 10, runtime: str = "python3.12", entry: str = "", more: str = "") -> str:
    """The block of a function."""
    return f"""
resource "aws_lambda_function" "{name}" {{
  function_name = "{name}"
  role          = aws_iam_role.run.arn
  runtime       = "{runtime}"
  handler       = "{entry or name + ".handler"}"
  filename      = "build/{name}.zip"
  timeout       = {timeout}
  {more}
}}
"""


@dataclass
class Alive:
    """A rehearsal that goes on."""

    running: Emulator
    computed: Mapping[str, Mapping[str, Any]]

    def client(self, service: str) -> Any:
        """A client of a service."""
        return self.running.client(service, REGION)

    def hops(self, since: int = 0) -> list[dict[str, Any]]:
        """What happened, once nothing is under way."""
        assert told.settle(self.running, 40)
        return told.hops(self.running, since)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The hops of a kind."""
        return [each for each in self.hops() if each["kind"] == kind]

    def request(
        self, url: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], str]:
        """What an API or a function's URL answers: status, headers, text."""
        host, slash, path = url.removeprefix("https://").partition("/")
        asked = urllib.request.Request(f"{self.running.endpoint}{slash}{path}", body, method=method)
        for name, value in {**(headers or {}), "Host": host}.items():
            asked.add_header(name, value)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()


@contextmanager
def alive(
    folder: Path, configuration: str, files: Mapping[str, str], *functions: Function, node: bool = False
) -> Iterator[Alive]:
    """Make a configuration in the emulator, with these functions running."""
    root = folder / "project"
    root.mkdir()
    for name, text in {"main.tf": ROLE + configuration, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(textwrap.dedent(text), encoding="utf-8")
    if node:
        (root / "node_modules").symlink_to(MODULES, target_is_directory=True)
    (project,) = read(root, Settings()).projects
    own = [replace(each, runtime="nodejs20.x" if each.language == "javascript" else "python3.12") for each in functions]
    with emulator(functions=True) as running:
        stage = make_all(project, root, running.client, PROVISIONERS)
        lacking = {address: each.reason for address, each in stage.outcomes.items() if each.state is not State.MADE}
        assert lacking == {}
        told.begin(running, packed(own, root, folder / "packages", stage.computed))
        yield Alive(running, stage.computed)


def until(found: Callable[[], Any], seconds: float = 20) -> Any:
    """What is found in the end."""
    end = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


def plain(text: str) -> Any:
    """JSON as data."""
    return json.loads(text)
