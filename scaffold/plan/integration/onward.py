"""The functions of a deployment: what feeds them, what they surely write to, and what that is handed on to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from scaffold.model.functions import Function, SdkCall
from scaffold.model.integration import Expected, Joined
from scaffold.model.project import Resource
from scaffold.model.values import Reference, references
from scaffold.plan.handlers import entry, setting_of
from scaffold.plan.handlers.events import met
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.integration.behaviours import Trials, term
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared

#: What is called by request, and takes nothing from anywhere.
APIS: Final = frozenset({"rest-api", "http-api", "function-url"})


class Estate:
    """The functions of one deployment, what feeds them, and what they write to. `fed` are the resources that others of
    the project put something into."""

    def __init__(self, locations: Locations, functions: Sequence[Function]) -> None:
        self.locations, self.trials = locations, Trials(locations)
        known = locations.deployment.by_address
        self.functions = [each for each in functions if each.address in known]
        self._settings: dict[str, Setting] = {}
        self._feeding = self._fed_by_others()
        written = {address for each in self.functions for address, _ in self.written(each, certain=False)}
        self.fed = written | set(self._feeding)

    def setting(self, function: Function) -> Setting:
        """A function with what surrounds it, which is worked out once."""
        if function.address not in self._settings:
            project = self.locations.deployment.project
            self._settings[function.address] = setting_of(function, self.functions, (project,))
        return self._settings[function.address]

    def title(self, address: str) -> str:
        """A resource in a sentence."""
        return self.locations.deployment.title(self.locations.deployment.by_address[address])

    def written(self, function: Function, *, certain: bool = True) -> list[tuple[str, SdkCall]]:
        """The addresses of the resources that a function writes to, each with the call, in the order of its code."""
        told = {variable.name: variable.value for variable in function.environment}
        found = []
        for call in function.code.calls if function.code else ():
            if not call.writes or (certain and not self._surely(function, call)):
                continue
            kind, name = call.target
            value = told.get(name) if kind == "env" else None
            addresses = [each.address for each in references(value)] if value is not None else self._named(kind, name)
            found += [(address, call) for address in addresses if address in self.locations.deployment.by_address]
        return found

    def _surely(self, function: Function, call: SdkCall) -> bool:
        """Whether a call is made for the event that a trigger of the function is made to send."""
        if call.always or not call.certain or call.under is None:
            return call.always
        sent = (entry(self.setting(function), trigger) for trigger in function.triggers)
        first = next((each for each in sent if each is not None), None)
        return first is not None and met(call.under, first.event, {}) is True

    def _named(self, kind: str, name: str) -> list[str]:
        """The resources that are called so, where the code names one outright."""
        if kind != "text" or not name:
            return []
        names = ("name", "bucket", "function_name")
        resources = self.locations.deployment.project.resources
        return [each.address for each in resources if name in [each.attributes.get(key) for key in names]]

    def readers(self, address: str) -> list[Function]:
        """The functions that take what is put into a resource."""
        return [
            function
            for function in self.functions
            if any(trigger.source == address and trigger.kind not in APIS for trigger in function.triggers)
        ]

    def taken(self, address: str) -> bool:
        """Whether something takes what is put into a queue."""
        resources = self.locations.deployment.project.resources
        return any(_address(each, _TAKES[each.type]) == address for each in resources if each.type in _TAKES)

    def onward(self, address: str) -> list[str]:
        """A resource, and all that what is put into it is handed on to without a function between them."""
        places = [address]
        for place in places:
            places += [target for target, sources in self._feeding.items() if place in sources and target not in places]
        return places

    def _fed_by_others(self) -> dict[str, set[str]]:
        """What hands on to a resource without a function between them: topics, rules, pipes."""
        found: dict[str, set[str]] = {}
        for resource in self.locations.deployment.project.resources:
            source, target = _HANDS_ON.get(resource.type, ("", ""))
            start, end = (_address(resource, name) if name else "" for name in (source, target))
            if start and end:
                found.setdefault(end, set()).add(start)
        return found

    def dead_letters(self, address: str) -> Location | None:
        """The queue that takes what could not be processed, as long as nobody takes it from there."""
        resource = self.locations.deployment.by_address.get(address)
        policy = resource.attributes.get("redrive_policy") if resource is not None else None
        for resource in self.trials.pointing(address, "aws_sqs_queue_redrive_policy"):
            policy = resource.attributes.get("redrive_policy")
        for reference in references(policy):
            letters = self.locations.get(reference.address)
            if letters is not None and reference.address != address and not self.taken(reference.address):
                return letters
        return None

    def logs(self, functions: Sequence[Function]) -> Mapping[str, Expected]:
        """Where functions log to, by their titles."""
        found: dict[str, Expected] = {}
        for function in functions:
            location = self.locations.get(function.address)
            name = term(location, "function_name") if location is not None else None
            if location is None or name is None:
                continue
            group = self.trials.text(location.resource, "logging_config.log_group")
            found[function.title] = group if group is not None else Joined(("/aws/lambda/", name))
        return found


#: What takes from a resource, and the attribute that says from which.
_TAKES: Mapping[str, str] = {"aws_lambda_event_source_mapping": "event_source_arn", "aws_pipes_pipe": "source"}
#: What hands on from one resource to another: the attributes that lead to the two.
_HANDS_ON: Mapping[str, tuple[str, str]] = {
    "aws_cloudwatch_event_target": ("rule", "arn"),
    "aws_pipes_pipe": ("source", "target"),
    "aws_sns_topic_subscription": ("topic_arn", "endpoint"),
}


def _address(resource: Resource, attribute: str) -> str:
    value = declared(resource, attribute)
    return value.address if isinstance(value, Reference) else ""
