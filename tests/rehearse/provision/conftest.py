"""What every test here shares."""

from __future__ import annotations

import pytest
from moto.ec2.models import amis


@pytest.fixture(autouse=True)
def few_images(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image of each platform: the thousands that the emulator has of its own take it a second in each test."""
    windows = next(each for each in amis.AMIS if each.get("platform") == "windows")
    linux = next(each for each in amis.AMIS if each.get("platform") != "windows")
    monkeypatch.setattr(amis, "AMIS", [windows, linux])
    monkeypatch.setenv("MOTO_AMIS_PATH", "given")
