"""Data under AWS managed keys that is granted to other accounts (KMS-008).

"AWS managed keys" in the AWS KMS Developer Guide: their policies let principals of their own account in, and nobody can
edit them. "Cross-account access to an encrypted secret", "Sharing bucket objects encrypted with SSE-KMS" and the like
say so of each service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Verdict, needs
from seamlint.facts.encryption.data import encrypted
from seamlint.facts.encryption.data_access import ACCESS
from seamlint.facts.encryption.keys import AwsManagedKey
from seamlint.facts.iam.access.holders import on_action
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.names import names, readable_needs, same_account
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.strangers import account_of
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.encryption.data import Encrypted
    from seamlint.facts.encryption.data_access import Access
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.principals import Named
    from seamlint.graph.graph import Graph

_NAMES_ITS_OWN_KEY = frozenset({"s3:PutObject"})
"""Actions whose caller may choose another encryption than the default."""


class Shared(NamedTuple):
    """A statement that grants another account data that it cannot decrypt.

    Attributes:
        data: under an AWS managed key.
        access: what is granted.
        policy, statement: what grants it.
        who: the other account, or somebody there, in words.
        verdict: UNDECIDED where an account, or the key, is not known.
        needs: names of what would decide it.
    """

    data: Encrypted
    access: Access
    policy: Policy
    statement: Statement
    who: str
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def shared_data(graph: Graph) -> list[Shared]:
    """Return the grants to other accounts of data under AWS managed keys, a statement once."""
    return [found for data in encrypted(graph) if isinstance(data.key, AwsManagedKey) for found in _of(graph, data)]


def _of(graph: Graph, data: Encrypted) -> Iterator[Shared]:
    protected = next(iter(graph.of(ProtectedResource, data.owner)), None)
    for policy in resource_target(graph, protected).policies if protected is not None else ():
        for statement in policy.document.statements:
            access = _granted(statement, data)
            if access is not None:
                yield from _strangers(graph, data, access, policy, statement)


def _granted(statement: Statement, data: Encrypted) -> Access | None:
    """Return the first access to the data that a statement allows."""
    principals = statement.principals
    if statement.effect is not Effect.ALLOW or principals is None or principals.inverted:
        return None
    allowed = (each for each in ACCESS.get((data.service, data.kind), ()) if each.action not in _NAMES_ITS_OWN_KEY)
    return next((each for each in allowed if on_action(statement, each.action.lower()) is Verdict.YES), None)


def _strangers(graph: Graph, data: Encrypted, access: Access, policy: Policy, statement: Statement) -> Iterator[Shared]:
    """Yield the grant to the first of another account, else to the first who may be."""
    own = names(graph).account(data.owner)
    found: dict[Verdict, tuple[str, tuple[str, ...]]] = {}
    for entry in statement.principals.entries if statement.principals is not None else ():
        account = _account(graph, entry, data)
        if account is not None:
            missing = readable_needs((*needs(account), *needs(own)))
            found.setdefault(~same_account(account, own), (_title(graph, entry), missing))
    verdict = Verdict.YES if Verdict.YES in found else Verdict.UNDECIDED
    if verdict in found:
        who, missing = found[verdict]
        yield Shared(data, access, policy, statement, who, verdict & data.verdict, missing or data.needs)


def _account(graph: Graph, entry: Named, data: Encrypted) -> Value:
    """Return the account of a principal, as far as it is told; None for services and everyone."""
    account = account_of(graph, entry.value, data.owner) if entry.type == "AWS" and entry.value != "*" else None
    return account if isinstance(account, (str, Reference)) else None


def _title(graph: Graph, entry: Named) -> str:
    who = by_arn(graph).get(entry.value) if not isinstance(entry.value, (list, dict)) else None
    if who is not None:
        return who.address
    return entry.value if isinstance(entry.value, str) else " ".join(needs(entry.value))
