"""Runs a program in a process of its own, with the support library of generated suites beside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from scaffold.model.deployments import Variant
from scaffold.readers.observing.exchange import RequestError, answer, request, table
from scaffold.readers.observing.observed import Limits, Mocks, Observed

_SCRIPT: Final = Path(__file__).with_name("observe.js")
_SUFFIX: Final = ".j2"
#: How much of what the process prints is read when it dies, in bytes.
_TAIL: Final = 2000
_LIMITS: Final = Limits()
#: The longest answer that is read, in bytes.
_LONGEST: Final = 256_000_000
#: What of the user's environment a process cannot do without.
_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")


def observe(
    root: Path,
    variant: Variant,
    mocks: Mocks,
    templates: Path,
    *,
    addresses: Mapping[str, tuple[str, str]] | None = None,
    limits: Limits = _LIMITS,
) -> Observed:
    """What the program or component of `variant` registers when it is run. Executes the user's code.

    `root` is what the user named: paths of the entry are relative to it. `templates` is the folder of the built-in
    templates, whose support library is used. `addresses` lead to type token and name, where the variant replaces
    outputs. Whatever goes wrong is the result's `failure`.
    """
    node = shutil.which("node")
    if node is None:
        return Observed(failure="node is not installed")
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        try:
            _prepare(folder, root.resolve(), variant, addresses or {}, mocks, templates)
        except RequestError as error:
            return Observed(failure=str(error))
        return _run(node, folder, limits)


def _prepare(
    folder: Path,
    root: Path,
    variant: Variant,
    addresses: Mapping[str, tuple[str, str]],
    mocks: Mocks,
    templates: Path,
) -> None:
    """Writes the script, the support library and the request into the folder."""
    entry = variant.entry
    home = (root / entry.home).resolve()
    support = folder / "support"
    support.mkdir()
    for template in (templates / "pulumi" / "support").iterdir():
        # All but the table of the mocks are plain files.
        shutil.copyfile(template, support / template.name.removesuffix(_SUFFIX))
    (support / "outputs.js").write_text(f"module.exports = {json.dumps(table(mocks))};\n", encoding="utf-8")
    (support / "home.js").write_text(f"module.exports = {json.dumps(str(home))};\n", encoding="utf-8")
    shutil.copyfile(_SCRIPT, folder / "observe.js")
    asked = {
        **request(variant, addresses),
        "home": str(root),
        "module": entry.module,
        "folder": str((root / entry.folder).resolve()),
    }
    (folder / "request.json").write_text(json.dumps(asked), encoding="utf-8")


def _run(node: str, folder: Path, limits: Limits) -> Observed:
    command = [
        node,
        f"--max-old-space-size={limits.megabytes}",
        str(folder / "observe.js"),
        str(folder / "request.json"),
        str(folder / "answer.json"),
    ]
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment = {**kept, "HOME": str(folder), "TMPDIR": str(folder), "NODE_ENV": "test"}
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            return Observed(failure=f"the program does not end within {limits.seconds:g} seconds")
        finally:
            _end(process)
    return _answer(folder, process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started, as far as that is still there: the group outlives its first process."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _answer(folder: Path, code: int) -> Observed:
    written = folder / "answer.json"
    try:
        if written.stat().st_size > _LONGEST:
            return Observed(failure="the program registers too much to be observed")
        return answer(json.loads(written.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, RecursionError):
        printed = (folder / "errors.txt").read_bytes()[-_TAIL:].decode(errors="replace").strip()
        reason = "it runs out of memory" if "heap out of memory" in printed else printed or f"node ends with {code}"
        return Observed(failure=f"the program cannot be observed: {reason}")
