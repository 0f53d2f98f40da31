"""The server's reading of a plan: what is shown, frozen and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planning.plans import catalogue
from planning.plans.films import ViewFilm
from planning.plans.reading import Reading, readings
from planning.plans.variants import working_variant


def plan_readings(document: Mapping[str, Any], films: Sequence[ViewFilm]) -> list[Reading]:
    """Read every measurement of a plan.

    Parameters
    ----------
    document : mapping
        A valid plan document.
    films : sequence of ViewFilm
        Of all its views.

    Returns
    -------
    list of Reading
        In the document's order.
    """
    definitions, families = catalogue.definitions(), catalogue.families_of(document)
    variant_id = working_variant(document)
    found = {
        reading.id: reading
        for one in films
        for reading in readings(
            document,
            one.view["id"],
            one.scale,
            definitions,
            families,
            variant_id,
            hanging=one.hanging,
        )
    }
    return [found[item["id"]] for item in document["measurements"] if item["id"] in found]
