"""What the functions are wired to, as it is declared."""

from .support import Call, Wired

orders_table = Wired(
    "table orders",
    Call(
        "dynamodb",
        "CreateTable",
        TableName="orders",
        KeySchema=[{"AttributeName": "order_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "order_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    ),
    address="aws_dynamodb_table.orders",
    names=["orders", "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"],
)
