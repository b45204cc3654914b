"""Checks of what CDKTF and CDK Terrain programs synthesise, in process: no cloud, no Terraform."""
