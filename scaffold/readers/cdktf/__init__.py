"""CDKTF and CDK Terrain: programs evaluated to the configuration that they synthesise, and that read as Terraform."""

from scaffold.readers.cdktf.reader import read as read
