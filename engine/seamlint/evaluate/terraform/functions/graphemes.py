"""Characters as people count them: extended grapheme clusters, which Terraform's string functions work on.

Terraform follows Unicode 15.0, which does not yet join the consonants of an Indic conjunct.
Source: Unicode Standard Annex 29, "Unicode Text Segmentation", revisions 41 and 43 (rule GB9c); Terraform
documentation, "length Function".
"""

from __future__ import annotations

_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
_CONJUNCT = r"(?<=[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d][\p{Mn}\u200d]*)(?=\p{Lo})"


def graphemes(text: str) -> list[str]:
    """Return the characters of a text."""
    if text.isascii() and "\r" not in text:
        return list(text)
    import regex

    found: list[str] = []
    for piece in regex.split(_CONJUNCT, text) if _VIRAMAS.intersection(text) else (text,):
        found += regex.findall(r"\X", piece)
    return found
