"""What is chosen for a pipeline."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """The choices of one environment."""

    suffix: str
    region: str = "us-east-1"
    state_bucket: str = "iot-pipeline-states"
    state_region: str = "us-east-1"
    alert_email: str | None = None
    team: str = "telemetry"

    @property
    def is_production(self) -> bool:
        """Whether people depend on it."""
        return self.suffix == "prod"

    def name(self, what: str) -> str:
        """The name of something in this environment."""
        return f"iot-{what}-{self.suffix}"
