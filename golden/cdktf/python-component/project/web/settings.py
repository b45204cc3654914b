from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    domain: str
    tier: str = "basic"
    owners: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if "." not in self.domain:
            raise ValueError(f"{self.domain} is no domain")

    @property
    def is_premium(self) -> bool:
        return self.tier == "premium"

    @property
    def tags(self) -> dict[str, str]:
        return {"Tier": self.tier, "Owners": " ".join(self.owners) or "nobody"}
