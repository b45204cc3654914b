"""Programs that run on Node.js: what Pulumi's SDK for it means, and the components that they export."""

from scaffold.readers.pulumi.nodejs.runtime import NODEJS

__all__ = ["NODEJS"]
