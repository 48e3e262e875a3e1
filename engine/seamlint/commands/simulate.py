"""``seamlint simulate``: a local IAM policy simulator, JSON lines in, decisions with proof out.

A request is an object with ``principal``, ``action``, ``resource``, and as needed ``id``, ``resourceAccount``,
``context``, ``identityPolicies``, ``resourcePolicy``, ``boundaries``, ``sessionPolicy``, ``scps``, ``rcps``,
``vpcePolicies`` and ``managementAccount``. An array in the context is a multivalued key; null says that the request
does not carry the key. A line that is no such request is answered by an object with its number and what is wrong.
"""

from __future__ import annotations

import json
import marshal
import sys
from typing import TYPE_CHECKING, Any, TextIO

from seamlint.commands.exits import CLEAN, UNUSABLE, UsageError
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.arns import parse_arn
from seamlint.facts.iam.context import Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import Document, Effect, parse_document, written_path
from seamlint.facts.iam.principals import ANONYMOUS, Caller, caller
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.facts.iam.request import Policies, Request

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from seamlint.facts.iam.matching import Match
    from seamlint.facts.iam.proof import Decision, Step

_FIELDS = {
    Kind.RESOURCE_CONTROL: "rcps[{level}][{policy}]",
    Kind.SERVICE_CONTROL: "scps[{level}][{policy}]",
    Kind.RESOURCE: "resourcePolicy",
    Kind.IDENTITY: "identityPolicies[{policy}]",
    Kind.BOUNDARY: "boundaries[{policy}]",
    Kind.SESSION: "sessionPolicy",
    Kind.ENDPOINT: "vpcePolicies[{policy}]",
}
_MOST_DOCUMENTS = 4096
_LONGEST_LINE = 16 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="requests, one JSON object a line; - or nothing reads standard input",
    )


def run(args: argparse.Namespace) -> int:
    """Answer every request; return 0, or 2 where a line was no request.

    Raises:
        UsageError: the file cannot be read.
    """
    if args.file == "-":
        return _answer_all(sys.stdin)
    try:
        with open(args.file, encoding="utf-8", errors="replace") as lines:
            return _answer_all(lines)
    except OSError as error:
        raise UsageError(f"cannot read {args.file}: {error.strerror}") from None


def _answer_all(lines: TextIO) -> int:
    code = CLEAN
    for answer in answers(_bounded(lines)):
        if "error" in answer:
            code = UNUSABLE
        sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
    return code


