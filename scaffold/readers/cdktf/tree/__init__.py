"""The tree of constructs, and what its elements are synthesised to."""
