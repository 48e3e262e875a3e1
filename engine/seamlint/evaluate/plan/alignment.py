"""Puts a planned resource and its code together: values from the plan, order and references from the code.

A plan sorts sets, so that its second ``ingress`` may be the first in the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 200
"""Blocks that are compared one by one; a longer list is put in order by what is wholly known."""


def merged(planned: dict[str, Value], written: dict[str, Value]) -> dict[str, Value]:
    """Return the values of a resource or block; what is not known is set only where the code sets it."""
    found = {name: each for name, each in planned.items() if name in written or not isinstance(each, Unknown)}
    for name, code in written.items():
        if name in planned:
            found[name] = _merged(planned[name], code)
        elif not is_known(code):
            found[name] = code
    return found


def _merged(planned: Value, code: Value) -> Value:
    if isinstance(planned, Sensitive) or isinstance(code, Sensitive):
        plain = _merged(_bare(planned), _bare(code))
        return plain if isinstance(plain, Sensitive) else Sensitive(plain)
    if isinstance(planned, list) and isinstance(code, list):
        return _lists(planned, code)
    if isinstance(planned, dict) and isinstance(code, dict):
        return merged(planned, code)
    if isinstance(planned, (Unknown, Reference, Text)) or (isinstance(planned, list) and not is_known(planned)):
        return planned if isinstance(code, Unknown) else code
    return planned


def _lists(planned: list[Value], code: list[Value]) -> list[Value]:
    if not any(isinstance(each, dict) for each in planned):
        if not is_known(planned):
            return planned if any(isinstance(each, Unknown) for each in code) else code
        order = {str(each): at for at, each in enumerate(code)}
        return sorted(planned, key=lambda each: order.get(str(each), len(order)))
    pairs, others = _paired(planned, code)
    return [*(_merged(block, code[at]) for at, block in sorted(pairs.items())), *others]


def _paired(planned: list[Value], code: list[Value]) -> tuple[dict[int, Value], list[Value]]:
    """Return the planned blocks by the place in the code of what they are, and those that are nowhere."""
    pairs: dict[int, Value] = {}
    free = list(range(len(code)))
    waiting = list(planned)
    for fits in (_same, _agrees):
        if fits is _agrees and len(waiting) > LONGEST:
            break
        waiting = [block for block in waiting if not _take(block, code, free, pairs, fits)]
    return pairs, waiting


def _take(block: Value, code: Sequence[Value], free: list[int], pairs: dict[int, Value], fits: Any) -> bool:
    at = next((at for at in free[:LONGEST] if fits(block, code[at])), None)
    if at is not None:
        free.remove(at)
        pairs[at] = block
    return at is not None


def _same(block: Value, code: Value) -> bool:
    """Tell whether all that the code says of a block is planned."""
    return is_known(code) and _agrees(block, code)


def _agrees(planned: Value, code: Value) -> bool:
    """Tell whether nothing known in the code contradicts the plan."""
    planned, code = _bare(planned), _bare(code)
    if isinstance(code, dict) and isinstance(planned, dict):
        return all(_agrees(planned.get(name), each) for name, each in code.items())
    if not is_known(code) or not is_known(planned):
        return True
    if isinstance(code, list) and isinstance(planned, list):
        return sorted(map(str, code)) == sorted(map(str, planned))
    return str(_unset(code)) == str(_unset(planned))


def _unset(value: Value) -> Value:
    return None if value is False or value in ("", [], {}) else value


def _bare(value: Value) -> Value:
    return value.value if isinstance(value, Sensitive) else value
