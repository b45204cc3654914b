"""Files of the project, as Python's library sees them."""

# ruff: noqa: E501

from __future__ import annotations

import pytest
from python_oracle import by_us, check

FILES = {
    "data/a.json": '{"k": [1, 2]}',
    "data/b.json": "{}",
    "data/sub/c.txt": "line one\nline two\n",
    "data/sub/deep/d.json": "[]",
    "data/.hidden": "x",
    "policy.yaml": "a: 1\n",
}

PROGRAMS = [
    "import os\nresult = os.path.dirname(os.path.abspath(__file__)), os.path.basename(__file__), os.path.realpath(__file__)",
    "import os, json\nwith open(os.path.join(os.path.dirname(__file__), 'data', 'a.json')) as f:\n    result = json.load(f)",
    "from pathlib import Path\nHERE = Path(__file__).parent\nresult = HERE, (HERE / 'data' / 'a.json').read_text(), (HERE / 'data').exists(), (HERE / 'data/a.json').is_file(), (HERE / 'nope').exists()",
    "from pathlib import Path\nimport json\nresult = json.loads((Path(__file__).resolve().parent / 'data' / 'a.json').read_text(encoding='utf-8'))",
    "from pathlib import Path\nHERE = Path(__file__).parent\nresult = sorted(p.name for p in (HERE / 'data').iterdir()), sorted(str(p.relative_to(HERE)) for p in HERE.glob('data/**/*.json')), sorted(p.name for p in HERE.rglob('*.txt'))",
    "import os\nHERE = os.path.dirname(__file__)\nresult = sorted(os.listdir(HERE + '/data')), os.path.isdir(HERE + '/data'), os.path.getsize(HERE + '/data/b.json')",
    "import os\nHERE = os.path.dirname(__file__)\nresult = [(top[len(HERE):], sorted(folders), sorted(files)) for top, folders, files in sorted(os.walk(HERE + '/data'))]",
    "import glob, os\nHERE = os.path.dirname(__file__)\nresult = sorted(glob.glob(HERE + '/data/*.json')), sorted(glob.glob(HERE + '/data/**/*.json', recursive=True)), glob.glob(HERE + '/nope*'), sorted(glob.glob(HERE + '/data/*'))",
    "from pathlib import Path\nwith (Path(__file__).parent / 'data/sub/c.txt').open() as f:\n    result = [line.strip() for line in f], Path(__file__).parent.joinpath('data', 'sub', 'c.txt').stat().st_size",
    "from pathlib import Path\n(Path(__file__).parent / 'nope.txt').read_text()",
    "import os\nos.listdir(os.path.join(os.path.dirname(__file__), 'nope'))",
    "from pathlib import Path\n(Path(__file__).parent / 'data').read_text()",
    "import os\nHERE = os.path.dirname(__file__)\nresult = sorted((e.name, e.is_dir()) for e in os.scandir(HERE + '/data')), [e.path for e in os.scandir(HERE + '/data/sub/deep')]",
    "import os\nHERE = os.path.dirname(__file__)\nresult = os.path.relpath(HERE + '/data/a.json', HERE), os.path.exists(HERE + '/data/../policy.yaml')",
    "import hashlib\nfrom pathlib import Path\nresult = hashlib.sha256((Path(__file__).parent / 'data/a.json').read_bytes()).hexdigest()",
    "import csv, io, os\nresult = list(csv.reader(open(os.path.join(os.path.dirname(__file__), 'data/sub/c.txt'))))",
    "import configparser, os\nc = configparser.ConfigParser()\nresult = c.read([os.path.join(os.path.dirname(__file__), 'nope.ini')]), c.sections()",
    "import os\nfor top, folders, files in os.walk(os.path.dirname(__file__) + '/data'):\n    folders[:] = [f for f in folders if f != 'deep']\n    result = sorted(files)",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_sees_the_files_of_its_project(program):
    check({"main.py": program, **FILES})


def test_nothing_outside_of_the_project_is_seen():
    program = (
        "import os\nfrom pathlib import Path\nresult = os.path.exists('/etc/passwd'), Path('/etc/hosts').read_text()"
    )
    assert "outside of the project" in by_us(program).text


def test_a_path_that_leads_out_is_not_followed():
    assert "outside" in by_us("from pathlib import Path\nresult = Path('../../../etc/passwd').read_text()").text


def test_documents_of_the_project_are_read():
    program = "import yaml, os\nresult = yaml.safe_load(open(os.path.join(os.path.dirname(__file__), 'policy.yaml')))"
    assert by_us({"main.py": program, **FILES}).text == "{'a': 1}"


def test_modules_are_imported_by_their_names():
    program = "from importlib import import_module\nresult = import_module('pkg.stage_dev').NAME, import_module('.stage_dev', 'pkg').NAME"
    check({"main.py": program, "pkg/__init__.py": "", "pkg/stage_dev.py": "NAME = 'dev'"})


@pytest.mark.parametrize(
    "expression",
    [
        "os.path.dirname(os.getcwd())",
        "os.path.basename(os.getcwd())",
        "os.path.split(os.getcwd())",
        "os.path.abspath('..')",
        "os.path.relpath('/etc/x')",
        "str(Path.cwd().parent)",
        "Path(__file__).parent.name",
        "Path(__file__).parents[1]",
        "Path('..').resolve()",
    ],
)
def test_where_the_project_lies_is_not_known(expression):
    assert "outside of the project" in by_us(f"import os\nfrom pathlib import Path\nresult = {expression}").text


@pytest.mark.parametrize(("folders", "known"), [(("a", "b"), False), (("a",), True)])
def test_a_digest_of_folders_in_the_order_of_the_machine_is_not_known(folders, known):
    program = (
        "import hashlib, os\nfound = hashlib.md5()\nfor top, folders, files in os.walk(os.path.dirname(__file__) + '/data'):\n"
        "    for file in sorted(files):\n        found.update(file.encode())\nresult = found.hexdigest()"
    )
    files = {f"data/{folder}/{folder}.txt": "" for folder in folders}
    if known:
        check({"main.py": program, **files})
    else:
        assert "another order" in by_us({"main.py": program, **files}).text
