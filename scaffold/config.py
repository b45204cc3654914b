"""Settings: what the project says in `[tool.scaffold]` of pyproject.toml or in scaffold.toml, and the flags over it.

A project's file is text of somebody we do not know: it may choose among what is built in, and paths inside the project,
but not template folders (a template is code) and no path outside the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.checks import Choice
from scaffold.model.position import Position
from scaffold.model.scales import Tier, Weight

KEYS = ("dialect", "fail_on", "ignore", "kind", "out", "outputs_file", "select", "targets", "tier", "var_files")
#: Which kinds of suites there are: of the sources, of what is deployed, of the functions' code, or all of them.
KINDS = ("unit", "integration", "handlers", "all")
DIALECTS = ("terraform", "opentofu")
#: What `fail_on` may say: never, or a weight.
LIMITS = ("never", *(weight.value for weight in Weight))


class ConfigError(RefusedError):
    """The settings in the project's file cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What to read with and what to generate.

    Empty `targets` means: choose from what the repository uses. `out` is the output root, `None` for the project's own
    folder. All paths are as given by flags, or inside the project where its file gave them. An empty `dialect` means:
    the one that the sources are written in. `fail_on` is the least weight of a finding that a review fails on.
    `write_config` allows what is missing to be added to a package.json, `observe` to run the project's programs. `kind`
    is one of `KINDS`; `outputs_file` is where the flat outputs are, relative to the project (empty: the usual place).
    `trust_project_templates` allows the project's own templates: they are code.
    """

    targets: tuple[str, ...] = ()
    tier: Tier = Tier.STANDARD
    out: Path | None = None
    var_files: tuple[Path, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    template_dirs: tuple[Path, ...] = ()
    plan: Path | None = None
    choice: Choice = field(default_factory=Choice)
    dialect: str = ""
    fail_on: Weight | None = None
    write_config: bool = False
    observe: bool = False
    kind: str = KINDS[0]
    outputs_file: str = ""
    trust_project_templates: bool = False


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says; `None` or empty where it says nothing. `fail_on` is one of `LIMITS`."""

    targets: tuple[str, ...] = ()
    tier: Tier | None = None
    out: Path | None = None
    var_files: tuple[Path, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    template_dirs: tuple[Path, ...] = ()
    plan: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    dialect: str | None = None
    fail_on: str | None = None
    write_config: bool = False
    observe: bool = False
    kind: str | None = None
    outputs_file: str = ""
    trust_project_templates: bool = False


def load_settings(root: Path, flags: Flags) -> Settings:
    """The settings for the project at `root`: its file's, with `flags` over them.

    Variable files of the flags come after those of the file, so they win. Raises `ConfigError`.
    """
    own = _load_file(root)
    limit = flags.fail_on or own.fail_on or LIMITS[0]
    return Settings(
        targets=flags.targets or own.targets,
        tier=flags.tier or own.tier or Tier.STANDARD,
        out=flags.out or own.out,
        var_files=own.var_files + flags.var_files,
        variables=flags.variables,
        template_dirs=flags.template_dirs,
        plan=flags.plan,
        choice=Choice(flags.select or own.select, flags.ignore or own.ignore),
        dialect=flags.dialect or own.dialect or "",
        fail_on=None if limit == LIMITS[0] else Weight(limit),
        write_config=flags.write_config,
        observe=flags.observe,
        kind=flags.kind or own.kind or KINDS[0],
        outputs_file=flags.outputs_file or own.outputs_file,
        trust_project_templates=flags.trust_project_templates,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """The file of the project that settings come from."""

    root: Path
    name: str

    def read(self) -> dict[str, Any]:
        text = (self.root / self.name).read_text(encoding="utf-8-sig")
        import tomllib  # only once there is a file: most projects have none, and a start should cost little

        return tomllib.loads(text)

    def error(self, key: str, summary: str, hint: str) -> ConfigError:
        position = Position((self.root / self.name).as_posix(), self._line_of(key))
        return ConfigError(Diagnostic(Severity.ERROR, "bad-settings", summary, position, hint=hint))

    def _line_of(self, key: str) -> int:
        """The line that sets `key`; tomllib keeps no positions, so the first line that starts with it."""
        try:
            lines = (self.root / self.name).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            return 1
        return next((at for at, line in enumerate(lines, 1) if key and line.lstrip(" [\"'").startswith(key)), 1)


def _load_file(root: Path) -> Flags:
    own, shared = _File(root, "scaffold.toml"), _File(root, "pyproject.toml")
    table = _shared_table(shared)
    if not (root / own.name).is_file():
        return Flags() if table is None else _parse(shared, table)
    if table is not None:
        raise own.error("", "settings stand both here and in pyproject.toml", "Keep one of the two.")
    try:
        return _parse(own, own.read())
    except (OSError, ValueError) as error:
        raise own.error("", f"cannot be read as TOML: {error}", "Correct the file.") from error


def _shared_table(file: _File) -> Any:
    """The table in pyproject.toml; a broken one is for the tools that own it to complain about."""
    try:
        tool = file.read().get("tool")
    except (OSError, ValueError):
        return None
    return tool.get("scaffold") if isinstance(tool, dict) else None


def _parse(file: _File, table: Any) -> Flags:
    if not isinstance(table, dict):
        raise file.error("scaffold", "tool.scaffold must be a table", "Write [tool.scaffold].")
    for key in table:
        if key not in KEYS:
            raise file.error(key, f"unknown setting {key!r}", f"Known settings: {', '.join(KEYS)}.")
    out, outputs = table.get("out"), table.get("outputs_file")
    tier = _one_of(file, "tier", table, [tier.value for tier in Tier])
    return Flags(
        targets=_texts(file, "targets", table),
        tier=Tier(tier) if tier else None,
        out=_inside(file, "out", out, "--out") if out is not None else None,
        var_files=tuple(_inside(file, "var_files", path, "--var-file") for path in _texts(file, "var_files", table)),
        select=_texts(file, "select", table),
        ignore=_texts(file, "ignore", table),
        dialect=_one_of(file, "dialect", table, DIALECTS),
        fail_on=_one_of(file, "fail_on", table, LIMITS),
        kind=_one_of(file, "kind", table, KINDS),
        outputs_file=_relative(file, "outputs_file", outputs, "--outputs-file") if outputs is not None else "",
    )


def _one_of(file: _File, key: str, table: Mapping[str, Any], known: Sequence[str]) -> str | None:
    value = table.get(key)
    if value is None or (isinstance(value, str) and value in known):
        return value
    raise file.error(key, f"unknown {key} {value!r}", f"There are: {', '.join(known)}.")


def _texts(file: _File, key: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise file.error(key, f"{key} must be a list of strings", f'Write {key} = ["..."].')
    return tuple(value)


def _inside(file: _File, key: str, value: Any, flag: str) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise file.error(key, f"{key} must name a path", "Write it as a string.")
    place = file.root / value
    if Path(value).is_absolute() or not place.resolve().is_relative_to(file.root.resolve()):
        raise file.error(key, f"{key} leads outside the project: {value!r}", f"Give such a path with {flag} instead.")
    return place


def _relative(file: _File, key: str, value: Any, flag: str) -> str:
    _inside(file, key, value, flag)
    return Path(value).as_posix()
