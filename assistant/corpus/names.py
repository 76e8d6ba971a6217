"""Names of people, given name first."""

import re

_SUFFIX = re.compile(r"(?:jr|sr)\.?|[ivx]+", re.IGNORECASE)


def given_first(name: str) -> str:
    """ "Ida Näf" of "Näf, Ida"; "Ann Lee Jr" of "Lee, Ann, Jr" and of "Lee, Jr, Ann". Others stay as they are."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 2:
        return f"{parts[0]} {parts[1]}" if _SUFFIX.fullmatch(parts[1]) else f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        last, *rest = parts
        suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), rest[1])
        given = rest[0] if suffix is rest[1] else rest[1]
        return f"{given} {last} {suffix}"
    return name.strip()
