"""Programs that ask the library for too much are stopped, or are told that it is not known; none ends in a traceback."""

# ruff: noqa: E501

from __future__ import annotations

import time
from pathlib import Path

import pytest
from python_oracle import evaluate

from scaffold.readers.programs.machine import Budget

#: Little enough for the tests to be quick; what is stopped is the same.
SMALL = Budget(steps=30_000, seconds=1)
PROGRAMS = [
    "import itertools\nlist(itertools.count())",
    "import itertools\nx = sum(1 for _ in itertools.cycle([1]))",
    "import itertools\nlist(itertools.product(range(1000), repeat=10))",
    "import itertools\nlist(itertools.permutations(range(50)))",
    "import itertools\nx = list(itertools.repeat('a', 10**9))",
    "import ipaddress\nx = list(ipaddress.ip_network('10.0.0.0/8').hosts())",
    "import ipaddress\nx = list(ipaddress.ip_network('::/0').subnets(new_prefix=64))",
    "import math\nx = math.factorial(10**8)",
    "import math\nx = math.comb(10**9, 10**8)",
    "from decimal import Decimal\nx = Decimal(10) ** 10**9",
    "from fractions import Fraction\nx = Fraction(3, 7) ** 10**8",
    "from decimal import Decimal\nx = Decimal('1e999999999') + 1\ny = int(Decimal('1e999999999'))",
    "from fractions import Fraction\nx = Fraction('1e100000000')",
    "import re\nx = re.match('(a+)+$', 'a' * 40 + 'b')",
    "import re\nx = re.sub('(a|a)*b', '', 'a' * 60)",
    "import re\nx = re.compile('(' * 5000 + ')' * 5000)",
    "import re\nx = re.compile('((a{1000}){1000}){1000}')",
    "import re\nx = re.sub('', 'a' * 1000000, 'a' * 1000000)",
    "import json\na = {}\nfor _ in range(5000): a = {'a': a}\njson.dumps(a)",
    "import json\nx = json.loads('[' * 100000)",
    "import json\nx = json.dumps(['a' * 1000000] * 100)",
    "import json\njson.dumps({'a': 1}, default=lambda o: o, indent=10**9)",
    "import json\nclass A: pass\njson.dumps(A(), default=lambda o: A())",
    "import yaml\nx = yaml.safe_load('a: &a [x,x,x,x,x,x,x,x,x]\\n' + ''.join(f'b{i}: &b{i} [' + ','.join(['*' + ('a' if i == 0 else f'b{i-1}')] * 9) + ']\\n' for i in range(9)))",
    "import yaml\nx = yaml.safe_load('[' * 10000)",
    "import yaml\nx = yaml.safe_load('!!python/object/apply:os.system [\"true\"]')",
    "import yaml\nx = yaml.load('&a [*a]', Loader=yaml.Loader)",
    "import textwrap\nx = textwrap.indent('\\n' * 1000000, 'a' * 100000, lambda line: True)",
    "import textwrap\nx = textwrap.fill('a ' * 100000, 2)",
    "import copy\na = []\na.append(a)\nx = copy.deepcopy(a)",
    "from functools import lru_cache\n@lru_cache\ndef f(n): return f(n + 1)\nf(0)",
    "from functools import reduce\nx = reduce(lambda a, b: a + a, range(100), 'a')",
    "from dataclasses import dataclass, field, asdict\n@dataclass\nclass A:\n    a: object = None\na = A()\na.a = a\nasdict(a)",
    "from collections import Counter\nx = list(Counter(a=10**12).elements())",
    "from collections import deque\nd = deque(maxlen=-1)",
    "from collections import namedtuple\nP = namedtuple('P', ' '.join(f'a{i}' for i in range(100000)))",
    "from enum import Enum\nE = Enum('E', 'A B')\nE.A",
    "import string\nx = string.Template('$a' * 1000000).substitute(a='b' * 100000)",
    "import shlex\nx = shlex.split('a ' * 10**5)",
    "import base64\nx = base64.b64decode('!!!')",
    "import base64\nx = 'a'.encode() * 10**7\nfor _ in range(50): x = base64.b64encode(x)",
    "import hashlib\nh = hashlib.new('nope')",
    "import hashlib\nx = hashlib.pbkdf2_hmac('sha256', b'a', b'b', 10**10)",
    "import datetime\nx = datetime.timedelta(days=10**12)",
    "import datetime\nx = datetime.datetime(1, 1, 1).strftime('%Y' * 1000000)",
    "import struct\nx = struct.pack('100000000x')",
    "import fnmatch\nx = fnmatch.fnmatch('a' * 10000, '*a' * 5000 + 'b')",
    "import glob\nx = glob.glob('/**/*', recursive=True)",
    "import os\nx = list(os.walk('/'))",
    "import difflib\nx = difflib.unified_diff(['a'], ['b'])",
    "import pprint\nx = pprint.pformat([[1] * 1000] * 100)",
    "import csv\nx = list(csv.reader(['\"' + 'a' * 200000]))",
    "import io\nf = io.StringIO()\nwhile True: f.write('a' * 100000)",
    "import urllib.parse\nx = urllib.parse.parse_qs('a=1&' * 1000000)",
    "import configparser\nc = configparser.ConfigParser()\nc.read_string('[a]\\nb = %(b)s')\nx = c['a']['b']",
    "import asyncio\nasync def f(): await f()\nasyncio.run(f())",
    "import contextlib\n@contextlib.contextmanager\ndef f():\n    while True: yield 1\nwith f(): pass",
    "import typing\nx = typing.Optional\nfor _ in range(1000): x = typing.Union[x, int]\nclass A(typing.Generic): pass",
    "import importlib\nimportlib.import_module('nope.nope')",
    "import importlib\nimportlib.import_module('..x', 'a')",
    "import os\nos.environ['A' * 100000] = 'b' * 10**6\nx = os.environ",
    "import statistics\nx = statistics.mean([])",
    "import operator\nx = operator.pow(10, 10**9)",
    "import random, uuid, secrets, time\nx = [random.random() for _ in range(10)], uuid.uuid4(), time.time() + 1",
    "import json as j\nj.dumps = lambda x: 'mine'\nx = j.dumps({})",
    "from json import *\nfrom os import *\nfrom typing import *\nfrom collections import *\nfrom enum import *\nx = dumps({})",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_too_much_is_not_done(program, tmp_path: Path):
    start = time.process_time()
    evaluator, _ = evaluate(program, tmp_path, SMALL)
    assert time.process_time() - start < 6
    if evaluator.failure is not None:
        assert evaluator.language.message(evaluator.failure.value)
