"""The functions of the AWS provider.

Source: Terraform AWS provider documentation, functions "arn_build", "arn_parse", "trim_iam_role_path", "user_agent".
"""

from __future__ import annotations

import re

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.partial_text import partial, parts_of
from seamlint.evaluate.terraform.types import STRING, ObjectOf
from seamlint.evaluate.terraform.values import Object, Unknown, Value
from seamlint.patterns import Pattern

_SECTIONS = ("partition", "service", "region", "account_id", "resource")
_ROLE = Pattern(r"(arn:[^:]*:iam::[^:]*:role)/(?:.*/)?([^/]+)", re.DOTALL)
_BUILD = tuple(Parameter(name, STRING, unknown=True) for name in _SECTIONS)
_ARN = Parameter("arn", STRING)


@function("provider::aws::arn_parse", _ARN, returns=ObjectOf(dict.fromkeys(_SECTIONS, STRING)))
def arn_parse(arn: str) -> Object:
    """Return the sections of an ARN."""
    return Object(dict(zip(_SECTIONS, _sections(arn), strict=True)))


def _sections(arn: str) -> list[str]:
    sections = arn.split(":", 5)
    if sections[0] != "arn":
        raise FunctionError("arn: invalid prefix", 0)
    if len(sections) != 6:
        raise FunctionError("arn: not enough sections", 0)
    return sections[1:]


@function("provider::aws::arn_build", *_BUILD, returns=STRING)
def arn_build(*sections: str | Unknown) -> Value:
    """Return the ARN of some sections."""
    missing = [section for section in sections if isinstance(section, Unknown)]
    parts = ["arn", *(part for section in sections for part in (":", *parts_of(section)))]
    return partial(parts, *missing) if missing else "".join(part for part in parts if isinstance(part, str))


@function("provider::aws::trim_iam_role_path", _ARN, returns=STRING)
def trim_iam_role_path(arn: str) -> str:
    """Return a role's ARN without the path before the role's name."""
    _, service, region, _, resource = _sections(arn)
    if service != "iam":
        raise FunctionError(f'service must be "iam", got: "{service}"', 0)
    if region:
        raise FunctionError(f'region must be empty, got: "{region}"', 0)
    match = _ROLE.fullmatch(arn)
    if match is None:
        raise FunctionError(f'resource must begin with "role/", got: "{resource}"', 0)
    return f"{match[1]}/{match[2]}"


@function("provider::aws::user_agent", Parameter("product_name", STRING), Parameter("product_version", STRING),
          Parameter("comment", STRING), returns=STRING)  # fmt: skip
def user_agent(name: str, version: str, comment: str) -> str:
    """Return a product as it stands in a User-Agent header."""
    if not name:
        raise FunctionError("product_name must not be empty", 0)
    return name + (f"/{version}" if version else "") + (f" ({comment})" if comment else "")
