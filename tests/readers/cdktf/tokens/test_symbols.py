"""What is not known stays what it is, and all around it is as the library has it; what is known is its value."""

from __future__ import annotations

import pytest

STAGE = {"$reference": "env.STAGE"}


def template(*parts: object) -> dict[str, object]:
    return {"$template": list(parts)}


ROWS = {
    "process.env.STAGE": STAGE,
    "process.env.KNOWN": "known",
    "`x-${process.env.KNOWN}-${text()}`": "x-known-${aws_x.y.name}",
    "`x-${process.env.STAGE}-${text()}`": template("x-", STAGE, "-${aws_x.y.name}"),
    "({ a: process.env.STAGE, b: [`${process.env.STAGE}`], c: text() })": {
        "a": STAGE, "b": [STAGE], "c": "${aws_x.y.name}",
    },
    "`\\${${text()}} ${process.env.STAGE}`": template("${aws_x.y.name} ", STAGE),
    "Fn.upper(process.env.STAGE)": template('${upper("', STAGE, '")}'),
    "Fn.upper(process.env.KNOWN)": '${upper("known")}',
    "Fn.upper(`a-${process.env.STAGE}`)": template('${upper("a-', STAGE, '")}'),
    "Fn.upper(`${text()}-${process.env.STAGE}`)": template('${upper("${aws_x.y.name}-', STAGE, '")}'),
    "Fn.join(',', ['a', process.env.STAGE, process.env.KNOWN])": template(
        '${join(",", ["a", "', STAGE, '", "known"])}'
    ),
    "`${Fn.lookup(map(), process.env.STAGE)}`": template('${aws_x.y.tags["', STAGE, '"]}'),
    "Fn.jsonencode({ a: process.env.STAGE })": template('${jsonencode({"a" = "', STAGE, '"})}'),
    "JSON.stringify({ a: process.env.STAGE, b: text() })": {
        "$call": "jsonencode", "arguments": [{"a": STAGE, "b": "${aws_x.y.name}"}],
    },
    "JSON.stringify({ a: process.env.KNOWN, b: text() })": '{"a":"known","b":"${aws_x.y.name}"}',
    "JSON.stringify({ a: process.env.STAGE, b: list() })": "error",
    "Fn.base64encode(Fn.rawString(JSON.stringify({ a: process.env.KNOWN })))":
    '${base64encode("{\\"a\\":\\"known\\"}")}',
    "Token.asString(process.env.STAGE)": STAGE,
    "Lazy.stringValue({ produce: () => process.env.STAGE })": STAGE,
    "`${Lazy.stringValue({ produce: () => process.env.STAGE })}!`": template(STAGE, "!"),
    "Lazy.stringValue({ produce: (context) => context.resolve(`${process.env.STAGE}-${text()}`) + '!' })": template(
        STAGE, "-${aws_x.y.name}!"
    ),
    "process.env.STAGE === 'prod' ? text() : 'none'": {
        "$conditional": {"$call": "is", "arguments": [STAGE, "prod"]},
        "then": "${aws_x.y.name}", "otherwise": "none",
    },
    "`${process.env.STAGE === 'prod' ? text() : 'none'}/x`": template(
        {
            "$conditional": {"$call": "is", "arguments": [STAGE, "prod"]},
            "then": "${aws_x.y.name}", "otherwise": "none",
        },
        "/x",
    ),
    "Fn.upper(process.env.STAGE === 'prod' ? text() : 'none')": template(
        "${upper(",
        {
            "$conditional": {"$call": "is", "arguments": [STAGE, "prod"]},
            "then": "aws_x.y.name", "otherwise": '"none"',
        },
        ")}",
    ),
    "TerraformIterator.fromList(['a', process.env.STAGE])._getForEachExpression()": template(
        '${toset(["a", "', STAGE, '"])}'
    ),
    "Op.add(Number(process.env.STAGE), 1)": template(
        "${(", {"$call": "Number", "arguments": [STAGE]}, " + 1)}"
    ),
    "Fn.upper(`x-${process.env.STAGE === 'prod' ? text() : 'none'}`)": template(
        "${upper(",
        {
            "$conditional": {"$call": "is", "arguments": [STAGE, "prod"]},
            "then": '"x-${aws_x.y.name}"', "otherwise": '"x-none"',
        },
        ")}",
    ),
    "({ [process.env.KNOWN]: 1 })": {"known": 1},
    "({ [`${process.env.KNOWN}-x`]: process.env.STAGE })": {"known-x": STAGE},
}  # fmt: skip


def test_symbols(ours) -> None:  # type: ignore[no-untyped-def]
    found = ours(list(ROWS))
    different = {row: (here, wanted) for (row, wanted), here in zip(ROWS.items(), found, strict=True) if here != wanted}
    assert different == {}


HOSTILE = [
    "'\\u{10fffe}0\\u{10ffff}'",
    "'1'.repeat(100000)",
    "'-'.repeat(100000) + 'e'",
    "'}'.repeat(20000) + text()",
    "'${'.repeat(20000) + text()",
    "'${TfToken['.repeat(20000)",
    "Array.from({ length: 500 }).reduce((held) => [held], text())",
    "(() => { const own = { resolve: () => own }; return own; })()",
    "Lazy.anyValue({ produce: () => { throw new Error('no'); } })",
    "Lazy.anyValue({})",
    "Lazy.stringValue(undefined)",
    "Fn.join(undefined, undefined)",
    "propertyAccess(undefined, undefined)",
    "new ComplexObject(undefined, undefined).getStringAttribute('x')",
    "TerraformIterator.fromList(undefined).key",
    "Token.asString(() => 1)",
    "Tokenization.resolve(text(), undefined)",
    "TerraformSelf.getString(undefined)",
    "TerraformCount.of(undefined).toString()",
    "Op.add()",
]


@pytest.mark.parametrize("library", ["cdktf", "cdktn"])
def test_hostile(library: str, ours) -> None:  # type: ignore[no-untyped-def]
    assert len(ours(HOSTILE, library)) == len(HOSTILE)
