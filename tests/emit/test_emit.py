"""Emitting: which files there are, that they are valid whatever a project holds, that templates can be replaced."""

from __future__ import annotations

import ast
import json
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

from scaffold.emit import TARGETS, EmitError, EmitOptions, emit
from scaffold.emit.render import builtin_folder, template_names
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Project, SourceModule
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.testplan import Case, Declared, FilePresent, Inventory, Suite, SymbolDefined, TestPlan, Tier, Wired
from scaffold.plan import plan

AT = Position("main.tf", 1)
FOLDER = "tests/infrastructure_checks"
HOSTILE = 'a\'b"c`d${e}%{f}*/g"""h\\i\nj\r\u2028k\u202el\0{{ m }}{% n %}#//\ud800'


def small_plan(*cases: Case, name: str = "root", path: str = ".") -> TestPlan:
    inventory = Case(
        "inventory:resource",
        Family.INVENTORY,
        "declares exactly these resources",
        "",
        Inventory("resource", {"aws_sqs_queue": ("events",)}),
    )
    return TestPlan("terraform", (Suite(name, path, cases or (inventory,)),))


def project_plan(*blocks: Block, tier: Tier = Tier.EXHAUSTIVE) -> TestPlan:
    return plan([Project("p", "terraform", ".", modules=(SourceModule(".", ("main.tf",), blocks),))], tier)


def suite_of(planned: TestPlan, target: str, **options: object) -> str:
    """The one test file of a plan with one suite."""
    files = emit(planned, target, EmitOptions(**options))
    (name,) = (name for name in files if "test_" in name or ".test." in name)
    return files[name]


def test_a_pytest_suite_is_a_package_with_its_support():
    files = emit(small_plan(name="modules-net", path="modules/net"), "pytest")
    assert {f"{FOLDER}/__init__.py", f"{FOLDER}/test_modules_net.py"} < set(files)
    assert {f"{FOLDER}/support/__init__.py", f"{FOLDER}/support/terraform.py"} < set(files)
    assert 'load(Path(__file__).parent / "../../modules/net")' in files[f"{FOLDER}/test_modules_net.py"]
    assert "from .support.terraform import load\n" in files[f"{FOLDER}/test_modules_net.py"]


@pytest.mark.parametrize(("target", "name"), [("jest", "modules-net.test.js"), ("vitest", "modules-net.test.mjs")])
def test_a_javascript_suite_says_what_kind_of_module_it_is(target, name):
    files = emit(small_plan(name="modules-net", path="modules/net"), target)
    assert json.loads(files[f"{FOLDER}/package.json"]) == {"private": True, "type": "commonjs"}
    assert f"{FOLDER}/support/terraform.js" in files
    assert "'../../modules/net'" in files[f"{FOLDER}/{name}"]


def test_both_languages_live_side_by_side():
    files = [set(emit(small_plan(), target)) for target in ("pytest", "jest")]
    assert not files[0] & files[1]


def test_the_way_to_the_project_counts_from_the_output_root():
    text = suite_of(small_plan(path="infra"), "pytest", project="../stack")
    assert '.parent / "../../../stack/infra")' in text


def test_nothing_planned_is_no_file():
    assert emit(TestPlan("terraform", ()), "pytest") == {}


def test_every_target_is_emitted_and_others_are_refused():
    assert all(
        emit(small_plan(), name) for name, target in TARGETS.items() if not (target.scenarios or target.deployed)
    )
    assert not emit(small_plan(), "terraform-test"), "without runs there is nothing to write"
    with pytest.raises(EmitError, match="no target 'mocha'; there are pytest, jest, vitest, terraform-test"):
        emit(small_plan(), "mocha")


CASES = (
    Case(
        "configuration:aws_sqs_queue.q",
        Family.CONFIGURATION,
        "SQS queue q is configured as declared",
        "aws_sqs_queue.q",
        Declared("resource", ("aws_sqs_queue", "q"), {"name": Ref("var.name"), "delay_seconds": 5}),
        AT,
        "is configured as declared",
    ),
    Case("wiring:a", Family.WIRING, "queue q waits", "a", Wired("module", ("m",), ("x", 0), ("aws_a.b", "aws_c.d"))),
    Case("settings:p", Family.SETTINGS, "provider aws", "p", Declared("provider", ("aws",), {"region": "a"}, 1)),
    Case("files:f", Family.FILES, "file f is there", "f", FilePresent("f")),
    Case("files:h", Family.FILES, "handler is defined", "h", SymbolDefined("f.py", "handler", "python")),
)


