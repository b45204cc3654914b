"""Names, in a folder without an `__init__.py`."""

from dataclasses import dataclass


@dataclass
class Names:
    stage: str

    def of(self, name):
        return f"{self.stage}-{name}"
