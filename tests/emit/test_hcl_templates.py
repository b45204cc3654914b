"""Text with references in it, as HCL: it reads back as the same template."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import hcl
from scaffold.model.values import Reference, Template, Unknown
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_expression

QUEUE = Reference("aws_sqs_queue.q", ("arn",))


class Anything:
    """A module in which every name is a reference."""

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> Reference:
        return Reference(f"{root}.{steps[0]}", tuple(steps[1:]))

    def spend(self, steps: int) -> None:
        del steps

    def weigh(self, value: object) -> None:
        del value


def test_references_stand_in_the_text():
    assert hcl(Template(("arn:", QUEUE, "/*"))) == '"arn:${aws_sqs_queue.q.arn}/*"'
    assert hcl(Template((QUEUE, ':"${x}"', QUEUE))) == r'"${aws_sqs_queue.q.arn}:\"$${x}\"${aws_sqs_queue.q.arn}"'


def test_a_dollar_before_a_reference_does_not_make_it_text():
    assert hcl(Template(("$", QUEUE))) == '"${"$"}${aws_sqs_queue.q.arn}"'
    assert hcl(Template(("a$$", QUEUE))) == '"a${"$$"}${aws_sqs_queue.q.arn}"'


@given(st.text('ab$%{}"\\\n', max_size=8), st.text('ab$%{}"\\\n', max_size=8))
def test_a_template_reads_back_as_what_it_was(before, after):
    read = evaluate(parse_expression(hcl(Template((before, QUEUE, after)))), Environment(Anything(), {}))
    expected = tuple(part for part in (before, QUEUE, after) if part != "")
    assert read == (Template(expected) if len(expected) > 1 else QUEUE)


def test_what_is_not_known_cannot_be_written():
    with pytest.raises(EmitError):
        hcl(Template(("a", Unknown("why"))))
