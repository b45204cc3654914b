"""The README is true: its commands are understood, and its tables say what the code does."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scaffold.cli.exit_codes import MEANINGS
from scaffold.cli.main import run, scaffold
from scaffold.config import KEYS, Flags, load_settings
from scaffold.emit import TARGETS
from scaffold.model.families import Family
from scaffold.pipeline import review
from scaffold.selection import UsageError

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown_commands() -> Iterator[list[str]]:
    """The arguments of every `scaffold` command in the README, without what a shell does with its output."""
    for line in re.findall(r"^ {4}(?:- run: )?scaffold (.+)$", README, re.MULTILINE):
        yield shlex.split(re.split(r" > |  ", line)[0])


def options(command: str) -> set[str]:
    """The long options of a command, and of those below it."""
    found = scaffold.commands[command]
    every = (found, *(found.commands.values() if isinstance(found, click.Group) else ()))
    spelled = (name for each in every for item in each.params for name in (*item.opts, *item.secondary_opts))
    return {name for name in spelled if name.startswith("--")}


def parse(arguments: list[str]) -> dict[str, object]:
    """What a command of the README asks for; folders that it only shows are taken for this one."""
    command = scaffold.commands[arguments[0]]
    given = ["." if item == "[PATH]" or item.startswith("../") or item == "infra" else item for item in arguments[1:]]
    return command.make_context(arguments[0], given).params


@pytest.mark.parametrize("arguments", list(shown_commands()), ids=" ".join)
def test_every_command_is_understood(arguments: list[str]) -> None:
    asked = parse(arguments)
    assert set(asked.get("targets") or ()) <= set(TARGETS)


def test_commands_are_found() -> None:
    assert {command[0] for command in shown_commands()} == set(scaffold.commands)
    with pytest.raises(click.UsageError):
        parse(["generate", "--no-such-option"])


@pytest.mark.parametrize("command", ["check", "diff", "eject", "generate", "golden", "outputs", "rehearse", "review"])
def test_every_option_is_documented_and_there(command: str) -> None:
    spelled = set(re.findall(r"--[a-z][a-z-]+", README))
    assert options(command) - {"--quiet", "--verbose", "--help"} <= spelled
    foreign = {"--config", "--version", "--help", "--json", "--writes"}
    assert spelled - foreign <= set().union(*map(options, scaffold.commands))


def said_of_webhook(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints on the example that the README takes."""
    run([arguments[0], str(ROOT / "examples" / "terraform-webhook"), *arguments[1:]])
    return capsys.readouterr().out


def test_what_a_review_is_shown_to_print_is_what_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(
        r"(?m)^    scaffold review \.\./webhook\n(?:.*\n)*?((?:    .+\n)+)\n", README.split("## The review")[1]
    )
    assert example is not None
    said = said_of_webhook(capsys, "review").replace((ROOT / "examples" / "terraform-webhook").as_posix(), "../webhook")
    shown = [line.removeprefix("    ") for line in example[1].splitlines()]
    assert len(shown) > 2
    assert set(shown) - {"..."} <= set(said.splitlines())


def test_the_sum_of_generate_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of_webhook(capsys, "generate", "--dry-run", "--target", "pytest")
    real, shown = (
        {noun: int(count) for count, noun in re.findall(r"(\d+) (\w+)", line)}
        for text in (said, README)
        for line in re.findall(r"^ *(\d+ resources, .+), in ", text, re.MULTILINE)
    )
    # The number of cases moves with the catalog; a few more or less mislead nobody.
    assert shown.pop("cases") == pytest.approx(real.pop("cases"), rel=0.05)
    assert shown == real


def test_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert rows == [(str(code.value), meaning) for code, meaning in MEANINGS.items()]


def test_every_setting_is_documented_and_the_example_is_valid(tmp_path: Path) -> None:
    assert all(f"`{key}`" in README for key in KEYS)
    example = re.search(r"(?m)^    \[tool\.scaffold\]\n(?:    .+\n)+", README)
    assert example is not None
    (tmp_path / "pyproject.toml").write_text(re.sub(r"(?m)^    ", "", example.group()))
    settings = load_settings(tmp_path, Flags())
    assert set(tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["scaffold"]) <= set(KEYS)
    assert set(settings.targets) <= set(TARGETS)
    try:
        review(tmp_path, settings)
    except UsageError as error:
        pytest.fail(str(error))


def test_every_family_and_target_is_documented() -> None:
    assert all(f"| {family.value} |" in README for family in Family)
    assert all(f"`{name}`" in README for name in TARGETS)


def test_checks_that_are_named_exist() -> None:
    from scaffold.catalog.checks import all_checks

    known = {name for check in all_checks() for name in (check.id, check.service)}
    named = re.findall(r"scaffold:ignore ([a-z0-9-]+)", README) + re.findall(r" \[([a-z0-9]+-[a-z0-9-]+)\]", README)
    assert named
    assert set(named) <= known
