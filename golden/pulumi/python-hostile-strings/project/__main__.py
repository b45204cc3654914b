import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
TEXTS = [
    """it's "quoted" and \'\'\'tripled\'\'\' and \"\"\"so\"\"\"""",
    "{x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}",
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

queues = [
    aws.sqs.Queue(f"queue {index}: {text.strip() or 'empty'}", tags={"text": text, f"key {text}": "value"})
    for index, text in enumerate(TEXTS)
]

aws.ssm.Parameter(
    "__class__",
    type="String",
    value=json.dumps({"__class__": {"polluted": True}, "it's": [None, True, -0.0, 1e21, 2**60]}),
    tags={"__init__": "own", "snake_case": "own", "camelCase": "own", "a.b[0]": "dotted", "a'b": "quoted"},
)
aws.ssm.Parameter("lambda", type="String", value=pulumi.Output.concat(queues[0].arn, "'\"{x}#"))

given = config.get("it's {given}") or "default ''' {y}"
aws.ssm.Parameter("given", type="SecureString" if given == "'; drop {z}" else "String", value=given)

pulumi.export("last", queues[-1].name)
pulumi.export("it's all", "\n".join(TEXTS))
