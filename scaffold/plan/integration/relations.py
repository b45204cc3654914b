"""Relations that hold in the deployment, one sentence each: the function's role, the alarm's topic."""

from __future__ import annotations

from scaffold.model.integration import Row, terms
from scaffold.model.values import Reference, references
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared
from scaffold.plan.sentences import Pointing
from scaffold.plan.words import listed

#: Documents are compared whole: what they name is part of what they say.
_WHOLE = frozenset({"contains", "json", "policy"})


def relations_of(row: Row, location: Location) -> tuple[Reference, ...]:
    """The references that a row is about, where it is about nothing else."""
    if row.normal in _WHOLE or row.each or next(terms(row.declared), None) is None:
        return ()
    value = declared(location.resource, row.attribute)
    targets = value if isinstance(value, tuple) else (value,)
    found = tuple(item for item in targets if isinstance(item, Reference) and not item.address.startswith("data."))
    return found if len(found) == len(targets) else ()


def relation(row: Row, location: Location, locations: Locations) -> str:
    """What a row says in a sentence."""
    deployment, resource = locations.deployment, location.resource
    targets = [deployment.by_address.get(found.address) for found in relations_of(row, location)]
    known = [found for found in targets if found is not None]

    def sibling(attribute: str) -> str:
        others = (deployment.by_address.get(found.address) for found in references(declared(resource, attribute)))
        return listed([deployment.title(other) for other in others if other is not None] or [""])

    words = listed(list(dict.fromkeys(deployment.title(found) for found in known)) or ["something else"])
    type_ = known[0].type if known else ""
    names = tuple(row.attribute.split("."))
    return Pointing(deployment.title(resource), resource.type, names, words, type_, sibling).sentence()
