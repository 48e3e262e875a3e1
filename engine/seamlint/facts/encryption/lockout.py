"""Key policies that nobody can ever change again (KMS-002).

"Default key policy" and "Key policies in AWS KMS" in the AWS KMS Developer Guide, "PutKeyPolicy" in the AWS KMS API
Reference: the call works within the key's account alone, and only the key policy, not a grant, can allow it. A policy
that names the account leaves it to the account's root user and its identity policies; without that, those whom it
names have to exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.encryption.key_policies import KeyStatement, key_statements, own_arn
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.holders import holders
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.names import joined, readable_needs, same_account
from seamlint.facts.iam.access.policies import ALLOW_ALL
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.principals import BY_ACCOUNT, BY_ITSELF, Caller, CallerKind, Naming
from seamlint.facts.iam.proof import Kind
from seamlint.facts.iam.request import Policies, Request
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Document
    from seamlint.facts.iam.principals import Named
    from seamlint.facts.iam.proof import Decision
    from seamlint.graph.graph import Graph

_ANYONE = Unknown(("whoever is named",))
PUT_KEY_POLICY = "kms:PutKeyPolicy"
# "AWS KMS condition keys": a call that people make themselves comes through no service, and encrypts nothing.
_DIRECT = dict.fromkeys((
    "kms:viaservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "kms:grantisforawsresource",
    "kms:grantoperations", "kms:granteeprincipal", "kms:encryptioncontextkeys", "aws:sourcearn", "aws:sourceaccount",
    "aws:sourceorgid", "aws:sourceowner",
)) | {"aws:viaawsservice": "false", "aws:principalisawsservice": "false"}  # fmt: skip
_CONTEXT = "kms:encryptioncontext:"
_NAMES_A_PRINCIPAL = ("aws:principalarn", "aws:userid", "aws:username", "aws:principaltype")


class Lockout(NamedTuple):
    """A key policy under which nobody is known to keep the right to change it.

    Attributes:
        statements: all of it, at least one.
        verdict: UNDECIDED where somebody whom no scanned code declares may have the right.
        needs: names of what would decide it.
        denying: the statement that takes the right from somebody whom another one gives it; None where none does.
    """

    statements: tuple[KeyStatement, ...]
    verdict: Verdict
    needs: tuple[str, ...]
    denying: KeyStatement | None = None


@fact
def lockouts(graph: Graph) -> list[Lockout]:
    """Return the key policies that lock everyone out, or may."""
    by_policy: dict[int, list[KeyStatement]] = {}
    for each in key_statements(graph):
        by_policy.setdefault(id(each.written.document), []).append(each)
    found = (_lockout(graph, tuple(policy)) for policy in by_policy.values())
    return [each for each in found if each.verdict is not Verdict.NO]


def _lockout(graph: Graph, policy: tuple[KeyStatement, ...]) -> Lockout:
    first = policy[0]
    exists = first.written.entity.presence
    by_root = _decision(graph, first, _root_user(first))
    if by_root.verdict is Verdict.YES or by_root.is_conditional:
        return Lockout(policy, Verdict.NO, ())
    anybody = _decision(graph, first, _somebody(first))
    named = [_asked(graph, first, who) for who in _named(graph, policy)]
    if anybody.verdict is Verdict.NO or _is_lost_by_all(graph, policy, named):
        denying = _denying(policy, [by_root, anybody, *(each.decision for each in named)])
        return Lockout(policy, exists & _is_whole(graph, first), first.written.needs, denying)
    kept = any(_keeps(graph, first, who) for who in _candidates(graph, policy))
    outside = tuple(_outside(graph, policy))
    missing = readable_needs((*anybody.missing, *needs(first.account))) or outside or (first.title,)
    return Lockout(policy, Verdict.NO if kept else Verdict.UNDECIDED, missing)


def _is_lost_by_all(graph: Graph, policy: tuple[KeyStatement, ...], named: list[Answer]) -> bool:
    """Tell whether the policy names none but principals of the graph, and each of them certainly lacks the right."""
    first = policy[0]
    if not named or any(_outside(graph, policy)) or not all(map(_is_denied_by_key, named)):
        return False
    return _decision(graph, first, _unnamed(first)).verdict is Verdict.NO


def _is_denied_by_key(answer: Answer) -> bool:
    """Tell whether the key policy itself refuses somebody: not a boundary, which the safety check does not look at."""
    by_key = Kind.RESOURCE in {step.kind for step, _ in answer.decision.denying}
    allowed = Kind.RESOURCE in {step.kind for step, _ in answer.decision.allowing}
    return answer.verdict is Verdict.NO and (by_key or not allowed)


def _denying(policy: tuple[KeyStatement, ...], decisions: list[Decision]) -> KeyStatement | None:
    """Return the first statement that denies what another one of the policy allows."""
    lost = [each for each in decisions if any(step.kind is Kind.RESOURCE for step, _ in each.allowing)]
    denied = {id(match.statement) for each in lost for _, match in each.denying}
    return next((each for each in policy if id(each.written.statement) in denied), None)


def _decision(graph: Graph, policy: KeyStatement, who: Caller) -> Decision:
    """Return what the key policy alone makes of a caller of the key's account who may do anything else."""
    account = policy.account
    known: dict[str, object] = {"kms:calleraccount": account, "aws:principalaccount": account}
    known |= {"aws:resourceaccount": account, "aws:principalarn": who.arn, **_DIRECT}
    if who.kind is not CallerKind.ROOT:
        known |= dict.fromkeys(_NAMES_A_PRINCIPAL, UNKNOWN)
    document = policy.written.document
    known |= dict.fromkeys(_contexts(document))
    owner = account if isinstance(account, str) else None
    context = Context(known, UNKNOWN)
    request = Request(who, PUT_KEY_POLICY, own_arn(graph, policy), owner, context, Verdict.YES)
    return decide(request, Policies(identity=(ALLOW_ALL,), resource=document))


