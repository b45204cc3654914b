import json

from cdktn import App, Fn, TerraformOutput, TerraformStack
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.sqs_queue import SqsQueue
from cdktn_provider_aws.ssm_parameter import SsmParameter
from constructs import Construct

TEXTS = [
    """it's "quoted" and \'\'\'tripled\'\'\' and \"\"\"so\"\"\"""",
    "{x} {0} %(x)s %s {{ x }} {% x %%} $${x} #{x}",
    "line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
    "separators \u2028 \u2029 \ufeff, caf\u00e9, \u65e5\u672c\u8a9e, \U0001f680",
    "back\\slash \\n \\N{DASH} \\u0041 \\",
    "'); __import__('os')._exit(1); ('",
    "# comment '''",
    " leading and trailing ",
    "",
    "None",
    "0x10",
]

app = App()
stack = TerraformStack(app, "hostile")
AwsProvider(stack, "aws", region="eu-west-1")
queues = [
    SqsQueue(
        Construct(stack, f"the '{index}' \"caf\u00e9\" '''"),
        "queue \U0001f680 {x}",
        tags={"text": text, f"key {text}": "value"},
    )
    for index, text in enumerate(TEXTS)
]

SsmParameter(
    stack,
    "__class__",
    name="__class__",
    type="String",
    value=json.dumps({"__class__": {"polluted": True}, "it's": [None, True, -0.0, 1e21, 2**60]}),
    tags={"__init__": "own", "snake_case": "own", "camelCase": "own", "a.b[0]": "dotted", "a'b": "quoted"},
)
SsmParameter(stack, "lambda", name="lambda", type="String", value=queues[0].arn + "'\"{x}#")

given = app.node.try_get_context("it's {given}") or "default ''' {y}"
SsmParameter(stack, "given", name="given", type="SecureString" if given == "'; drop {z}" else "String", value=given)

TerraformOutput(stack, "last", value=queues[-1].name, description="'''\"\"\"\\")
TerraformOutput(stack, "it's all", value=Fn.join("\n", [Fn.raw_string(text) for text in TEXTS[5:]]))
app.synth()
