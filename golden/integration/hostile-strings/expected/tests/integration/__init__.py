"""Checks of what is deployed, asked of the cloud itself."""
