"""Characters as people count them: extended grapheme clusters, which Terraform's string functions work on.

Source: Unicode Standard Annex 29, "Unicode Text Segmentation"; Terraform documentation, "length Function".
"""

from __future__ import annotations


def graphemes(text: str) -> list[str]:
    """Return the characters of a text."""
    if text.isascii() and "\r" not in text:
        return list(text)
    import regex

    found: list[str] = regex.findall(r"\X", text)
    return found
