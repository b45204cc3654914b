"""For all tests: they see what a person at a terminal sees, also where they run in a workflow."""

import os

os.environ.pop("GITHUB_ACTIONS", None)
