"""The tables: readings as they came, and as they were enriched."""

from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable,
    DynamodbTableAttribute,
    DynamodbTableGlobalSecondaryIndex,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableServerSideEncryption,
    DynamodbTableTtl,
)
from constructs import Construct

from pipeline.settings import Settings

_KEY = [
    DynamodbTableAttribute(name="device_id", type="S"),
    DynamodbTableAttribute(name="timestamp", type="N"),
]


class Storage(Construct):
    """Both tables."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.raw = DynamodbTable(
            self,
            "raw",
            name=settings.name("raw-sensor-data"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="device_id",
            range_key="timestamp",
            attribute=_KEY,
            ttl=DynamodbTableTtl(attribute_name="expires_at", enabled=True),
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True),
            deletion_protection_enabled=settings.is_production,
            tags={"Data": "raw"},
        )
        self.processed = DynamodbTable(
            self,
            "processed",
            name=settings.name("processed-data"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="device_id",
            range_key="timestamp",
            attribute=[*_KEY, DynamodbTableAttribute(name="status", type="S")],
            global_secondary_index=[
                DynamodbTableGlobalSecondaryIndex(
                    name="by-status",
                    hash_key="status",
                    range_key="timestamp",
                    projection_type="ALL",
                ),
            ],
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True),
            deletion_protection_enabled=settings.is_production,
            tags={"Data": "processed"},
        )
