"""The desired maps beside the current ones."""

from cjm_tui.domain.journey_versions import Placed, VersionedJourney, compare
from cjm_tui.store.session import Reader


def journey_versions(reader: Reader) -> tuple[VersionedJourney, ...]:
    """Return each journey of which there is a desired map; by its id, or else by its name."""
    names: dict[str, str] = {}
    maps: dict[tuple[str, str], list[Placed]] = {}
    for journey_id, name, version, *place in reader.query("journey_versions"):
        names.setdefault(journey_id, name)
        maps.setdefault((journey_id, version), []).append(Placed(*place))
    current = {of for of, version in maps if version == "current"}
    by_name = {names[of].casefold(): of for of in current}
    found = []
    for (of, version), desired in maps.items():
        if version != "desired":
            continue
        other = of if of in current else by_name.get(names[of].casefold())
        now = maps[other, "current"] if other is not None else []
        lines = compare(now, desired)
        found.append(VersionedJourney(names[of], other is not None, lines))
    return tuple(found)
