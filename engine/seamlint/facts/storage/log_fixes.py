"""What a bucket's policy has to grant a writer of logs, as text that can be pasted.

Source: the pages named in `log_writers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.names import names
from seamlint.model.iam import ProtectedResource
from seamlint.model.logs import Writer
from seamlint.model.paste import statements
from seamlint.model.paste.conditions import NewCondition
from seamlint.model.paste.statements import NewStatement
from seamlint.model.verdict import Verdict

if TYPE_CHECKING:
    from seamlint.facts.storage.log_delivery import Undelivered
    from seamlint.graph.graph import Graph


def granted(graph: Graph, found: Undelivered) -> str:
    """Return the statements that a bucket's policy lacks, in a policy where the bucket has none."""
    assert found.access is not None
    denied = [match for each in found.access.refused for _, match in each.decision.denying]
    if any(match.verdict is Verdict.YES for match in denied):
        service = found.row.service
        spared = f'"StringNotEquals": {{"aws:PrincipalServiceName": "{service}"}}'
        return f"let the Deny spare {service}, say by a condition\n{spared}"
    new = [_statement(graph, found, action) for action in dict.fromkeys(each.action for each in found.access.refused)]
    policies = (each.source for answer in found.access.refused for each in answer.target.policies)
    source = next((each for each in policies if each is not None), None)
    if source is None:
        return f"give the bucket a policy:\n{statements.bucket_policy(found.bucket, new)}"
    return f"add this to the bucket's policy:\n{statements.added(source, new)}"


def _statement(graph: Graph, found: Undelivered, action: str) -> NewStatement:
    bucket = graph.of(ProtectedResource, found.bucket)[0]
    arn = statements.arn(bucket, names(graph).arn(bucket))
    account = names(graph).account(found.delivery)
    conditions = []
    if found.row.acl and action == "s3:PutObject":
        conditions.append(NewCondition("StringEquals", "s3:x-amz-acl", found.row.acl))
    if found.row.sends_account and isinstance(account, str):
        conditions.append(NewCondition("StringEquals", "aws:SourceAccount", account))
    below = f"/{_folder(found)}*" if action == "s3:PutObject" else ""
    return NewStatement([action], services=[found.row.service], resources=[arn + below], conditions=conditions)


def _folder(found: Undelivered) -> str:
    """Return the folder below which the writer writes, as far as it is known."""
    prefix = found.delivery.prefix
    if found.delivery.writer is Writer.BUCKET:
        return prefix if isinstance(prefix, str) else ""
    known = isinstance(found.access.folder, str) if found.access is not None else False
    return f"{found.access.folder}AWSLogs/" if known and found.access is not None else ""
