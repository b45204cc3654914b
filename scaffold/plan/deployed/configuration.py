"""Configuration: what each registration is given, whole, and its resource options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffold.model.deployed import Configured, DeployedCase, Given, ReadAs
from scaffold.model.deployments import Registration, Role
from scaffold.model.families import Family
from scaffold.model.values import Reference, Unknown, Value
from scaffold.plan.deployed.matching import is_own, options
from scaffold.plan.deployed.spelling import whole
from scaffold.plan.deployed.view import View
from scaffold.plan.words import listed

#: What is said of options in a title, by native name.
_SAID: Mapping[str, str] = {
    "protect": "is protected from deletion",
    "deleteBeforeReplace": "is deleted before it is replaced",
    "retainOnDelete": "is kept when it is removed from the stack",
    "aliases": "answers to its former names",
    "customTimeouts": "has its own timeouts",
    "import": "is imported",
    "version": "is pinned to its provider version",
    "address": "keeps its address",
}
#: What is no case without inputs.
_MAY_BE_BARE = (Role.COMPONENT, Role.READ, Role.PROVIDER)
#: What is above a resource: the option, what is said of it, and how what stands in for none is called.
_ABOVE = (("parent", "holds", "the stack itself"), ("provider", "deploys", "the default provider"))
_SAID_NOT: Mapping[str, str] = {
    "protect": "is not protected from deletion",
    "deleteBeforeReplace": "is replaced before it is deleted",
    "retainOnDelete": "is deleted when it is removed from the stack",
}
#: The options that can be seen under mocks; of the others some are the SDK's own business.
_SEEN = frozenset(
    {"parent", "provider", "dependsOn", "protect", "retainOnDelete", "deleteBeforeReplace", "ignoreChanges"}
    | {"replaceOnChanges", "aliases", "customTimeouts", "import", "version", "address"}
)


def plan_configuration(view: View, registrations: Sequence[Registration], every_input: bool) -> Iterator[DeployedCase]:
    """One case for what each registration is given, one for its options; then whose children they are, and which
    provider deploys them. With `every_input`, also one case for each input."""
    for each in registrations:
        yield from plan_given(view, each)
        if every_input:
            yield from _inputs(view, each)
        yield from _options(view, each)
    yield from plan_families(view, registrations)


def plan_given(view: View, registration: Registration) -> Iterator[DeployedCase]:
    """That a registration is given exactly its inputs; what `Resource.get` reads is said by its id."""
    subject, address = view.subject(registration), registration.address
    name, position = view.full_name(registration), registration.position
    inputs, without = whole(view.inputs(registration))
    if registration.id is not None:
        id_ = view.speller.spelled(registration.id, registration.id)
        if not isinstance(id_, Unknown):
            phrase = "is looked up by its id"
            case_id, expect = f"configuration:{address}#id", (ReadAs(subject, id_),)
            title = f"{name} {phrase}"
            yield DeployedCase(case_id, Family.CONFIGURATION, title, address, expect, position, phrase)
    if is_own(view.evaluation, registration) or (registration.role in _MAY_BE_BARE and not inputs):
        return
    if inputs or not without:
        phrase = "is configured as declared"
        # Packages add defaults of their own to what a provider is given.
        is_whole = registration.role is not Role.PROVIDER or view.synthesises
        given = (Given(subject, inputs, without, whole=is_whole),)
        yield DeployedCase(
            f"configuration:{address}", Family.CONFIGURATION, f"{name} {phrase}", address, given, position, phrase
        )


def _inputs(view: View, registration: Registration) -> Iterator[DeployedCase]:
    inputs, without = whole(view.inputs(registration))
    address, name = registration.address, view.full_name(registration)
    for key, value in inputs.items():
        phrase, below = f"has its {key}", tuple(path for path in without if path.partition(".")[0] == key)
        expect = (Given(view.subject(registration), {key: value}, below, whole=False),)
        case_id = f"configuration:{address}:{key}"
        title = f"{name} {phrase}"
        yield DeployedCase(case_id, Family.CONFIGURATION, title, address, expect, registration.position, phrase)


def spelled_options(view: View, registration: Registration, names: Sequence[str] | None = None) -> dict[str, Value]:
    """The options of a registration as a test can spell them; those of `names` that are not set are `None`."""
    set_ = options(registration)
    found: dict[str, Value] = {}
    for name in set_ if names is None else names:
        value = set_.get(name)
        if name not in _SEEN or (name == "provider" and registration.role is Role.COMPONENT):
            continue
        if name == "dependsOn" and isinstance(value, tuple):
            value = tuple(each for each in value if isinstance(each, Reference) and each.address in view.subjects)
            if not value:
                continue
        spelled = view.speller.spelled(value, value)
        if not isinstance(spelled, Unknown) and not (name == "parent" and not _is_component(view, spelled)):
            found[name] = whole({name: spelled})[0].get(name)
    return found


def _is_component(view: View, parent: Value) -> bool:
    """Whether a parent is worth a word: everything without one belongs to the stack."""
    return parent is None or (isinstance(parent, Reference) and parent.address in view.by_address)


def _options(view: View, registration: Registration) -> Iterator[DeployedCase]:
    set_ = spelled_options(view, registration)
    own = {name: value for name, value in set_.items() if name not in ("parent", "provider")}
    if own:
        phrase = options_phrase(view, own)
        title = f"{view.thing(registration)} {phrase}"
        expect = (Configured(view.subject(registration), own),)
        address = registration.address
        case_id = f"configuration:{address}#options"
        yield DeployedCase(case_id, Family.CONFIGURATION, title, address, expect, registration.position, phrase)


def options_phrase(view: View, given: Mapping[str, Value]) -> str:
    """What options say of a resource, in words."""
    said = []
    for name, value in given.items():
        if name == "dependsOn" and isinstance(value, tuple):
            said.append(f"waits for {listed(view.things(view.met(value)) or ['nothing'])}")
        elif name == "ignoreChanges":
            texts = [str(each) for each in value] if isinstance(value, tuple) else []
            said.append(f"ignores changes of {listed(texts)}" if texts else "ignores no changes")
        elif value is None or value is False:
            said.append(_SAID_NOT.get(name, f"has no {name}"))
        else:
            said.append(_SAID.get(name, f"has its {name}"))
    return listed(said)


def plan_families(view: View, registrations: Sequence[Registration], without: bool = False) -> Iterator[DeployedCase]:
    """Whose children they are and who deploys them: one case for each parent and each provider; if `without`, also one
    for those that have none."""
    for name, verb, none in _ABOVE:
        groups: dict[str, list[Registration]] = {}
        for each in registrations:
            set_ = spelled_options(view, each, (name,))
            value = set_.get(name)
            if isinstance(value, Reference):
                groups.setdefault(value.address, []).append(each)
            elif without and name in set_:
                groups.setdefault("", []).append(each)
        for address, members in groups.items():
            above = view.by_address.get(address)
            option = Reference(address) if above else None
            expect = tuple(Configured(view.subject(each), {name: option}) for each in members)
            phrase = f"{verb} {listed(view.things(members))}"
            title = f"{view.thing(above) if above else none} {phrase}"
            case_id = f"configuration:{address}#{name}"
            position = above.position if above else None
            yield DeployedCase(case_id, Family.CONFIGURATION, title, address, expect, position, phrase if above else "")
