"""What is worth asking a deployment: projects in, integration suites out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.model.functions import Function
from scaffold.model.integration import (
    Configured,
    Exists,
    IntegrationCase,
    IntegrationSuite,
    Subject,
)
from scaffold.model.project import Project
from scaffold.model.testplan import Tier
from scaffold.plan.integration.behaviours import behaviours
from scaffold.plan.integration.endpoints import endpoints
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.flows import flows
from scaffold.plan.integration.forms import form, said, sure
from scaffold.plan.integration.keys import output_keys
from scaffold.plan.integration.locating import locate
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.missing import missing
from scaffold.plan.integration.relations import relation, relations_of
from scaffold.plan.integration.rows import rows, tags
from scaffold.plan.naming import again, suite_name

__all__ = ["OUTPUTS_FILE", "plan_integration"]

#: Where the flat outputs are, below the project's folder, unless the settings say otherwise.
OUTPUTS_FILE = "cfn-outputs/flat-outputs.json"


def plan_integration(
    projects: Sequence[Project],
    tier: Tier = Tier.STANDARD,
    outputs_file: str = OUTPUTS_FILE,
    functions: Sequence[Function] = (),
) -> tuple[IntegrationSuite, ...]:
    """The integration suites for these projects, one for each that has, or could have, something to ask about.

    With the `functions` of the projects, what they do with something that goes in is followed, too.
    """
    names: set[str] = set()
    found = []
    for project, keys in zip(projects, output_keys(projects), strict=True):
        deployment = Deployment(project, keys)
        locations = locate(deployment)
        cases = tuple(_distinct(_cases(locations, tier, functions)))
        lacking = tuple(missing(locations))
        if cases or lacking:
            several = sum(other.path == project.path for other in projects) > 1
            way = project.name if several else project.path
            name = suite_name(way, names)
            subjects = tuple(_subject(location, deployment) for location in locations)
            found.append(
                IntegrationSuite(
                    name,
                    project.name,
                    project.path,
                    project.platform,
                    project.language,
                    outputs_file,
                    subjects,
                    cases,
                    deployment.region,
                    lacking,
                )
            )
    return tuple(found)


def _cases(locations: Locations, tier: Tier, functions: Sequence[Function]) -> Iterator[IntegrationCase]:
    deployment = locations.deployment
    for output in filter(lambda output: sure(output.value, deployment), deployment.outputs):
        key = deployment.keys[output.name]
        expect = form(key, output.value, deployment)
        title = f"output {key} {said(expect)}"
        yield IntegrationCase(f"output:{key}", "outputs", title, "", "", expect)
    for location in locations:
        yield from _of_resource(location, locations, tier)
    if tier is not Tier.SMOKE:
        yield from flows(locations)
        yield from endpoints(locations)
        if not functions:
            yield from behaviours(locations)
            return
        from scaffold.plan.integration.demanding import takes_any
        from scaffold.plan.integration.live import live

        yield from (case for case in behaviours(locations) if takes_any(case, functions))
        yield from live(locations, functions)


def _of_resource(location: Location, locations: Locations, tier: Tier) -> Iterator[IntegrationCase]:
    address, title = location.resource.address, locations.deployment.title(location.resource)
    phrase = "exists and is active" if location.service.first.active else "exists"
    exists = Exists(location.service.first.active)
    yield IntegrationCase(f"exists:{address}", "resource", f"{title} {phrase}", address, phrase, exists)
    if tier is Tier.SMOKE:
        return
    every = tuple(rows(location, locations))
    plain = tuple(row for row in every if not relations_of(row, location))
    if plain:
        phrase = "is configured as declared"
        yield IntegrationCase(
            f"configured:{address}", "resource", f"{title} {phrase}", address, phrase, Configured(plain)
        )
    tagged = tags(location, locations)
    if tagged:
        phrase = "is tagged as declared"
        expect = Configured((tagged,))
        yield IntegrationCase(f"tags:{address}", "resource", f"{title} {phrase}", address, phrase, expect)
    for row in every:
        if relations_of(row, location):
            sentence = relation(row, location, locations)
            case_id = f"relation:{address}:{row.attribute}"
            yield IntegrationCase(case_id, "relations", sentence, address, sentence, Configured((row,)))


def _subject(location: Location, deployment: Deployment) -> Subject:
    questions = tuple(location.questions.values())
    resource, region = location.resource, deployment.region_of(location.resource)
    title, through = deployment.title(resource), location.through
    return Subject(resource.address, resource.type, title, through, questions, resource.position, region)


def _distinct(cases: Iterator[IntegrationCase]) -> Iterator[IntegrationCase]:
    """The cases with titles that no other of them has."""
    seen: dict[str, int] = {}
    for case in cases:
        title = again(case.title, seen)
        phrase = case.phrase + title[len(case.title) :]
        yield case if title == case.title else replace(case, title=title, phrase=phrase)
