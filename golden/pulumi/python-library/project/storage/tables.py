from typing import Optional

import pulumi
import pulumi_aws as aws


class LedgerTableArgs:
    """What a ledger needs: the name of its key, and whether it is billed by use."""

    def __init__(self, key: str, capacity: Optional[int] = None, stream: bool = False) -> None:
        if capacity is not None and capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.key = key
        self.capacity = capacity
        self.stream = stream


class LedgerTable(pulumi.ComponentResource):
    """A table that only grows."""

    def __init__(self, name: str, args: LedgerTableArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("storage:index:LedgerTable", name, {}, opts)
        billing = (
            {"billing_mode": "PAY_PER_REQUEST"}
            if args.capacity is None
            else {"billing_mode": "PROVISIONED", "read_capacity": args.capacity, "write_capacity": args.capacity * 2}
        )
        self.table = aws.dynamodb.Table(
            name,
            hash_key=args.key,
            attributes=[aws.dynamodb.TableAttributeArgs(name=args.key, type="S")],
            stream_enabled=args.stream,
            stream_view_type="NEW_IMAGE" if args.stream else None,
            point_in_time_recovery={"enabled": True},
            deletion_protection_enabled=True,
            **billing,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.table_name = self.table.name
        self.register_outputs({"table_name": self.table_name})
