"""What is known of the generated classes of providers: types, attributes, kinds, nested structs."""

from scaffold.catalog.cdktf.names import camel, guessed_type, pascal, snake
from scaffold.catalog.cdktf.providers import Package, ProviderFacts, TypeFacts, provider
from scaffold.catalog.cdktf.shapes import Attribute, Shape, read_shape, structs_of

__all__ = [
    "Attribute",
    "Package",
    "ProviderFacts",
    "Shape",
    "TypeFacts",
    "camel",
    "guessed_type",
    "pascal",
    "provider",
    "read_shape",
    "snake",
    "structs_of",
]
