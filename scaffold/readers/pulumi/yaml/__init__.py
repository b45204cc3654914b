"""Programs in YAML: read onto the program IR, and run by the same evaluator as any other."""

from scaffold.readers.pulumi.yaml.runtime import YAML

__all__ = ["YAML"]
