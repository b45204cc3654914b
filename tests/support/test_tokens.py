"""The tokenizer on anything: it does not fail, and what it has put in order stays in order."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

PIECES = ["var.a", ".b", "[0]", "[*]", ".*", "(", ")", "[", "]", "{", "}", "${", "%{", "~}", "if", "else", "endif"]
PIECES += ["endfor", "for", " in ", "=>", "=", ":", "?", ",", "\n", " ", '"', "\\", "$", "%", "#", "//", "/*", "*/"]
PIECES += [
    "1",
    "1.5",
    "-",
    "!",
    "&&",
    "::",
    "...",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "true",
    "null",
    "é",
    "e\u0301",
    "\0",
    ".",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=40)


@pytest.fixture(scope="module")
def tokens(load_module: Callable[[str], ModuleType]) -> ModuleType:
    return load_module("tokens")


@settings(deadline=None, max_examples=400)
@given(text=TEXTS)
def test_spelling_twice_is_spelling_once(text: str, tokens: ModuleType) -> None:
    once = tokens.canonical(text)
    assert tokens.canonical(once) == once


@settings(deadline=None, max_examples=400)
@given(text=TEXTS)
def test_anything_has_a_form_and_references(text: str, forms: ModuleType) -> None:
    for form in (forms.parse(text), forms.parse_json({text: [text]})):
        assert all(isinstance(found, str) for found in forms.references(form))


@settings(deadline=None, max_examples=400)
@given(text=TEXTS)
def test_the_outline_keeps_every_place(text: str, tokens: ModuleType) -> None:
    outline = tokens.outline(text)
    unclosed = outline.endswith('"') and len(outline) == len(text) + 1
    assert len(outline) == len(text) or unclosed
    assert all(kept in (written, '"', "x", " ") for kept, written in zip(outline, text, strict=False))


def test_both_languages_spell_alike(tokens: ModuleType, javascript: Callable[..., Any]) -> None:
    texts: list[str] = []

    @settings(deadline=None, max_examples=600, database=None, derandomize=True)
    @given(text=TEXTS.filter(str.isascii))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    found = javascript("return input.map(require('./tokens').canonical)", texts)
    assert found == [tokens.canonical(text) for text in texts]
