"""The conditions that authors write: validations, preconditions, postconditions and assertions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scaffold.model.position import Position
from scaffold.model.project import Rule
from scaffold.model.values import SYMBOLIC
from scaffold.readers.terraform.ast import BlockNode, Body, Expr
from scaffold.readers.terraform.bodies import attempt
from scaffold.readers.terraform.conditions import ConditionFacts, condition_facts
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.functions.regex_samples import samples
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.operators import EvaluationError, boolean
from scaffold.readers.terraform.spell import spell

_RULES = ("precondition", "postcondition", "validation", "assert")
_PREFIX = {"variable": "var"}


def rules_of(module: ModuleInstance, block: BlockNode) -> tuple[Rule, ...]:
    """The rules directly in a block of the module that has a name: a variable, an output or a check."""
    subject = ".".join((_PREFIX.get(block.type, block.type), *block.labels))
    return read_rules(module, block.body, module.environment, module.full(subject), block)


def read_rules(
    module: ModuleInstance, body: Body, environment: Environment, subject: str, block: BlockNode
) -> tuple[Rule, ...]:
    """The rules in `body`, which is `block`'s or a part of it; judged where the session asks for that."""
    found = []
    for rule in body.blocks:
        condition = rule.body.expression("condition") if rule.type in _RULES else None
        if condition is not None:
            message = rule.body.attributes.get("error_message")
            text = attempt(message, environment) if message else ""
            made = Rule(rule.type, spell(condition), text, Position(rule.file, rule.line), subject)
            found.append(_judged(made, module, condition, environment, block) if module.session.judge else made)
    return tuple(found)


def parameters_of(module: ModuleInstance, block: BlockNode) -> tuple[str, ...] | None:
    """The parameters that a block's rules and their messages depend on; None where they may depend on more."""
    bodies = [rule.body for rule in block.body.blocks if rule.type in _RULES]
    written = [body.expression(name) for body in bodies for name in ("condition", "error_message")]
    facts = [_facts(module, expression, block) for expression in written if expression is not None]
    if any(each.declared for each in facts):
        return None
    return tuple(dict.fromkeys(name for each in facts for name in each.parameters))


def _judged(rule: Rule, module: ModuleInstance, condition: Expr, environment: Environment, block: BlockNode) -> Rule:
    facts = _facts(module, condition, block)
    holds = _holds(condition, environment)
    module.session.doubtful |= holds is None and facts.declared
    texts = (text for pattern in facts.patterns for text in _samples(pattern, environment))
    return Rule(
        kind=rule.kind,
        condition=rule.condition,
        message=rule.message,
        position=rule.position,
        subject=rule.subject,
        holds=holds,
        parameters=facts.parameters,
        constants=facts.constants,
        samples=tuple(dict.fromkeys(texts)),
    )


def _facts(module: ModuleInstance, condition: Expr, block: BlockNode) -> ConditionFacts:
    """The facts of a condition, gathered once for all sessions that share its folder."""
    known = module.session.shared.facts
    key = (id(condition), id(block))
    found: ConditionFacts | None = known.get(key)
    if found is None:
        found = known[key] = condition_facts(module, condition, block)
    return found


def _holds(condition: Expr, environment: Environment) -> bool | None:
    """Whether a condition holds; None where that is not known, or where it ends in an error, which is no refusal."""
    try:
        value = evaluate(condition, Environment(environment.module, environment.names, strict=True))
        return None if isinstance(value, SYMBOLIC) else boolean(value)
    except (EvaluationError, RecursionError):
        return None


def _samples(pattern: Expr, environment: Environment) -> tuple[str, ...]:
    try:
        value = evaluate(pattern, environment)
    except (EvaluationError, RecursionError):
        return ()
    return samples(value) if isinstance(value, str) else ()


def by_place(rules: Iterable[Rule]) -> Mapping[tuple[str, Position], Rule]:
    """The rules by what they are of and where they stand."""
    return {(rule.subject, rule.position): rule for rule in rules}


def settle(rules: tuple[Rule, ...], judged: Mapping[tuple[str, Position], Rule]) -> tuple[Rule, ...]:
    """The rules, with those that are not known as they were judged in another reading."""
    if all(rule.holds is not None for rule in rules):
        return rules
    return tuple(judged.get((rule.subject, rule.position), rule) if rule.holds is None else rule for rule in rules)