def test_cases_in_pytest():
    text = suite_of(small_plan(*CASES), "pytest")
    assert text.endswith("""

# Configuration


def test_sqs_queue_q_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_sqs_queue", "q") == {
        "name": ref("var.name"),
        "delay_seconds": 5,
    }


# Wiring


def test_queue_q_waits(terraform):
    assert terraform.references("module", "m", path=["x", 0]) == ["aws_a.b", "aws_c.d"]


# Settings


def test_provider_aws(terraform):
    assert terraform.block("provider", "aws", index=1) == {"region": "a"}


# Files


def test_file_f_is_there(terraform):
    assert terraform.exists("f")


def test_handler_is_defined(terraform):
    assert terraform.defines("f.py", "handler")
""")


def test_cases_in_jest():
    text = suite_of(small_plan(*CASES), "jest")
    assert text.endswith("""
describe('aws_sqs_queue.q', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'aws_sqs_queue', 'q')).toEqual({
      name: ref('var.name'),
      delay_seconds: 5,
    });
  });
});

describe('wiring', () => {
  it('queue q waits', () => {
    expect(terraform.references('module', 'm', ['x', 0])).toEqual([
      'aws_a.b',
      'aws_c.d',
    ]);
  });
});

describe('settings', () => {
  it('provider aws', () => {
    expect(terraform.block('provider', 'aws', 1)).toEqual({ region: 'a' });
  });
});

describe('files', () => {
  it('file f is there', () => {
    expect(terraform.exists('f')).toBe(true);
  });

  it('handler is defined', () => {
    expect(terraform.defines('f.py', 'handler')).toBe(true);
  });
});
""")


TEXTS = st.sampled_from([HOSTILE, "", "x", "class", "a-b", "Ünïcode", "ﬀ", "İ", "日本"]) | st.text(max_size=20)
FORMS: st.SearchStrategy[Form] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | TEXTS.map(Ref) | TEXTS.map(Expression),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | st.lists(inner, max_size=3).map(lambda parts: Interpolation(tuple(parts)))
        | st.builds(Invocation, TEXTS, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
BODIES = st.dictionaries(TEXTS, FORMS, max_size=3)
BLOCKS = st.builds(
    lambda kind, labels, body, nested: Block(kind, tuple(labels), body, tuple(nested), AT),
    st.sampled_from(["resource", "data", "module", "locals", "output", "variable", "provider", "moved", "terraform"]),
    st.lists(TEXTS, min_size=1, max_size=2),
    BODIES,
    st.lists(st.builds(lambda name, body: Block(name, (), body, (), AT), TEXTS, BODIES), max_size=2),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(BLOCKS, max_size=6))
def test_python_compiles_whatever_the_project_holds(blocks):
    planned = project_plan(*blocks)
    for name, text in emit(planned, "pytest").items():
        text.encode()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(text, name)
        if name.endswith("test_root.py"):
            tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name != "terraform"]
            assert len(set(tests)) == len(tests) == len(planned.cases)
            assert all(test.startswith("test_") for test in tests)


