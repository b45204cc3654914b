"""What the last run depended on is known: a check generates again as soon as any of it is different, and only then."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from terraform_projects import Files, write

from scaffold import pipeline
from scaffold.checking import CACHE_PATH, Standing, fingerprint, remembered, remembering
from scaffold.checking.place import WITNESS
from scaffold.config import Settings
from scaffold.emit import builtin, render
from scaffold.model.checks import Choice
from scaffold.model.scales import Tier, Weight
from scaffold.output import LOCK_PATH, Regeneration
from scaffold.templating import levels

SUITE = "stack/tests/infrastructure_checks"
OVERRIDE = '{% extends "builtin/pytest/test_module.py.j2" %}\n'
FILES: Files = {
    ".git/HEAD": "ref: refs/heads/main\n",
    "stack/main.tf": """
variable "stage" {
  default = "dev"
}
resource "aws_sqs_queue" "orders" {
  name   = "orders-${var.stage}"
  policy = templatefile("${path.module}/policy.json.tftpl", { stage = var.stage })
  tags   = { files = join(",", fileset("${path.module}/data", "**")) }
}
module "topics" {
  source = "../modules/topics"
}
""",
    "stack/policy.json.tftpl": '{"Id": "${stage}"}\n',
    "stack/data/one.csv": "1\n",
    "stack/terraform.tfvars": 'stage = "test"\n',
    "stack/.terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.60.0"\n}\n',
    "stack/handler/index.py": "def handler(event, context):\n    return 1\n",
    "modules/topics/main.tf": 'resource "aws_sns_topic" "news" {\n  name = "news"\n}\n',
    "prod.tfvars": 'stage = "prod"\n',
    "house/pytest/test_module.py.j2": OVERRIDE,
}


@dataclasses.dataclass
class Repository:
    """A repository with a generated suite, and how it was generated."""

    folder: Path
    settings: Settings

    @property
    def root(self) -> Path:
        return self.folder / "stack"

    def generate(self, manner: Regeneration | None = None) -> bool:
        """Generate and remember it; whether that could be."""
        with remembering(self.root, self.settings) as memory:
            outcome = pipeline.generate(self.root, self.settings, manner or Regeneration())
        return memory.keep(outcome)

    def known(self, **settings: object) -> Standing | None:
        return remembered(self.root, dataclasses.replace(self.settings, **settings))

    def content(self) -> Mapping[Path, bytes]:
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


def made(folder: Path, files: Files = FILES, **settings: object) -> Repository:
    write(folder, files)
    given = {
        "targets": ("pytest",),
        "var_files": (folder / "prod.tfvars",),
        "template_dirs": (folder / "house",),
        **settings,
    }
    return Repository(folder, Settings(**given))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = made(tmp_path_factory.mktemp("repository"))
    assert repository.generate()
    return repository


@pytest.fixture
def repository(shared: Repository) -> Iterator[Repository]:
    """The shared one; afterwards it is as it was, and known again: contents count, not times."""
    before = shared.content()
    assert shared.known() is not None
    yield shared
    for path in shared.content().keys() - before.keys():
        path.unlink()
    for path in sorted(shared.folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    assert shared.known() is not None


def changed(path: str, text: str = "\n") -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        place = folder / path
        place.write_bytes(place.read_bytes() + text.encode())

    return change


def added(path: str, text: str = "") -> Callable[[Path], object]:
    return lambda folder: write(folder, {path: text})


def removed(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).unlink()


DEFEATING: Mapping[str, Callable[[Path], object]] = {
    "a file of the configuration": changed("stack/main.tf", "# more\n"),
    "another file of the configuration": added("stack/more.tf"),
    "a file of the configuration gone": removed("stack/main.tf"),
    "a file in a folder that had none": added("stack/handler/more.tf"),
    "variables that are loaded by themselves": changed("stack/terraform.tfvars"),
    "more variables that are loaded by themselves": added("stack/more.auto.tfvars"),
    "a variable file": changed("prod.tfvars"),
    "a module outside the project": changed("modules/topics/main.tf"),
    "another file of a module outside the project": added("modules/topics/outputs.tf"),
    "a template of the configuration": changed("stack/policy.json.tftpl"),
    "a template of the configuration gone": removed("stack/policy.json.tftpl"),
    "another file in a folder that is listed": added("stack/data/two.csv"),
    "a file of a tool in a folder of which all is listed": added("stack/data/__pycache__/one.pyc"),
    "the lock of providers": changed("stack/.terraform.lock.hcl"),
    "settings": added("stack/scaffold.toml", 'tier = "smoke"\n'),
    "settings beside others'": added("stack/pyproject.toml", '[tool.scaffold]\ntier = "smoke"\n'),
    "packages that the project depends on": added("stack/package.json", "{}"),
    "another top of the repository": added("stack/.git/HEAD"),
    "a generated test": changed(f"{SUITE}/test_root.py", "# mine\n"),
    "a generated test gone": removed(f"{SUITE}/test_root.py"),
    "support code": changed(f"{SUITE}/support/terraform.py"),
    "support code gone": removed(f"{SUITE}/support/terraform.py"),
    "the lock": changed(f"stack/{LOCK_PATH}"),
    "the lock gone": removed(f"stack/{LOCK_PATH}"),
    "an override": changed("house/pytest/test_module.py.j2", "{# more #}\n"),
    "another override": added("house/pytest/cases.py.j2", '{% extends "builtin/pytest/cases.py.j2" %}\n'),
    "the project's own templates": added("stack/.scaffold/templates/pytest/cases.py.j2"),
    "the cache itself": changed(f"stack/{CACHE_PATH}", "."),
    "the cache gone": removed(f"stack/{CACHE_PATH}"),
}


@pytest.mark.parametrize("change", DEFEATING.values(), ids=DEFEATING)
def test_what_defeats_it(change: Callable[[Path], object], repository: Repository) -> None:
    change(repository.folder)
    assert repository.known() is None


INDIFFERENT: Mapping[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "the same content, written again": changed("stack/main.tf", ""),
    "caches of tools": added("stack/.pytest_cache/CACHEDIR.TAG"),
    "compiled tests": added(f"{SUITE}/__pycache__/test_root.pyc"),
    "files further up that nobody looks for": added("CHANGES.md"),
    "what Terraform keeps": added("stack/.terraform/providers/x"),
}


@pytest.mark.parametrize("change", INDIFFERENT.values(), ids=INDIFFERENT)
def test_what_does_not_defeat_it(change: Callable[[Path], object], repository: Repository) -> None:
    change(repository.folder)
    found = repository.known()
    assert found is not None
    assert found.files > 3


def other_settings(folder: Path) -> dict[str, object]:
    """Every setting with another value."""
    return {
        "targets": ("jest",),
        "tier": Tier.SMOKE,
        "out": folder / "elsewhere",
        "var_files": (),
        "variables": {"stage": "live"},
        "template_dirs": (),
        "plan": folder / "plan.json",
        "choice": Choice(ignore=("sqs-encrypted",)),
        "dialect": "opentofu",
        "write_config": True,
        "observe": True,
        "kind": "all",
        "outputs_file": "outputs.json",
        "trust_project_templates": True,
    }


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_counts(name: str, repository: Repository) -> None:
    if name == "fail_on":  # decides about reviews, and nothing else
        assert repository.known(fail_on=Weight.HIGH) is not None
        return
    assert repository.known(**{name: other_settings(repository.folder)[name]}) is None


def test_paths_may_be_spelled_differently(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository.folder)
    settings = dataclasses.replace(
        repository.settings, var_files=(Path("prod.tfvars"),), template_dirs=(Path("house"),)
    )
    assert remembered(Path("stack"), settings) == repository.known()
    assert remembered(Path("stack"), dataclasses.replace(settings, var_files=(Path("stack/terraform.tfvars"),))) is None


@pytest.mark.parametrize("path", ["jest.config.js", "stack/vitest.config.ts", "package.json", "pytest.ini"])
def test_what_targets_are_chosen_by_defeats_it(path: str, tmp_path: Path) -> None:
    repository = made(tmp_path, targets=())
    assert repository.generate()
    assert repository.known() is not None
    added(path, "{}")(tmp_path)
    assert repository.known() is None


def test_the_targets_of_the_last_time_need_not_be_named(repository: Repository) -> None:
    assert repository.known(targets=()) is not None
    assert repository.known(targets=(), tier=Tier.SMOKE) is None


def test_another_version_defeats_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "__version__", "99.0.0")
    assert repository.known() is None


def test_another_python_defeats_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint.sys, "version_info", (3, 99, 0))
    assert repository.known() is None


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that packages can be installed in."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_packages_that_take_part_defeat_it(repository: Repository, packages: Path) -> None:
    for name in ("requests-1.0.dist-info", "jinja2_more-1.0.dist-info"):
        write(packages, {f"{name}/entry_points.txt": "[console_scripts]\nx = x:y\n"})
        assert repository.known() is not None
    (packages / "Jinja2-9.0.dist-info").mkdir()
    assert repository.known() is None


def test_plugins_defeat_it(repository: Repository, packages: Path) -> None:
    plugin = "[console_scripts]\nx = x:y\n\n[scaffold.plugins]\nhouse = house.plugin:PLUGIN\n"
    write(packages, {"house-1.0.dist-info/entry_points.txt": plugin})
    assert repository.known() is None


def test_what_it_needs_is_known() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    names = {re.split("[<>=]", text)[0].replace("-", "_") for text in project["dependencies"]}
    assert names | {"markupsafe"} == fingerprint.NEEDED


def test_the_same_program_elsewhere_does_not_defeat_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inside = tmp_path / "site-packages" / "scaffold"
    shutil.copytree(fingerprint.PACKAGE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(builtin.builtin_folder(), inside / "templates", dirs_exist_ok=True)
    monkeypatch.setattr(fingerprint, "PACKAGE", str(inside))
    assert repository.known() is not None
    changed("templates/pytest/support/tokens.py.j2")(inside)
    assert repository.known() is None


def test_where_a_user_keeps_settings_defeats_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nowhere")
    assert repository.known() is None


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the built-in templates that takes their place."""
    folder = tmp_path / "built-in"
    shutil.copytree(builtin.builtin_folder(), folder)
    for module in (builtin, render, levels):
        monkeypatch.setattr(module, "builtin_folder", lambda: folder)
    return folder


