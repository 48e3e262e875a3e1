"""Lines of keys in TOML, which its parser does not tell."""

from __future__ import annotations

from seamlint.patterns import Pattern

_HEADER = Pattern(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = Pattern(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = Pattern(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of a key, or of the nearest table around it that has a line of its own.

    A number in the path counts the entries of an array of tables, from 0: ``("units", 1, "account")``.
    """
    places = _places(text)
    while path and path not in places:
        path = path[:-1]
    return places.get(path, 1)


def _places(text: str) -> dict[tuple[str | int, ...], int]:
    places: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    entries: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                entries[table] = entries.get(table, -1) + 1
                table = (*table, entries[table])
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            for end in range(1, len(parts := _parts(key[1])) + 1):
                places.setdefault((*table, *parts[:end]), number)
    return places


def _parts(name: str) -> tuple[str | int, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(name))