def _bounded(lines: TextIO) -> Iterator[str]:
    """Read lines; of one that is too long to be a request, a part that is none."""
    while line := lines.readline(_LONGEST_LINE):
        yield line
        while not line.endswith("\n") and len(line) == _LONGEST_LINE:
            line = lines.readline(_LONGEST_LINE)


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Answer requests one by one, in their order; empty lines are skipped."""
    documents = _Documents()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _answer(line.removeprefix("\ufeff"), number, documents)


def _answer(line: str, number: int, documents: _Documents) -> dict[str, Any]:
    fields: Any = None
    try:
        fields = json.loads(line)
        request, policies = _request(fields), documents.policies(fields)
    except _BadRequestError as error:
        return _error(fields, number, str(error))
    except (ValueError, RecursionError) as error:
        return _error(fields, number, f"not a JSON object: {error}")
    decision = decide(request, policies)
    return {"id": fields.get("id"), "decision": decision.outcome.value, "because": list(_because(decision))}


def _error(fields: Any, number: int, message: str) -> dict[str, Any]:
    identified = {"id": fields["id"]} if isinstance(fields, dict) and "id" in fields else {}
    return {**identified, "line": number, "error": message}


class _BadRequestError(Exception):
    """What is wrong with a request, as its writer should read it."""


def _request(fields: Any) -> Request:
    if not isinstance(fields, dict):
        raise _BadRequestError("a request is a JSON object")
    context = _context(fields.get("context") or {})
    action, resource = _text(fields, "action"), _text(fields, "resource")
    if ":" not in action:
        raise _BadRequestError(f"action {action!r} lacks its service: write 's3:GetObject'")
    who = _caller(fields.get("principal"), context)
    owner = fields.get("resourceAccount") or _owner(resource) or who.account
    if not isinstance(owner, (str, type(None))):
        raise _BadRequestError("resourceAccount is an account id in quotes")
    return Request(who, action, resource, owner, Context(context))


def _context(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _BadRequestError("context is an object of condition keys")
    for key, item in value.items():
        for each in item if isinstance(item, list) else (item,):
            if isinstance(each, (dict, list)):
                raise _BadRequestError(f"context.{key} is text, a number, a boolean, null or a list of these")
    return value


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise _BadRequestError(f"a request needs {name}, as text")
    return value


def _owner(resource: str) -> str | None:
    arn = parse_arn(resource)
    return arn.account or None if arn else None


def _caller(principal: Any, context: dict[str, Any]) -> Caller:
    if isinstance(principal, dict) and principal.get("type") == "Anonymous":
        return ANONYMOUS
    if not isinstance(principal, str):
        raise _BadRequestError('a request needs principal: an ARN, a service, or {"type": "Anonymous"}')
    role = next((value for key, value in context.items() if key.lower() == "aws:principalarn"), None)
    try:
        return caller(principal, role if isinstance(role, str) and ":role/" in role else None)
    except ValueError as error:
        raise _BadRequestError(str(error)) from None


class _Documents:
    """The policies of requests; equal policies, which batches are full of, are parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[bytes, Document] = {}

    def policies(self, fields: dict[str, Any]) -> Policies:
        account = fields.get("managementAccount")
        return Policies(
            identity=self._several(fields, "identityPolicies"),
            resource=self._one(fields, "resourcePolicy"),
            boundaries=self._several(fields, "boundaries"),
            session=self._one(fields, "sessionPolicy"),
            service_control=self._levels(fields, "scps"),
            resource_control=self._levels(fields, "rcps"),
            endpoint=self._several(fields, "vpcePolicies"),
            management_account=account if isinstance(account, str) else None,
        )

    def _one(self, fields: dict[str, Any], name: str) -> Document | None:
        value = fields.get(name)
        return None if value is None else self._document(value, name)

    def _several(self, fields: dict[str, Any], name: str) -> tuple[Document, ...]:
        return tuple(self._document(value, f"{name}[{i}]") for i, value in enumerate(_list(fields.get(name), name)))

    def _levels(self, fields: dict[str, Any], name: str) -> tuple[tuple[Document, ...], ...]:
        return tuple(
            tuple(self._document(value, f"{name}[{i}][{j}]") for j, value in enumerate(_list(level, f"{name}[{i}]")))
            for i, level in enumerate(_list(fields.get(name), name))
        )

    def _document(self, value: Any, place: str) -> Document:
        content = marshal.dumps(value)
        document = self._parsed.get(content)
        if document is None:
            if len(self._parsed) >= _MOST_DOCUMENTS:
                self._parsed.clear()
            document = self._parsed[content] = parse_document(value)
        if document.problems:
            problem = document.problems[0]
            raise _BadRequestError(f"{place}{_dotted(written_path(problem.path))}: {problem.message}")
        return document


def _list(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _BadRequestError(f"{name} is a list of policies")
    return value


def _dotted(path: str) -> str:
    return f".{path}" if path else ""


def _because(decision: Decision) -> Iterator[dict[str, Any]]:
    """Explain a decision: the rule, the statements that made it, and the policies that let nothing through."""
    yield {"says": decision.rule}
    if decision.outcome is not Outcome.EXPLICITLY_DENIED:
        yield from (_statement(step, match, Effect.ALLOW) for step, match in decision.allowing)
    if decision.outcome is not Outcome.ALLOWED:
        yield from (_statement(step, match, Effect.DENY) for step, match in decision.denying)
    if decision.outcome in (Outcome.IMPLICITLY_DENIED, Outcome.UNDECIDED):
        yield from (_silence(step) for step in decision.withholding if not step.opinion.allows)


def _statement(step: Step, match: Match, effect: Effect) -> dict[str, Any]:
    policy = _FIELDS[step.kind].format(level=step.level, policy=match.policy)
    statement = written_path(match.statement.path)
    surely, maybe = {Effect.ALLOW: ("allows", "may allow"), Effect.DENY: ("denies", "may deny")}[effect]
    does = surely if match.verdict is Verdict.YES else maybe
    said: dict[str, Any] = {
        "says": f"{policy}.{statement} {does} it",
        "policy": policy,
        "statement": statement,
        "effect": effect.value,
        "applies": match.verdict.value,
    }
    if match.statement.sid:
        said["sid"] = match.statement.sid
    if match.hangs_on:
        said["if"] = [written_path(condition.path) for condition in match.hangs_on]
    return said


def _silence(step: Step) -> dict[str, Any]:
    policy = _FIELDS[step.kind].partition("[{policy}")[0].format(level=step.level)
    return {"says": f"{policy}: no statement allows it", "policy": policy, "applies": Verdict.NO.value}
