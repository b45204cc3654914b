"""What is known of Pulumi's packages: tokens and canonical types, attribute names both ways, and what mocks give."""

from scaffold.catalog.pulumi.asking import asked
from scaffold.catalog.pulumi.attributes import canonical_attributes, canonical_path, native_path
from scaffold.catalog.pulumi.enums import enum_member
from scaffold.catalog.pulumi.mocking import Pattern, answer, completed, filled, generic, patterns, use_of
from scaffold.catalog.pulumi.registering import constants, given
from scaffold.catalog.pulumi.tokens import (
    canonical_data_type,
    canonical_type,
    function_name,
    function_token,
    native_token,
    token,
)

__all__ = [
    "Pattern",
    "answer",
    "asked",
    "canonical_attributes",
    "canonical_data_type",
    "canonical_path",
    "canonical_type",
    "completed",
    "constants",
    "enum_member",
    "filled",
    "function_name",
    "function_token",
    "generic",
    "given",
    "native_path",
    "native_token",
    "patterns",
    "token",
    "use_of",
]