def test_a_built_in_template_defeats_it(templates: Path, tmp_path: Path) -> None:
    repository = made(tmp_path / "repository")
    assert repository.generate()
    assert repository.known() is not None
    changed("pytest/support/tokens.py.j2", "# more\n")(templates)
    assert repository.known() is None
    assert repository.generate()
    (templates / "pytest" / "more.j2").touch()
    assert repository.known() is None


@pytest.mark.parametrize("digest", [fingerprint.of_installation, fingerprint.of_program])
def test_the_program_itself_defeats_it(
    digest: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = {"scaffold/plan.py": "1", "scaffold/catalog/sqs.toml": "2", "templates/a.j2": "3"}
    write(tmp_path, {**files, "scaffold/__pycache__/plan.pyc": "4"})
    monkeypatch.setattr(fingerprint, "PACKAGE", str(tmp_path / "scaffold"))
    found = [digest()]
    changed("scaffold/__pycache__/plan.pyc")(tmp_path)
    assert digest() == found[0]
    for path in files:
        changed(path)(tmp_path)
        found.append(digest())
    write(tmp_path, {"scaffold/templates/a.j2": "5"})
    assert len({*found, digest()}) == 5


def test_a_copy_of_the_suites_brings_no_cache_along(repository: Repository, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.move(repository.folder, kept)
    try:
        shutil.copytree(kept, repository.folder)
        assert repository.known() is None
    finally:
        shutil.rmtree(repository.folder)
        shutil.move(kept, repository.folder)


def hostile(data: dict[str, object], **parts: object) -> bytes:
    return json.dumps({**data, **parts}).encode()


def test_a_cache_that_cannot_be_used_only_means_to_generate(repository: Repository, tmp_path: Path) -> None:
    place = repository.root / CACHE_PATH
    data = json.loads(place.read_bytes())
    needed = data.keys() - {"program"}  # which is only asked for where it is installed elsewhere
    os.mkfifo(tmp_path / "pipe")
    contents = [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff",
        b"[]",
        b"null",
        hostile(data, version=2),
        hostile(data, proof=[]),
        hostile(data, proof=[0] * 5),
        hostile(data, standing=None),
        hostile(data, standing={"files": 1, "kept": [[1]], "diagnostics": []}),
        hostile(data, settings=7),
        hostile(data, outputs=[]),
        hostile(data, files={str(tmp_path / "pipe"): "1"}),
        hostile(data, files={"/dev/zero": "1", "a\0b": "1"}),
        hostile(data, places={"a\0b": "file"}),
        *(json.dumps({key: value for key, value in data.items() if key != gone}).encode() for gone in needed),
    ]
    for content in contents:
        place.write_bytes(content)
        assert repository.known() is None, content[:80]


def test_a_cache_behind_a_link_is_not_read(repository: Repository, tmp_path: Path) -> None:
    place = repository.root / CACHE_PATH
    shutil.move(place, tmp_path / "cache.json")
    place.symlink_to(tmp_path / "cache.json")
    try:
        assert repository.known() is None
    finally:
        place.unlink()


def test_without_what_shows_that_it_was_written_here_nothing_is_known(tmp_path: Path) -> None:
    repository = made(tmp_path)
    assert repository.generate()
    witness = repository.root / WITNESS
    content = witness.read_bytes()
    witness.unlink()
    assert repository.known() is None
    assert not repository.generate()
    witness.write_bytes(content)
    assert repository.known() is None
    assert repository.generate()
    assert repository.known() is not None