def _contexts(document: Document) -> Iterator[str]:
    for statement in document.statements:
        yield from (each.key for each in statement.conditions if each.key.startswith(_CONTEXT))


def _root_user(policy: KeyStatement) -> Caller:
    """Return the root user of the key's account."""
    root = _arn(policy, "iam", "root")
    return _caller(CallerKind.ROOT, root, policy, ((policy.account, BY_ITSELF), (root, BY_ITSELF)))


def _somebody(policy: KeyStatement) -> Caller:
    """Return a user, role or session of the key's account, whoever it is."""
    others = tuple((_arn(policy, service, _ANYONE), BY_ITSELF) for service in ("iam", "sts"))
    return _caller(CallerKind.ROLE, others[0][0], policy, (*_as_account(policy), *others))


def _unnamed(policy: KeyStatement) -> Caller:
    """Return a role of the key's account that the policy does not name."""
    return _caller(CallerKind.ROLE, _arn(policy, "iam", _ANYONE), policy, _as_account(policy))


def _as_account(policy: KeyStatement) -> tuple[tuple[Value, Naming], ...]:
    return (policy.account, BY_ACCOUNT), (_arn(policy, "iam", "root"), BY_ACCOUNT)


def _arn(policy: KeyStatement, service: str, rest: str | Unknown) -> Value:
    resource = policy.policy_holder.resource
    return joined((f"arn:{resource.partition or 'aws'}:{service}::", policy.account, ":", rest))


def _caller(kind: CallerKind, arn: Value, policy: KeyStatement, named: tuple[tuple[Value, Naming], ...]) -> Caller:
    known = {name: naming for name, naming in named if isinstance(name, str)}
    unknown = tuple((name, naming) for name, naming in named if not isinstance(name, str))
    account = policy.account if isinstance(policy.account, str) else None
    return Caller(kind, arn, account, {"AWS": known}, unknown_names=unknown, is_foreseen=True)


def _is_whole(graph: Graph, policy: KeyStatement) -> Verdict:
    """Tell whether the document is all that the key's policy says."""
    if policy.key is None:
        return Verdict.YES
    target = resource_target(graph, policy.key)
    return Verdict.YES if target.is_complete and len(target.policies) == 1 else Verdict.UNDECIDED


def _candidates(graph: Graph, policy: tuple[KeyStatement, ...]) -> Iterator[Identity]:
    """Yield the principals of the graph whom the policy names, and those whom it may leave the right to."""
    yield from _named(graph, policy)
    if policy[0].key is not None:
        for group in holders(graph, PUT_KEY_POLICY).candidates(own_arn(graph, policy[0])):
            yield from group


def _named(graph: Graph, policy: tuple[KeyStatement, ...]) -> Iterator[Identity]:
    """Yield the principals of the graph whom the policy of a key names."""
    for each in policy if policy[0].key is not None else ():
        principals = each.written.statement.principals
        for entry in principals.entries if principals is not None else ():
            if isinstance(entry.value, (str, Text, Reference)) and entry.value in by_arn(graph):
                yield by_arn(graph)[entry.value]


def _asked(graph: Graph, policy: KeyStatement, who: Identity) -> Answer:
    """Return whether a principal of the graph may change the policy of a key."""
    assert policy.key is not None
    return can(graph, who, PUT_KEY_POLICY, resource_target(graph, policy.key), _DIRECT)


def _keeps(graph: Graph, policy: KeyStatement, who: Identity) -> bool:
    """Tell whether a principal of the graph keeps the right."""
    if policy.key is None or same_account(who.account, policy.account) is not Verdict.YES:
        return False
    return who.entity.presence is Verdict.YES and _asked(graph, policy, who).verdict is Verdict.YES


def _outside(graph: Graph, policy: tuple[KeyStatement, ...]) -> Iterator[str]:
    """Yield the names of principals that no scanned code declares."""
    for each in policy:
        principals = each.written.statement.principals
        if principals is not None and each.written.statement.effect is Effect.ALLOW:
            others = [entry.value for entry in principals.entries if _is_somebody(graph, entry)]
            yield from (f"whether {' '.join(needs(each)) or each} exists" for each in others)


def _is_somebody(graph: Graph, entry: Named) -> bool:
    """Tell whether a principal is, or may be, a user, role or session that no scanned code declares."""
    value = entry.value
    if entry.type != "AWS" or isinstance(value, (list, dict)) or value in by_arn(graph):
        return False
    return not isinstance(value, str) or (value.startswith("arn:") and not value.endswith(":root"))
