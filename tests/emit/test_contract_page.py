"""What `templates/README.md` says of the contract is the contract. Run as a program, this writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.emit.contract import VERSION, contracts, views
from scaffold.emit.contract_page import with_contract

PAGE = Path(__file__).parents[2] / "templates" / "README.md"


def test_the_page_says_what_templates_get() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert with_contract(text) == text, f"run `python {Path(__file__).relative_to(Path.cwd())}`"


def test_the_page_speaks_of_everything() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"version {VERSION}" in text
    for name in views():
        assert f"### {name}\n" in text
    for name, contract in contracts().items():
        assert f"`{name}`" in text or f"`{name.rpartition('/')[0]}/*`" in text
        for block in contract.blocks:
            assert f"`{block}`" in text


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no section 'templates'"):
        with_contract("# Templates\n")


if __name__ == "__main__":
    PAGE.write_text(with_contract(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
