"""Programs of their own that run functions, one process for each warm copy."""
