"""Programs of others in limited processes: no network, no writing outside their folder, killed at their limits."""
