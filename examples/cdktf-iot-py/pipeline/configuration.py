"""Parameters that functions and operators read."""

from cdktf_cdktf_provider_aws.ssm_parameter import SsmParameter
from constructs import Construct

from pipeline.messaging import Messaging
from pipeline.settings import Settings
from pipeline.storage import Storage


class Configuration(Construct):
    """The parameters of one environment, below one path."""

    def __init__(
        self, scope: Construct, construct_id: str, settings: Settings, storage: Storage, messaging: Messaging
    ) -> None:
        super().__init__(scope, construct_id)
        path = f"/iot-pipeline/{settings.suffix}"
        self.limit = SsmParameter(
            self,
            "temperature-limit",
            name=f"{path}/temperature-limit",
            type="String",
            value="75" if settings.is_production else "60",
            description="Readings above it are reported",
        )
        values = {
            "raw-table": storage.raw.name,
            "processed-table": storage.processed.name,
            "queue": messaging.queue.url,
        }
        for name, value in values.items():
            SsmParameter(self, name, name=f"{path}/{name}", type="String", value=value)
