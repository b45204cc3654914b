"""What is installed is complete."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

REPOSITORY = Path(__file__).parent.parent


def test_the_wheel_holds_the_package_its_data_and_the_templates(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("scaffold/")}
    package = {path.relative_to(REPOSITORY).as_posix() for path in files(REPOSITORY / "scaffold")}
    templates = {f"scaffold/{path.relative_to(REPOSITORY).as_posix()}" for path in files(REPOSITORY / "templates")}
    assert templates
    assert held == package | templates


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
