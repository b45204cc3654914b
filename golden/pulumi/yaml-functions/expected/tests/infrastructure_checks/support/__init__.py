"""What the tests of this folder are written with."""

from .deployment import Deployment, Resource, deployment
from .documents import json_text, texts_under, within
from .values import (
    asset_archive,
    file_archive,
    file_asset,
    remote_archive,
    remote_asset,
    resource,
    secret,
    text_asset,
)

__all__ = [
    "Deployment",
    "Resource",
    "asset_archive",
    "deployment",
    "file_archive",
    "file_asset",
    "json_text",
    "remote_archive",
    "remote_asset",
    "resource",
    "secret",
    "text_asset",
    "texts_under",
    "within",
]
