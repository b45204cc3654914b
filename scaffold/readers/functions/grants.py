"""What a function's role may do, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scaffold.catalog.checks.policies import DOCUMENT, Policy, Statement, policy_at
from scaffold.model.functions import Grant
from scaffold.model.position import Position
from scaffold.model.project import Mode, Resource
from scaffold.model.values import Reference, Value, walk
from scaffold.readers.functions.locating import Lines
from scaffold.readers.functions.meaning import Meaning, blocks, listed, parts

ROLE: Final = "aws_iam_role"
_MANAGED: Final = "iam::aws:policy/"
#: Policies of resources that let a role of the same account in by themselves: the attribute that says of what.
_RESOURCE_POLICIES: Final = {
    "aws_dynamodb_resource_policy": "resource_arn",
    "aws_kms_key": "",
    "aws_kms_key_policy": "key_id",
    "aws_s3_bucket_policy": "bucket",
    "aws_secretsmanager_secret_policy": "secret_arn",
    "aws_sns_topic": "",
    "aws_sns_topic_policy": "arn",
    "aws_sqs_queue": "",
    "aws_sqs_queue_policy": "queue_url",
}


@dataclass(frozen=True, slots=True)
class Granted:
    """The statements for a role, and whether there can be no others."""

    grants: tuple[Grant, ...]
    known: bool


class Granting:
    """The policies of one project by the roles that have them."""

    def __init__(self, meaning: Meaning, lines: Lines) -> None:
        self._meaning, self._lines = meaning, lines
        self._estate = meaning.estate
        self._found: dict[str, Granted] = {}

    def role(self, value: Value) -> Resource | None:
        """The role of this project that a function runs as."""
        found = self._estate.find(value)
        if found is not None:
            return found if found.type == ROLE and found.mode is Mode.MANAGED else None
        text = self._meaning.text(value) or _literal(value)
        name = text.rpartition("/")[2]
        roles = [role for role in self._estate.of_type(ROLE) if self._meaning.text(role.attributes.get("name")) == name]
        return roles[0] if name and len(roles) == 1 else None

    def granted(self, role: Resource) -> Granted:
        """What a role may do."""
        if role.address not in self._found:
            self._found[role.address] = self._granted(role)
        return self._found[role.address]

    def _granted(self, role: Resource) -> Granted:
        grants: list[Grant] = []
        known = role.attributes.get("permissions_boundary") is None and not self._estate.hidden(role, ("name",))
        for holder, at in self._inline(role):
            known &= self._add(grants, policy_at(holder, at, self._estate), holder)
        for index, block in enumerate(blocks(role.attributes, "inline_policy")):
            if block.get("policy") is None:
                continue
            holder = _part(role, block["policy"], index)
            known &= self._add(grants, policy_at(holder, "policy", self._estate), role)
        for arn, holder in self._attached(role):
            known &= self._attachment(grants, arn, holder)
        grants.extend(self._of_resources(role))
        return Granted(tuple(grants), known and self._all_are_here(role))

    def _inline(self, role: Resource) -> Iterator[tuple[Resource, str]]:
        for holder, sure in self._estate.about(role, ("aws_iam_role_policy",), "role", ("name", "id")):
            if sure or self._estate.find(holder.attributes.get("role")) is role:
                yield holder, "policy"

    def _attached(self, role: Resource) -> Iterator[tuple[Value, Resource]]:
        """The policies that are attached to a role, and by what."""
        for holder, sure in self._estate.about(role, ("aws_iam_role_policy_attachment",), "role", ("name", "id")):
            if sure:
                yield holder.attributes.get("policy_arn"), holder
        for holder, sure in self._estate.about(role, ("aws_iam_policy_attachment",), "roles", ("name", "id")):
            if sure:
                yield holder.attributes.get("policy_arn"), holder
        for value in listed(role.attributes.get("managed_policy_arns")):
            yield value, role

    def _all_are_here(self, role: Resource) -> bool:
        """Whether no policy may belong to this role of which that cannot be said."""
        types = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
        unsure = [holder for holder, sure in self._estate.about(role, types, "role", ("name", "id")) if sure is None]
        return all(self._belongs_elsewhere(holder, role) for holder in unsure)

    def _belongs_elsewhere(self, holder: Resource, role: Resource) -> bool:
        found = self._estate.find(holder.attributes.get("role"))
        if found is not None:
            return found is not role
        names = [self._meaning.text(value) for value in (holder.attributes.get("role"), role.attributes.get("name"))]
        return None not in names and names[0] != names[1]

    def _attachment(self, grants: list[Grant], arn: Value, holder: Resource) -> bool:
        """Add what an attached policy grants; whether all of it is known."""
        policy = self._estate.find(arn)
        if policy is not None and policy.type == "aws_iam_policy" and policy.mode is Mode.MANAGED:
            return self._add(grants, policy_at(policy, "policy", self._estate), policy)
        text = _literal(arn)
        if policy is not None and policy.mode is Mode.DATA:
            text = _literal(policy.attributes.get("arn")) or f"{_MANAGED}{_literal(policy.attributes.get('name'))}"
        if _MANAGED in text and text.partition(_MANAGED)[2]:
            name = text.rpartition("/")[2]
            grants.append(Grant("Allow", (), ("*",), (), holder.position, holder.address, managed=name))
            return True
        return False

    def _add(self, grants: list[Grant], policy: Policy | None, holder: Resource) -> bool:
        if policy is None:
            return True
        known = policy.complete
        for statement in policy.statements:
            grant = self._grant(statement, holder)
            if grant is None:
                known = False
            else:
                grants.append(grant)
        return known

    def _grant(self, statement: Statement, holder: Resource) -> Grant | None:
        effect = statement.allows
        complement = statement.fields.get("Action") is None and statement.fields.get("NotAction") is not None
        actions = [self._meaning.text(each) for each in statement.texts("NotAction" if complement else "Action")]
        if effect is None or None in actions or not actions:
            return None
        narrowed = statement.fields.get("Condition") is not None or not statement.certain
        resources = statement.texts("Resource")
        if statement.fields.get("NotResource") is not None:
            resources, narrowed = ("*",), True
        return Grant(
            "Allow" if effect else "Deny",
            tuple(action.lower() for action in actions if action),
            resources,
            self._on(resources),
            self._position(statement, holder),
            holder.address,
            complement,
            narrowed,
        )

    def _on(self, resources: Value) -> tuple[str, ...]:
        found = (self._estate.find(each) for each in walk(resources) if isinstance(each, Reference))
        return tuple(dict.fromkeys(target.address for target in found if target is not None and _is_thing(target)))

    def _position(self, statement: Statement, holder: Resource) -> Position:
        found = self._estate.by_address.get(statement.subject.address, holder)
        of_document = statement.subject.path[:1] == ("statement",)
        number = statement.subject.path[-1] if of_document else None
        return self._lines.statement(statement.fields, number if isinstance(number, int) else None, found.position)

    def _of_resources(self, role: Resource) -> Iterator[Grant]:
        """What the policies of resources let the role do by name."""
        for type_, subject in _RESOURCE_POLICIES.items():
            for holder in self._estate.of_type(type_):
                policy = policy_at(holder, "policy", self._estate)
                for statement in policy.statements if policy is not None else ():
                    if not self._names(statement.fields.get("Principal"), role):
                        continue
                    grant = self._grant(statement, holder)
                    target = self._estate.find(holder.attributes.get(subject)) if subject else holder
                    if grant is not None and target is not None:
                        on = grant.on or (target.address,)
                        yield Grant(
                            grant.effect, grant.actions, grant.resources, on, grant.position, grant.source,
                            grant.complement, grant.conditional,
                        )  # fmt: skip

    def _names(self, principal: Value, role: Resource) -> bool:
        return any(self._estate.find(each) is role for each in walk(principal) if isinstance(each, Reference))


def _is_thing(resource: Resource) -> bool:
    """Whether a reference in an ARN is what the ARN is about, and not the account or the region."""
    return resource.mode is Mode.MANAGED or resource.type not in (
        *("aws_caller_identity", "aws_partition", "aws_region", "aws_availability_zones", DOCUMENT),
    )


def _part(role: Resource, policy: Value, index: int) -> Resource:
    """A policy that stands inside its role, as a resource of its own."""
    return Resource(
        f"{role.address}.inline_policy[{index}]", "aws_iam_role_policy", role.native_type, role.name, role.mode,
        {"policy": policy}, role.position, role.module,
    )  # fmt: skip


def _literal(value: Value) -> str:
    """The text of a value, without what is not known of it."""
    return "".join(part for part in parts(value) if isinstance(part, str))