@settings(deadline=None, max_examples=8, phases=[Phase.generate])
@given(st.lists(st.lists(BLOCKS, max_size=4), min_size=5, max_size=8))
def test_javascript_parses_whatever_the_project_holds(projects):
    texts = [
        text for blocks in projects for name, text in emit(project_plan(*blocks), "jest").items() if ".test." in name
    ]
    script = (
        "const vm = require('node:vm');"
        "let input = ''; process.stdin.on('data', (piece) => { input += piece; }).on('end', () => {"
        "for (const text of JSON.parse(input)) new vm.Script(text); });"
    )
    done = subprocess.run(["node", "-e", script], input=json.dumps(texts), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_hostile_names_stay_out_of_comments_and_test_names():
    planned = plan(
        [
            Project(
                "p", "terraform", ".", modules=(SourceModule(HOSTILE, (), (Block("output", (HOSTILE,), {}, (), AT),)),)
            )
        ]
    )
    python = suite_of(planned, "pytest")
    docstring = ast.get_docstring(ast.parse(python))
    assert (
        docstring == "Checks of a?b?c?d${e}%{f}?/g???h?i j k?l?{{ m }}{% n %}#//?, as its Terraform files declare it."
    )
    assert "def test_output_a_b_c_d_e_f_g_h_i_j_k_l_m_n_gives_its_declared_value(" in python
    javascript = suite_of(planned, "jest")
    assert javascript.index("*/") == javascript.index("*/\nconst path")


def busy_project() -> TestPlan:
    """Blocks that bring out each way of laying a test out."""
    long = "aws_service_discovery_private_dns_namespace"
    nested = Block("setting", (), {"name": Interpolation((Ref("var.prefix"), "-x" * 30)), "value": None}, (), AT)
    policy = Invocation("jsonencode", ({"Statement": ({"Action": ("a:b", "c:d"), "Resource": Ref(f"{long}.a.arn")},)},))
    return project_plan(
        Block("resource", (long, "a"), {"policy": policy, "name": "x\n" * 40, "on": True}, (nested, nested), AT),
        Block("resource", ("aws_sqs_queue", "b" * 40), {"kms_key_id": Ref(f"{long}.a.id"), "zero": 0}, (), AT),
        Block("data", (long, "c" * 30), {"depends_on": (Ref(f"{long}.a"), Ref(f"aws_sqs_queue.{'b' * 40}"))}, (), AT),
        Block(
            "locals", (), {"some_choice": Expression("a ? b : " + "c" * 70), "n": 1, "none": None, "l": (1, 2)}, (), AT
        ),
        Block("output", ("x",), {"value": Ref("local.n"), "sensitive": True}, (), AT),
        Block("variable", ("y",), {"type": Ref("string"), "default": "quote \" and ' here"}, (), AT),
        Block("terraform", (), {"required_version": ">= 1.5"}, (Block("backend", ("s3",), {}, (), AT),), AT),
    )


def test_python_stays_as_it_is_under_the_formatter():
    for name, text in emit(busy_project(), "pytest").items():
        if "test_" in name:
            command = [find_ruff_bin(), "format", "--isolated", "--line-length", "88", "-"]
            done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
            assert done.stdout == text


def template_dir(tmp_path: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return (tmp_path,)


def test_one_block_of_a_template_can_be_replaced(tmp_path):
    own = '{% extends "builtin/pytest/test_module.py.j2" %}{% block header %}# Ours.\n{{ super() }}{% endblock %}'
    dirs = template_dir(tmp_path, {"pytest/test_module.py.j2": own})
    built_in, ours = suite_of(small_plan(), "pytest"), suite_of(small_plan(), "pytest", template_dirs=dirs)
    assert ours == f"# Ours.\n{built_in}"


def test_how_one_case_is_spelled_can_be_replaced(tmp_path):
    dirs = template_dir(tmp_path, {"pytest/cases.py.j2": "{% macro test(case) %}# {{ case.title }}\n{% endmacro %}"})
    assert suite_of(small_plan(), "pytest", template_dirs=dirs).endswith("# declares exactly these resources\n")


def test_support_files_can_be_replaced(tmp_path):
    dirs = template_dir(tmp_path, {"pytest/support/terraform.py.j2": "# Ours.\n"})
    files = emit(small_plan(), "pytest", EmitOptions(template_dirs=dirs))
    assert files[f"{FOLDER}/support/terraform.py"] == "# Ours.\n"


def test_the_first_template_folder_wins(tmp_path):
    first = template_dir(tmp_path / "a", {"pytest/package.py.j2": "# First.\n"})
    second = template_dir(tmp_path / "b", {"pytest/package.py.j2": "# Second.\n"})
    files = emit(small_plan(), "pytest", EmitOptions(template_dirs=(*first, *second)))
    assert files[f"{FOLDER}/__init__.py"] == "# First.\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", "own/pytest/package.py.j2:1: "),
        ("{{ missing }}", "own/pytest/package.py.j2:1: 'missing' is undefined"),
        ("{% include 'gone.j2' %}", "own/pytest/package.py.j2:1: there is no template gone.j2"),
        ("{% include '../secret.j2' %}", "there is no template ../secret.j2"),
        ("{{ ().__class__ }}", "unsafe"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ nothing | python }}", "is no literal"),
    ],
)
def test_a_template_at_fault_is_named(tmp_path, template, message):
    dirs = template_dir(tmp_path / "own", {"pytest/package.py.j2": template})
    (tmp_path / "secret.j2").write_text("secret", encoding="utf-8")
    with pytest.raises(EmitError) as caught:
        emit(small_plan(), "pytest", EmitOptions(template_dirs=dirs))
    assert message in str(caught.value)


def test_a_template_folder_has_to_be_there(tmp_path):
    with pytest.raises(EmitError, match="no template folder"):
        emit(small_plan(), "pytest", EmitOptions(template_dirs=(tmp_path / "gone",)))


def test_the_built_in_templates_are_found_and_listed():
    assert (builtin_folder() / "pytest" / "test_module.py.j2").is_file()
    names = template_names()
    assert {"jest/module.test.js.j2", "pytest/test_module.py.j2", "vitest/module.test.mjs.j2"} < set(names)
    assert "README.md" not in names


def test_the_same_plan_gives_the_same_text():
    assert all(emit(busy_project(), target) == emit(busy_project(), target) for target in TARGETS)
