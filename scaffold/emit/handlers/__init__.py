"""Handler tests as files for pytest, Jest and Vitest."""
