"""Calls of functions as expressions make them, for tests."""

from __future__ import annotations

from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.scope import FileAccess, Scope
from seamlint.evaluate.terraform.types import STRING
from seamlint.evaluate.terraform.values import Object, Unknown, Value
from seamlint.evaluate.values import Reference
from seamlint.syntax.hcl import parse_expression

BUCKET = Reference("root", "aws_s3_bucket.b", "arn")


def result(expression: str, files: FileAccess | None = None, **names: Value) -> Value:
    """Evaluate an expression in which ``local.arn`` is a computed ARN and ``local.u`` an unknown string."""
    arn = Unknown(STRING, ("aws_s3_bucket.b.arn",), (BUCKET,))
    known = {"arn": arn, "u": Unknown(STRING, ("var.u",)), **names}
    return evaluate(parse_expression(expression), Scope({"local": Object(known)}, files))


def parts(expression: str, **names: Value) -> tuple[object, ...]:
    """Return what is known of the text of an expression's unknown value."""
    value = result(expression, **names)
    assert isinstance(value, Unknown), value
    return value.parts
