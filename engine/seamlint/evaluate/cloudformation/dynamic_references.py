"""Dynamic references: values that CloudFormation fetches from other services when it deploys.

Source: CloudFormation User Guide, "Get values stored in other services using dynamic references".
"""

from __future__ import annotations

from seamlint.evaluate.cloudformation.partial import Part, text
from seamlint.evaluate.values import Sensitive, Unknown, Value
from seamlint.patterns import Pattern

MARK = "{{resolve:"
_REFERENCE = Pattern(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]*)\}\}")
_SOURCES = {"ssm": "the SSM parameter", "ssm-secure": "the SSM parameter", "secretsmanager": "the secret"}


def resolved(written: str) -> Value:
    """Return a text with what it fetches not known; a secret in it makes all of it sensitive."""
    parts: list[Part] = []
    at = 0
    secret = False
    for match in _REFERENCE.finditer(written):
        parts += [written[at : match.start()], Unknown((f"{_SOURCES[match[1]]} {_name(match[1], match[2])}",))]
        at = match.end()
        secret = secret or match[1] != "ssm"
    value = text([*parts, written[at:]])
    return Sensitive(value) if secret else value


def _name(service: str, rest: str) -> str:
    """Return the name without version, stage and key; a secret's ARN holds colons itself."""
    if service == "secretsmanager" and rest.startswith("arn:"):
        return ":".join(rest.split(":")[:7])
    return rest.partition(":")[0]
