"""What a project's values are in the emulator: names as declared, ARNs and URLs as the emulator makes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from scaffold.catalog import realistic
from scaffold.catalog.checks.estate import without_keys
from scaffold.catalog.checks.looking import as_number
from scaffold.model import hiding
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.handlers import Created, Data, Joined
from scaffold.model.project import Mode, Parameter, Project, Resource
from scaffold.model.shapes import Kind
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.functions import applied
from scaffold.plan.scenarios.synthesis import made_up

ACCOUNT: Final = "123456789012"
_DEEPEST: Final = 24
#: The attribute that a resource is named by, where that is not `name`.
_NAMES: Final = {
    "aws_cloudwatch_log_group": "name",
    "aws_cognito_user_pool_domain": "domain",
    "aws_lambda_alias": "name",
    "aws_lambda_function": "function_name",
    "aws_s3_bucket": "bucket",
    "aws_ses_domain_identity": "domain",
    "aws_ses_email_identity": "email",
    "aws_sesv2_email_identity": "email_identity",
}
#: Attributes that only the emulator knows, as paths in what creates the resource answers.
_CREATED: Final[Mapping[tuple[str, str], str]] = {
    ("aws_cognito_user_pool", "arn"): "UserPool.Arn",
    ("aws_cognito_user_pool", "id"): "UserPool.Id",
    ("aws_cognito_user_pool_client", "client_secret"): "UserPoolClient.ClientSecret",
    ("aws_cognito_user_pool_client", "id"): "UserPoolClient.ClientId",
    ("aws_dynamodb_table", "stream_arn"): "TableDescription.LatestStreamArn",
    ("aws_kms_key", "arn"): "KeyMetadata.Arn",
    ("aws_kms_key", "id"): "KeyMetadata.KeyId",
    ("aws_kms_key", "key_id"): "KeyMetadata.KeyId",
    ("aws_secretsmanager_secret", "arn"): "ARN",
    ("aws_secretsmanager_secret", "id"): "ARN",
}
#: Attributes that are those of another resource, which the first one names.
_SAME_AS: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("aws_kms_alias", "target_key_arn"): ("target_key_id", "arn"),
    ("aws_kms_alias", "target_key_id"): ("target_key_id", "key_id"),
    ("aws_secretsmanager_secret_version", "arn"): ("secret_id", "arn"),
    ("aws_secretsmanager_secret_version", "secret_id"): ("secret_id", "id"),
}
#: Attributes that are as the emulator makes them.
_MADE: Final[Mapping[tuple[str, str], str]] = {
    ("aws_cloudwatch_event_bus", "arn"): "arn:<partition>:events:<region>:<account>:event-bus/<name>",
    ("aws_cloudwatch_event_bus", "id"): "<name>",
    ("aws_cloudwatch_log_group", "arn"): "arn:<partition>:logs:<region>:<account>:log-group:<name>",
    ("aws_kinesis_stream", "id"): "arn:<partition>:kinesis:<region>:<account>:stream/<name>",
    ("aws_kms_alias", "arn"): "arn:<partition>:kms:<region>:<account>:<name>",
    ("aws_kms_alias", "id"): "<name>",
    ("aws_s3_bucket", "arn"): "arn:<partition>:s3:::<name>",
    ("aws_s3_bucket", "bucket_domain_name"): "<name>.s3.amazonaws.com",
    ("aws_s3_bucket", "bucket_regional_domain_name"): "<name>.s3.<region>.amazonaws.com",
    ("aws_s3_bucket", "id"): "<name>",
    ("aws_sfn_state_machine", "arn"): "arn:<partition>:states:<region>:<account>:stateMachine:<name>",
    ("aws_sfn_state_machine", "id"): "arn:<partition>:states:<region>:<account>:stateMachine:<name>",
    ("aws_sns_topic", "arn"): "arn:<partition>:sns:<region>:<account>:<name>",
    ("aws_sns_topic", "id"): "arn:<partition>:sns:<region>:<account>:<name>",
    ("aws_ssm_parameter", "id"): "<name>",
}
_SURROUNDINGS: Final[Mapping[tuple[str, str], str]] = {
    ("aws_caller_identity", "account_id"): "<account>",
    ("aws_caller_identity", "arn"): "arn:<partition>:iam::<account>:user/deployer",
    ("aws_caller_identity", "id"): "<account>",
    ("aws_partition", "dns_suffix"): "amazonaws.com",
    ("aws_partition", "id"): "<partition>",
    ("aws_partition", "partition"): "<partition>",
    ("aws_region", "id"): "<region>",
    ("aws_region", "name"): "<region>",
    ("aws_region", "region"): "<region>",
}
#: What a name says of a value that nobody declares, where the catalog says nothing.
_SAID: Final = (
    (re.compile(r"log_?level|(^|_)level$"), "INFO"),
    (re.compile(r"(^|_)(stage|env|environment)(_|$)"), "test"),
    (re.compile(r"^(is|has|use|with|enable|allow)_|(^|_)(enabled|debug)$"), "false"),
    (re.compile(r"(^|_)(ttl|timeout|seconds|minutes|days|hours|limit|max|min|size|count|port|batch|ms)(_|$)"), "10"),
    (re.compile(r"(^|_)(url|uri|endpoint|origins?)$"), "https://example.com"),
    (re.compile(r"(^|_)(email|mail|sender|recipient)s?(_|$)"), "someone@example.com"),
)


def region(project: Project) -> str:
    """The region that a project's functions run in: its provider's, where that is known."""
    return Deployment(project, {}).region or DEFAULT_REGION


class Names:
    """What the values of one project are in the emulator."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.deployment = Deployment(project, {})
        self.region = self.deployment.region or DEFAULT_REGION
        self._declared: dict[str, Resource] = {}
        for resource in project.resources:
            self._declared.setdefault(without_keys(resource.address), resource)

    def find(self, value: Value) -> Resource | None:
        """The resource that a reference leads to."""
        if not isinstance(value, Reference):
            return None
        exact = self.deployment.by_address.get(value.address)
        return exact if exact is not None else self._declared.get(without_keys(value.address))

    def name(self, resource: Resource) -> str:
        """What a resource is called: as declared, else by its name in the project."""
        given = resource.attributes
        attribute = _NAMES.get(resource.type, "name")
        if given.get(attribute) not in (None, ""):
            return self.text(given[attribute], attribute)
        prefix = given.get(f"{attribute}_prefix")
        key = "" if resource.key is None else f"-{resource.key}"
        own = f"{self.text(prefix, attribute)}test" if prefix not in (None, "") else f"{resource.name}{key}"
        if resource.type == "aws_s3_bucket":
            return re.sub(r"[^a-z0-9.-]+", "-", own.lower()).strip("-.")[:63].ljust(3, "0")
        fifo = given.get("fifo_queue") in (True, "true") or given.get("fifo_topic") in (True, "true")
        own = re.sub(r"[^A-Za-z0-9_.-]+", "-", own)
        return f"{own}.fifo" if fifo and not own.endswith(".fifo") else own

    def text(self, value: Value, hint: str = "") -> str:
        """A value as text; what only the emulator knows, and what nobody says, is made up."""
        found = self.data(value, hint)
        return found if isinstance(found, str) else _spelled(self._plainly(value, found, hint))

    def _plainly(self, value: Value, found: Data, hint: str) -> Any:
        """The same without terms: an ARN or id as the catalog has it."""
        if isinstance(found, Joined) and isinstance(value, Template):
            return "".join(part if isinstance(part, str) else self.text(part, hint) for part in value.parts)
        if isinstance(found, Created) and isinstance(value, Reference):
            resource = self.find(value)
            made = self._catalogued(resource, ".".join(map(str, value.path))) if resource is not None else None
            return made if made is not None else self.sample(hint)
        return found

    def data(self, value: Value, hint: str = "", depth: int = 0) -> Data:
        """What a value is: plain data, or as a whole a term for what only the emulator knows."""
        if depth > _DEEPEST:
            return self.sample(hint)
        if isinstance(value, Reference):
            return self._reference(value, hint, depth)
        if isinstance(value, Template):
            return self._joined(value, hint, depth)
        if isinstance(value, Call):
            return self._call(value, hint, depth)
        if isinstance(value, Conditional):
            return self.data(value.then, hint, depth + 1)
        if isinstance(value, Unknown):
            return self.sample(hint)
        if isinstance(value, Mapping):
            return {key: self.data(item, key, depth + 1) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(self.data(item, hint, depth + 1) for item in value)
        return value

    def attribute(self, resource: Resource, attribute: str) -> Data:
        """What an attribute of a resource is."""
        return self._reference(Reference(resource.address, (attribute,)), attribute, 0)

    def number(self, value: Value, otherwise: int) -> int:
        """A value as a whole number."""
        found = self.data(value) if value is not None else otherwise
        number = as_number(found) if isinstance(found, str | int | float) else None
        return int(number) if number is not None else otherwise

    def identifiers(self, resource: Resource) -> tuple[str, ...]:
        """All texts that mean a resource: its name, its ARN, its URL."""
        found = [self.name(resource)]
        for attribute in ("id", "arn", "url"):
            value = self.attribute(resource, attribute) if self._computes(resource, attribute) else None
            if isinstance(value, str) and value:
                found.append(value)
        return tuple(dict.fromkeys(found))

    def _computes(self, resource: Resource, attribute: str) -> bool:
        where = (resource.type, attribute)
        return where in _MADE or where in _CREATED or attribute in realistic.attributes(resource.type)

    def sample(self, hint: str) -> str:
        """Text for a value of which only the name is known."""
        name = realistic.snake(hint)
        found = next((text for pattern, text in _SAID if pattern.search(name)), None)
        if found is not None:
            return found
        row = realistic.sample(name)
        own = realistic.name_from(name) if name else "example"
        return row.text(realistic.Use(f"env.{name}", own, self.region)) if row is not None else own

    def _reference(self, value: Reference, hint: str, depth: int) -> Data:
        resource = self.find(value)
        if resource is None:
            return self._given(value, hint)
        path = tuple(step for step in value.path if step != "*")
        attribute = ".".join(str(step) for step in path)
        where = (resource.type, attribute)
        if resource.mode is Mode.DATA and where in _SURROUNDINGS:
            return self._written(_SURROUNDINGS[where], resource)
        if where in _SAME_AS:
            by, theirs = _SAME_AS[where]
            target = self.find(resource.attributes.get(by))
            return self.attribute(target, theirs) if target is not None else self.sample(hint)
        if where in _CREATED:
            return Created(resource.address, _CREATED[where])
        if _MADE.get(where):
            return self._written(_MADE[where], resource)
        if where == ("aws_ssm_parameter", "arn"):
            name = self.name(resource).lstrip("/")
            return realistic.written(f"arn:<partition>:ssm:<region>:<account>:parameter/{name}", self._use(resource))
        if path == (_NAMES.get(resource.type, "name"),):
            return self.name(resource)
        given = _below(resource.attributes, path)
        if given is not None and given != value:
            return self.data(given, hint or attribute, depth + 1)
        made = self._catalogued(resource, attribute)
        return made if made is not None else self._unsaid(resource, attribute, hint)

    def _joined(self, value: Template, hint: str, depth: int) -> Data:
        """Text with values in it, as one text where all of it is known."""
        found = [self.data(part, hint, depth + 1) for part in value.parts]
        if any(isinstance(part, Created | Joined) for part in found):
            return Joined(tuple(part if isinstance(part, Created | Joined) else _spelled(part) for part in found))
        return "".join(map(_spelled, found))

    def _unsaid(self, resource: Resource, attribute: str, hint: str) -> str:
        if attribute.endswith("arn"):
            return realistic.some_arn(resource.type, self._use(resource))
        return self.name(resource) if attribute in ("id", "name") else self.sample(hint or attribute)

    def _catalogued(self, resource: Resource, attribute: str) -> Data:
        data = resource.mode is Mode.DATA
        use = self._use(resource)
        found: Any = realistic.attribute(resource.type, attribute, use, data=data)
        if found is None and data:  # what a data source looks up is like what is made
            found = realistic.attribute(resource.type, attribute, use)
        return found  # type: ignore[no-any-return]

    def _use(self, resource: Resource) -> realistic.Use:
        return realistic.Use(resource.address, self.name(resource), self.region)

    def _written(self, pattern: str, resource: Resource) -> str:
        named = resource.type not in ("aws_caller_identity", "aws_partition", "aws_region")
        use = realistic.Use(resource.address, self.name(resource) if named else "", self.region)
        return realistic.written(pattern, use)

    def _given(self, value: Reference, hint: str) -> Data:
        """A value that whoever deploys gives, or that a module says of which nothing is known."""
        parameter = self._parameter(value.address)
        if parameter is None:
            words = [step for step in value.path if isinstance(step, str) and step != "*"]
            return self.sample(hint or (words or [value.address.rpartition(".")[2]])[-1])
        text = next((each for rule in parameter.rules for each in rule.samples), None)
        if text is None and parameter.sensitive and parameter.shape.kind in (Kind.ANY, Kind.STRING):
            text = private(parameter.name.rpartition(":")[2])
        made: Any = text if text is not None else made_up(parameter, None, self.region)
        return self.data(_below(made, value.path), hint or parameter.name) if value.path else made

    def _parameter(self, address: str) -> Parameter | None:
        for parameter in self.project.parameters:
            own = f"{parameter.module}.var.{parameter.name}" if parameter.module else f"var.{parameter.name}"
            if address in (own, parameter.name):
                return parameter
        return None

    def _call(self, value: Call, hint: str, depth: int) -> Data:
        if value.function in ("secret", "sensitive") and value.arguments and isinstance(value.arguments[0], str):
            return hiding.instead(value.arguments[0], hint or "secret")
        arguments = [self.data(argument, hint, depth + 1) for argument in value.arguments]
        plain = [self._plainly(given, found, hint) for given, found in zip(value.arguments, arguments, strict=True)]
        if value.function in ("nonsensitive", "sensitive", "secret", "toset", "tolist", "tomap") and arguments:
            return arguments[0]
        if value.function in ("jsonencode", "json") and plain:
            return json.dumps(_without_terms(plain[0]), separators=(",", ":"))
        if value.function in ("try", "coalesce") and arguments:
            return next((argument for argument in arguments if argument not in (None, "")), self.sample(hint))
        try:
            return applied(value.function, plain)  # type: ignore[no-any-return]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return self.sample(hint)


def private(name: str) -> str:
    """Text for what nobody is to know, by what it is called anywhere."""
    return hiding.private(realistic.snake(name))


def _without_terms(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_terms(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_without_terms(item) for item in value]
    return "example" if isinstance(value, Created | Joined) else value


def _below(value: Value, path: tuple[Any, ...]) -> Value:
    """What stands at a path; one block may be gone through without its index."""
    for step in path:
        if isinstance(value, tuple) and isinstance(step, str) and len(value) == 1:
            value = value[0]
        if isinstance(value, Mapping):
            value = value.get(str(step))
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _spelled(value: Any) -> str:
    """A plain value as the text that Terraform, or a program, makes of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(_without_terms(value), separators=(",", ":"))
