"""What an app says of its stacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.stack import Stack
from scaffold.readers.cdktf.tree.tables import NONE, Getter, Tabled, Work, array, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_FOLDER: Final = "stacks"
_METADATA: Final = "metadata.json"


class Manifest(Tabled):
    """The stacks that it was asked about, by name."""

    settable = frozenset({"version"})

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        super().__init__(kind.run, kind)
        version, outdir, hcl = (*arguments, UNDEFINED, UNDEFINED, UNDEFINED)[:3]
        self.stacks = Object()
        self.fields.update(version=version, outdir=outdir, hclOutput=hcl, stackFileName="cdk.tf.json")

    def of_stack(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`forStack`."""
        stack = twin_of(self.run, arguments[0])
        if not isinstance(stack, Stack):
            return machine.unknown("which stack this is about is not known", at)
        if stack.id not in self.stacks.entries:
            folder = f"{_FOLDER}/{stack.id}"
            self.stacks.entries[stack.id] = Object(
                {
                    "name": stack.id,
                    "constructPath": stack.path,
                    "workingDirectory": folder,
                    "synthesizedStackPath": f"{folder}/{self.fields['stackFileName']}",
                    "stackMetadataPath": f"{folder}/{_METADATA}",
                    "annotations": array(()),
                    "dependencies": array(each.path for each in stack.depending),
                }
            )
        return self.stacks.entries[stack.id]

    def built(self, machine: Machine, arguments: list[Any], at: int) -> Object:
        """`buildManifest`."""
        return Object({"version": self.fields["version"], "stacks": self.stacks})

    getters: ClassVar[Mapping[str, Getter]] = {"stacks": lambda self, _m, _at: self.stacks}
    methods: ClassVar[Mapping[str, Work]] = {
        "forStack": (of_stack, Signature(("stack",))),
        "buildManifest": (built, NONE),
        "writeToFile": (lambda _self, _m, _a, _at: UNDEFINED, NONE),
    }


MANIFEST = Definition(
    "Manifest",
    Manifest,
    Signature(("version", "outdir", "hclOutput")),
    static=static({"fileName": "manifest.json", "stacksFolder": _FOLDER, "stackMetadataPath": _METADATA}),
)
