"""Functions that a cache behaviour runs: read alike in every dialect, but for the names of attributes.

Source: Amazon CloudFront Developer Guide, "CloudFront events that can trigger a Lambda@Edge function".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.reading import blocks, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.values import Value

_RESPONSES = ("viewer-response", "origin-response")


def sees_requests(behavior: dict[str, Value], associations: Iterable[str], event: str) -> bool:
    """Tell whether a function may see requests on their way to the origin.

    Args:
        behavior: the cache behaviour.
        associations: the blocks that name functions.
        event: of such a block, the attribute that says when the function runs.
    """
    found = [blocks(behavior.get(name)) for name in associations]
    events = (text(block.get(event)) for each in found for block, _ in each.found)
    return any(not each.complete for each in found) or any(each not in _RESPONSES for each in events)
