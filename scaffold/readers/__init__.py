"""The readers, one row each. A reader's code is imported when it reads, so that asking for the table costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scaffold.readers.reading import Reading, ReadOptions
from scaffold.readers.search import holds_files


@dataclass(frozen=True, slots=True)
class Reader:
    """One platform that can be read.

    `looks_for` says in words what `detects` looks for; `detects` is quick and reads no file's content.
    """

    name: str
    title: str
    looks_for: str
    detects: Callable[[Path], bool]
    read: Callable[[Path, ReadOptions], Reading]


def _detects_terraform(root: Path) -> bool:
    return holds_files(root, (".tf", ".tofu", ".tf.json", ".tofu.json"))


def _read_terraform(root: Path, options: ReadOptions) -> Reading:
    from scaffold.readers.terraform import read

    return read(root, options)


def _detects_pulumi(root: Path) -> bool:
    return holds_files(root, ("Pulumi.yaml", "Pulumi.yml", "PulumiPlugin.yaml"))


def _read_pulumi(root: Path, options: ReadOptions) -> Reading:
    from scaffold.readers.pulumi import read

    return read(root, options)


def _detects_cdktf(root: Path) -> bool:
    return holds_files(root, ("cdktf.json",))


def _read_cdktf(root: Path, options: ReadOptions) -> Reading:
    from scaffold.readers.cdktf import read

    return read(root, options)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "terraform": Reader(
            name="terraform",
            title="Terraform and OpenTofu",
            looks_for="*.tf, *.tofu, *.tf.json, *.tofu.json",
            detects=_detects_terraform,
            read=_read_terraform,
        ),
        "pulumi": Reader(
            name="pulumi",
            title="Pulumi in TypeScript, JavaScript, Python and YAML",
            looks_for="Pulumi.yaml",
            detects=_detects_pulumi,
            read=_read_pulumi,
        ),
        "cdktf": Reader(
            name="cdktf",
            title="CDKTF and CDK Terrain in TypeScript and Python",
            looks_for="cdktf.json",
            detects=_detects_cdktf,
            read=_read_cdktf,
        ),
    }
)
