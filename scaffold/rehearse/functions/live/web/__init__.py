"""APIs and function URLs, served by the hosts that they have in the cloud."""
