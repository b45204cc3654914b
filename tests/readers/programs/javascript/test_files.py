"""Files: what a program may read, and that it never sees where the project is."""

from __future__ import annotations

import pytest

from scaffold.model.values import Unknown

MISSING_FILE = ("ENOENT", "ENOENT: no such file or directory, open '/(project)/no.txt'")
FILES = {"data/a.json": '{"a": 1}', "data/inner/b.txt": "text", "lib/own.ts": "export const here = __dirname;"}


@pytest.fixture
def found(evaluate, tmp_path):
    def run(expression):
        imports = "import * as fs from 'fs'; import * as path from 'path'; import { fileURLToPath } from 'url';"
        program = {**FILES, "index.ts": f"{imports} export const found = {expression};"}
        result = evaluate(program)
        assert result.failure == ""
        assert str(tmp_path) not in str(result.frozen)
        return result.frozen["found"]

    return run


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("fs.readFileSync('data/a.json', 'utf8')", '{"a": 1}'),
        ("fs.readFileSync('./data/../data/a.json', {encoding: 'utf-8'})", '{"a": 1}'),
        ("JSON.parse(fs.readFileSync(path.join(__dirname, 'data', 'a.json')).toString()).a", 1),
        ("fs.readFileSync('data/inner/b.txt', 'base64')", "dGV4dA=="),
        ("fs.existsSync('data/a.json')", True),
        ("fs.existsSync('data')", True),
        ("fs.existsSync('missing')", False),
        ("fs.readdirSync('data')", ("a.json", "inner")),
        ("fs.readdirSync('data', {recursive: true})", ("a.json", "inner", "inner/b.txt")),
        ("fs.readdirSync('data', {withFileTypes: true}).filter(e => e.isFile()).map(e => e.name)", ("a.json",)),
        ("fs.statSync('data').isDirectory()", True),
        ("fs.statSync('data/a.json').size", 8),
        ("fs.statSync('missing', {throwIfNoEntry: false}) === undefined", True),
        ("await fs.promises.readFile('data/a.json', 'utf8')", '{"a": 1}'),
        ("await fs.promises.readFile('missing').catch(e => e.code)", "ENOENT"),
        ("__dirname", "/(project)"),
        ("__filename", "/(project)/index.ts"),
        ("process.cwd()", "/(project)"),
        ("fileURLToPath(import.meta.url)", "/(project)/index.ts"),
        ("path.resolve('data')", "/(project)/data"),
        ("path.resolve('data', '/elsewhere', 'x')", "/elsewhere/x"),
        ("path.resolve(process.cwd(), '/elsewhere')", "/elsewhere"),
        ("(() => { try { fs.readFileSync('no.txt') } catch (e) { return [e.code, e.message] } })()", MISSING_FILE),
        ("(() => { try { fs.readFileSync('data') } catch (e) { return e.code } })()", "EISDIR"),
    ],
)
def test_a_program_reads_its_project(found, expression, value):
    assert found(expression) == value


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../etc/passwd", "/(project)/../x", "/(projects)/x"])
def test_a_program_reads_nothing_else(found, path):
    assert isinstance(found(f"fs.readFileSync('{path}', 'utf8')"), Unknown)


def test_a_module_in_a_folder_knows_it(evaluate):
    result = evaluate({**FILES, "index.ts": "export { here } from './lib/own';"})
    assert result.frozen["here"] == "/(project)/lib"
