"""The project's folder: that of its pyproject.toml or requirements.txt."""

from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
