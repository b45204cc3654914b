"""What Python's library makes of values that are not known."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Reference, Template, Unknown
from scaffold.readers.programs.values import MISSING, UNDEFINED

START = "from things import Thing, stage, name\nq = Thing('q')\n"
GIVEN = {"stage": "prod", "name": MISSING, "env.SET": "here", "env.UNSET": UNDEFINED}
ARN, UNKNOWN = Reference("thing.q", ("arn",)), Reference("thing.q", ("unknown",))
NAME = Reference("args.name")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("import json\nx = json.dumps({'a': q.arn, 'b': [1]})", Call("jsonencode", ({"a": ARN, "b": (1,)},))),
        ("import json\nx = json.dumps({'a': q.unknown}, indent=2)", Call("jsonencode", ({"a": UNKNOWN},))),
        ("import json\nx = json.dumps({'a': stage})", '{"a": "prod"}'),
        ("import json\nx = json.dumps({f'{stage}-x': 1})", '{"prod-x": 1}'),
        ("import json\nx = json.loads(json.dumps({'a': q.unknown}))['a']", UNKNOWN),

        ("import base64\nx = base64.b64encode(q.unknown.encode()).decode('utf-8')", Call("base64encode", (UNKNOWN,))),
        ("import base64\nx = base64.b64encode(stage.encode()).decode()", "cHJvZA=="),
        ("import base64\nx = base64.b64encode(bytes(f'#!/bin/sh {q.unknown}', 'utf-8')).decode()", Call("base64encode", (Template(("#!/bin/sh ", UNKNOWN)),))),
        ("import base64\nx = base64.b64decode(q.unknown).decode()", Call("base64decode", (UNKNOWN,))),
        ("import hashlib\nx = hashlib.md5(q.unknown.encode()).hexdigest()", Call("md5", (UNKNOWN,))),
        ("import hashlib\nx = hashlib.sha256(stage.encode()).hexdigest()[:6]", "6754af"),
        ("import hashlib, base64\nx = base64.b64encode(hashlib.sha256(q.unknown.encode()).digest()).decode()", Call("base64sha256", (UNKNOWN,))),
        ("import os\nx = os.getenv('UNSET', 'dev')", "dev"),
        ("import os\nx = os.environ.get('SET', 'dev')", "here"),
        ("import os\nx = os.environ['SET']", "here"),
        ("import os\nx = os.environ.get('UNSET') or 'dev'", "dev"),
        ("import os\nx = os.path.join('a', stage)", "a/prod"),
        ("import string\nx = string.Template('$a-$b').substitute(a=q.unknown, b=1)", Template((UNKNOWN, "-1"))),
        ("import re\nx = re.sub('[^a-z]', '-', stage + '_1')", "prod--"),
        ("import re\nm = re.match('(p)(.*)', stage)\nx = m.group(2)", "rod"),
        ("import ipaddress\nx = [str(n) for n in ipaddress.ip_network('10.0.0.0/30').hosts()]", ("10.0.0.1", "10.0.0.2")),
        ("from dataclasses import dataclass, asdict\n@dataclass\nclass A:\n    v: str\n    w: int = 1\nx = asdict(A(q.unknown))", {"v": UNKNOWN, "w": 1}),
        ("from enum import Enum\nclass E(Enum):\n    P = 'prod'\n    D = 'dev'\nx = E(stage).value", "prod"),
        ("from functools import lru_cache\n@lru_cache\ndef f(v): return [v]\nx = f(q.unknown) is f(q.unknown), f('a') is f('a')", (False, True)),
        ("import itertools\nx = [a + b for a, b in itertools.product([stage], ['1', '2'])]", ("prod1", "prod2")),
        ("import itertools\nx = list(itertools.islice('abc', len(stage) - 2)), list(itertools.islice(itertools.count(1), len(q.list)))", (("a", "b"), (1, 2))),
        ("import copy\nx = copy.deepcopy({'a': [q.unknown]})", {"a": (UNKNOWN,)}),
        ("from collections import defaultdict\nd = defaultdict(list)\nd['k'].append(q.unknown)\nx = d", {"k": (UNKNOWN,)}),
        ("from collections import OrderedDict, namedtuple\nP = namedtuple('P', 'a b')\nx = OrderedDict(a=P(q.unknown, 2))", {"a": (UNKNOWN, 2)}),
        ("import yaml\nx = yaml.dump({'a': q.unknown})", Call("yamlencode", ({"a": UNKNOWN},))),
        ("import textwrap\nx = textwrap.dedent(f'''\n  a {stage}\n  b''')", "\na prod\nb"),
        ("from urllib.parse import quote\nx = quote(stage + ' x')", "prod%20x"),
        ("import io\nf = io.StringIO()\nf.write('a ')\nf.write(q.unknown)\nx = f.getvalue()", Template(("a ", UNKNOWN))),
    ],
)  # fmt: skip
def test_symbols_stay_what_they_are(evaluate_python, body, expected):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    if expected is not None:
        assert run.frozen_of("x") == expected


@pytest.mark.parametrize(
    "body",
    [
        "import random\nx = random.randint(1, 2)",
        "import random\nrandom.seed(1)\nx = random.choice(['a', 'b'])",
        "import secrets\nx = secrets.token_hex(8)",
        "import uuid\nx = str(uuid.uuid4())",
        "import time\nx = time.time()",
        "from datetime import datetime\nx = datetime.now().isoformat()",
        "from datetime import datetime, timezone\nx = datetime.now(timezone.utc).strftime('%Y')",
        "from datetime import date\nx = date.today().year",
        "import subprocess\nx = subprocess.run(['git', 'rev-parse'], capture_output=True).stdout.decode().strip()",
        "import subprocess\nx = subprocess.check_output(['a']).decode()",
        "import requests\nx = requests.get('https://example.com').json()['a']",
        "import boto3\nx = boto3.client('ec2').describe_vpcs()['Vpcs'][0]['VpcId']",
        "import urllib.request\nx = urllib.request.urlopen('https://example.com').read().decode()",
        "import socket\nx = socket.gethostname()",
        "import platform\nx = platform.system()",
        "import sys\nx = sys.platform",
        "import getpass\nx = getpass.getuser()",
        "import os\nx = os.getpid()",
        "import os\nx = os.path.expanduser('~/.ssh/id_rsa.pub')",
        "from pathlib import Path\nx = str(Path.home())",
        "import tempfile\nx = tempfile.mkdtemp()",
        "import jinja2\nx = jinja2.Template('a').render(a=1)",
        "from concurrent.futures import ThreadPoolExecutor\nx = ThreadPoolExecutor().submit(len, 'a').result()",
        "import zlib\nx = zlib.compress(b'a')",
    ],
)
def test_what_depends_on_where_it_is_run_is_not_known(evaluate_python, body):
    run = evaluate_python(START + body, GIVEN)
    assert run.failure == ""
    assert isinstance(run.frozen_of("x"), Unknown), run.frozen_of("x")


def test_conditions_on_the_environment_name_it(evaluate_python):
    body = "import os\nif os.getenv('UNSET', 'dev') == 'prod': Thing('a')\nelse: Thing('b')\nif 'SET' in os.environ: Thing('c')"
    run = evaluate_python(START + body, GIVEN)
    assert [made.name for made in run.made] == ["q", "b", "c"]


@pytest.mark.parametrize(
    ("test", "condition"),
    [
        ("env == Env.PROD", Call("equals", (NAME, "prod"))),
        ("env is Env.PROD", Call("equals", (NAME, "prod"))),
        ("env.value == 'prod'", Call("equals", (NAME, "prod"))),
    ],
)
def test_members_of_enumerations_stand_for_their_values(evaluate_python, test, condition):
    body = f"""
from enum import Enum
class Env(Enum):
    PROD = "prod"
    DEV = "dev"
    @property
    def size(self): return 3 if self is Env.PROD else 1
env = Env(name)
if {test}: Thing("a")
x = [Env.DEV, Env(stage), Env(stage).size]
"""
    run = evaluate_python(START + body, GIVEN)
    assert {made.name: made.condition for made in run.made} == {"q": None, "a": condition}
    assert run.frozen_of("x") == ("dev", "prod", 3)


def test_a_variable_that_has_to_be_set_fails_where_it_is_not(evaluate_python):
    run = evaluate_python(START + "import os\nos.environ['UNSET']", GIVEN)
    assert "KeyError: 'UNSET'" in run.failure


def test_functions_that_are_cached_make_things_once(evaluate_python):
    run = evaluate_python(
        START + "from functools import cache\n@cache\ndef f(n): return Thing(n)\nf('a'); f('a'); f('b')"
    )
    assert [made.name for made in run.made] == ["q", "a", "b"]
