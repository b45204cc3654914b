"""The environment variables that programs read: each has the value that a test gives it, or none."""

VARIABLES = ["STAGE"]
