"""The real Terraform, for tests that run it where one is on PATH; nothing is downloaded and nothing outside is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TERRAFORM = shutil.which("terraform")
needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="no terraform on PATH")


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command of Terraform says in a folder, without colours and without the user's own settings."""
    assert TERRAFORM is not None
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    return subprocess.run(
        [TERRAFORM, *arguments],
        cwd=folder,
        env={**kept, "TF_IN_AUTOMATION": "1", "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def unformatted(folder: Path) -> str:
    """The difference that `terraform fmt` would make to the files of a folder, empty for none."""
    done = terraform(folder, "fmt", "-check", "-diff", "-recursive", "-no-color")
    return done.stdout + (done.stderr if done.returncode not in (0, 3) else "")
