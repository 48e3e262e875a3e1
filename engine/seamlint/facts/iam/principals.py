"""Principals: who calls, and whom the ``Principal`` element of a statement names.

"AWS JSON policy elements: Principal", "...: NotPrincipal" and "IAM identifiers" in the IAM User Guide. Naming an
account delegates to it, naming a role names all its sessions, and everything else names the caller itself; what each
is worth depends on the request (`decision`).
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from seamlint.data_classes import dataclass, field, replace
from seamlint.evaluate.values import Reference, Text, Value, Verdict, needs
from seamlint.facts.iam.arns import parse_arn
from seamlint.facts.iam.globs import literal
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

_ACCOUNT = Pattern(r"[0-9]{12}")
_CANONICAL = Pattern(r"[0-9a-f]{64}")
_DELETED = Pattern(r"A(ROA|IDA)[A-Z0-9]{12,124}")
_WEB_IDENTITY_PROVIDERS = frozenset(
    {"cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com"}
)
_SERVICE_SUFFIXES = (".amazonaws.com", ".amazonaws.com.cn", ".aws.internal")


class CallerKind(Enum):
    """What sort of principal calls."""

    ROOT = "account root user"
    USER = "user"
    ROLE = "role"
    SESSION = "role session"
    FEDERATED_USER = "federated user"
    SERVICE = "service"
    IDENTITY_PROVIDER = "identity provider"
    ORIGIN_ACCESS_IDENTITY = "origin access identity"
    CANONICAL_USER = "canonical user"
    ANONYMOUS = "anonymous"


class Naming(NamedTuple):
    """How a statement names a caller, a verdict each.

    Attributes:
        account: by its account, which delegates.
        role: by the role whose session it is.
        itself: by its own name, or with everyone.
    """

    account: Verdict
    role: Verdict
    itself: Verdict

    @property
    def anyhow(self) -> Verdict:
        """Whether the caller is named in any way."""
        return self.account | self.role | self.itself


_NO, _YES, _MAYBE = Verdict.NO, Verdict.YES, Verdict.UNDECIDED
NOBODY = Naming(_NO, _NO, _NO)
BY_ACCOUNT, BY_ROLE, BY_ITSELF = Naming(_YES, _NO, _NO), Naming(_NO, _YES, _NO), Naming(_NO, _NO, _YES)
_MAYBE_BY_ITSELF = Naming(_NO, _NO, _MAYBE)


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Who sends a request.

    Attributes:
        kind: what it is.
        arn: its ARN, or its name for a service, provider or canonical user; may be partly known.
        account: its account id, None where it has none or it is not known.
        names: the known texts that name it in a statement, by type of principal (``AWS``, ``Service``...).
        aliases: names for a session's role whose path is not known, and for the sessions of a foreseen role.
        unknown_names: likewise, those of type ``AWS`` that are not wholly known.
        unknown_canonical: likewise, those of type ``CanonicalUser``.
        keys: the condition keys that AWS derives from it, in lower case.
        is_foreseen: whether only code tells of it, so that its sessions' names and its account's canonical user id are
            open.
    """

    kind: CallerKind
    arn: Value
    account: str | None
    names: dict[str, dict[str, Naming]]
    aliases: dict[str, Naming] = field(default_factory=dict)
    unknown_names: tuple[tuple[Value, Naming], ...] = ()
    unknown_canonical: tuple[tuple[Value, Naming], ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    is_foreseen: bool = False

    @property
    def is_service_linked_role(self) -> bool:
        """Whether it is a role that an AWS service defines and organisation policies leave alone."""
        if not isinstance(self.arn, str) or self.kind not in (CallerKind.ROLE, CallerKind.SESSION):
            return False
        return "/aws-service-role/" in self.arn or ":assumed-role/AWSServiceRoleFor" in self.arn


ANONYMOUS = Caller(CallerKind.ANONYMOUS, "*", None, {})


@lru_cache(maxsize=16_384)
def caller(principal: str, role: str | None = None) -> Caller:
    """Return the caller that an ARN or name stands for.

    Args:
        principal: the ARN of a user, role, role session, federated user, account root user, identity provider or
            origin access identity; an account id (its root user); a service's name; a canonical user id.
        role: the ARN of the role whose session calls, where it is known: a session's own ARN lacks the role's path.

    Raises:
        ValueError: the text is none of these.
    """
    arn = parse_arn(principal)
    if arn is None:
        return _caller_by_name(principal)
    kind, _, name = arn.resource.partition("/")
    if arn.service == "iam" and arn.account == "cloudfront":
        return Caller(CallerKind.ORIGIN_ACCESS_IDENTITY, principal, None, {"AWS": {principal: BY_ITSELF}})
    if arn.service == "iam" and kind in ("oidc-provider", "saml-provider") and name:
        return Caller(CallerKind.IDENTITY_PROVIDER, principal, arn.account, {"Federated": {principal: BY_ITSELF}})
    if not _ACCOUNT.fullmatch(arn.account):
        raise ValueError(f"{principal!r} names no account: an account id has 12 digits")
    return _caller_in_account(principal, f"{arn.service}:{kind}", name, arn.account, role)


def _caller_by_name(principal: str) -> Caller:
    if _ACCOUNT.fullmatch(principal):
        return caller(f"arn:aws:iam::{principal}:root")
    if _CANONICAL.fullmatch(principal):
        return Caller(CallerKind.CANONICAL_USER, principal, None, {"CanonicalUser": {principal: BY_ITSELF}})
    if principal in _WEB_IDENTITY_PROVIDERS:
        return Caller(CallerKind.IDENTITY_PROVIDER, principal, None, {"Federated": {principal: BY_ITSELF}})
    if principal.endswith(_SERVICE_SUFFIXES):
        keys = {"aws:principalisawsservice": "true", "aws:principalservicename": principal}
        return Caller(CallerKind.SERVICE, principal, None, {"Service": {principal: BY_ITSELF}}, keys=keys)
    raise ValueError(f"{principal!r} is not the ARN of a principal, an account id, a service or a canonical user id")


def _caller_in_account(principal: str, kind: str, name: str, account: str, role: str | None) -> Caller:
    root = f"arn:{principal.split(':', 2)[1]}:iam::{account}:root"
    keys = {"aws:principalarn": principal, "aws:principalaccount": account, "aws:principalisawsservice": "false"}
    keys["kms:calleraccount"] = account
    if kind == "iam:root" and not name:
        names = {"AWS": {account: BY_ITSELF, root: BY_ITSELF}}
        return Caller(CallerKind.ROOT, principal, account, names, keys=keys | {"aws:principaltype": "Account"})
    if not name or (kind == "sts:assumed-role" and name.count("/") != 1):
        kind = "malformed"
    names = {"AWS": {account: BY_ACCOUNT, root: BY_ACCOUNT, principal: BY_ROLE if kind == "iam:role" else BY_ITSELF}}
    if kind == "iam:user":
        keys |= {"aws:principaltype": "User", "aws:username": name.rpartition("/")[2]}
        return Caller(CallerKind.USER, principal, account, names, keys=keys)
    if kind == "sts:federated-user":
        keys["aws:principaltype"] = "FederatedUser"
        return Caller(CallerKind.FEDERATED_USER, principal, account, names, keys=keys)
    keys["aws:principaltype"] = "AssumedRole"
    if kind == "iam:role":
        return Caller(CallerKind.ROLE, principal, account, names, keys=keys)
    if kind == "sts:assumed-role":
        return _session(Caller(CallerKind.SESSION, principal, account, names, keys=keys), name.partition("/")[0], role)
    raise ValueError(f"{principal!r} is not the ARN of a user, role, session, federated user or account root user")


def _session(session: Caller, role_name: str, role: str | None) -> Caller:
    """Name a session by its role too; a role whose path is not known is found by its name."""
    assert session.account is not None
    if role is not None:
        session.names["AWS"][role] = BY_ROLE
    else:
        session.aliases[_any_path(session.account, role_name)] = BY_ROLE
    partition = str(session.arn).split(":", 2)[1]
    session.keys["aws:principalarn"] = role or f"arn:{partition}:iam::{session.account}:role/{role_name}"
    return session


@lru_cache(maxsize=16_384)
def foreseen_caller(principal: str) -> Caller:
    """Return the caller that a principal in code will be: for a role any of its sessions, whose names are open.

    Raises:
        ValueError: the text names no principal.
    """
    known = caller(principal)
    sessions = {}
    if known.kind is CallerKind.ROLE:
        sessions[_sessions_of(str(known.account), principal)] = _MAYBE_BY_ITSELF
    return replace(known, aliases=sessions, is_foreseen=True)


def _any_path(account: str, role_name: str) -> str:
    """Return a name for the role of that name, whatever its path: role names are unique in an account."""
    return f"role named {role_name} in {account}"


def _sessions_of(account: str, role_name: str) -> str:
    return f"session of the role named {role_name.rpartition('/')[2]} in {account}"


def partly_known_caller(kind: CallerKind, arn: Value, account: str | None, partition: str = "aws") -> Caller:
    """Return a user or role whose ARN is not wholly known."""
    naming = BY_ROLE if kind is CallerKind.ROLE else BY_ITSELF
    names = {account: BY_ACCOUNT, f"arn:{partition}:iam::{account}:root": BY_ACCOUNT} if account else {}
    keys = {"aws:principalisawsservice": "false"} | ({"aws:principalaccount": account} if account else {})
    return Caller(kind, arn, account, {"AWS": names}, unknown_names=((arn, naming),), keys=keys, is_foreseen=True)


class Named(NamedTuple):
    """One principal in a statement.

    Attributes:
        type: ``AWS``, ``Service``, ``Federated`` or ``CanonicalUser``.
        value: its text, which may be partly known.
        aliases: for the ARN of a role or session, the names by which a session or role finds it.
    """

    type: str
    value: Value
    aliases: tuple[str, ...] = ()


def named(kind: str, value: Value) -> Named:
    """Return a principal that a statement names."""
    arn = parse_arn(value) if isinstance(value, str) and kind == "AWS" else None
    if arn is None:
        return Named(kind, value)
    if arn.service == "iam" and arn.resource.startswith("role/"):
        return Named(kind, value, (_any_path(arn.account, arn.resource.rpartition("/")[2]),))
    if arn.service == "sts" and arn.resource.startswith("assumed-role/") and arn.resource.count("/") == 2:
        return Named(kind, value, (_sessions_of(arn.account, arn.resource.split("/")[1]),))
    return Named(kind, value)


@dataclass(frozen=True, slots=True, eq=False)
class Principals:
    """A ``Principal`` or ``NotPrincipal`` element.

    Attributes:
        entries: whom it names.
        inverted: whether it is ``NotPrincipal``.
        everyone: whether ``*`` is among the entries.
    """

    entries: tuple[Named, ...]
    inverted: bool
    everyone: bool

    def naming(self, who: Caller) -> Naming:
        """Tell how the entries name a caller."""
        if self.everyone:
            return BY_ITSELF
        found = NOBODY
        for entry in self.entries:
            naming = _naming(entry, who)
            if naming is not NOBODY:
                found = naming if found is NOBODY else Naming(*(a | b for a, b in zip(found, naming, strict=True)))
        return found

    def exempts(self, who: Caller) -> Verdict:
        """Tell whether ``NotPrincipal`` with ``Deny`` spares a caller: it and its account must be listed.

        A session is spared with its account and its role; whether its own ARN will do is not documented.
        """
        naming = self.naming(who)
        if self.everyone or who.account is None or who.kind is CallerKind.ROOT:
            return naming.itself
        listed = naming.role if who.kind in (CallerKind.ROLE, CallerKind.SESSION) else naming.itself
        ambiguous = naming.itself & Verdict.UNDECIDED
        return naming.account & (listed | ambiguous)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is missing to know whom the element names."""
        return needs([entry.value for entry in self.entries])


def _naming(entry: Named, who: Caller) -> Naming:
    if not isinstance(entry.value, str):
        return _possible_naming(entry, who)
    if entry.type == "CanonicalUser" and who.is_foreseen and who.kind is not CallerKind.CANONICAL_USER:
        return _MAYBE_BY_ITSELF if _CANONICAL.fullmatch(entry.value) else NOBODY
    names = who.names.get(entry.type)
    if names:
        found = names.get(entry.value)
        if found is not None:
            return found
        for alias in entry.aliases:
            if alias in who.aliases:
                return who.aliases[alias]
    return _compare_all(entry.value, _unknown_names(entry, who))


def _possible_naming(entry: Named, who: Caller) -> Naming:
    """Compare a principal that is not wholly known with everything that names the caller."""
    names: list[tuple[Value, Naming]] = list(who.names.get(entry.type, {}).items())
    if isinstance(entry.value, Reference) and entry.value.attribute.endswith("arn"):
        # The ARN of a resource is neither an account nor everyone.
        names = [(name, naming) for name, naming in names if naming is not BY_ACCOUNT]
    elif entry.type == "AWS":
        names.append(("*", BY_ITSELF))
    return _compare_all(entry.value, (*names, *_unknown_names(entry, who)))


def _unknown_names(entry: Named, who: Caller) -> tuple[tuple[Value, Naming], ...]:
    if entry.type == "AWS":
        return who.unknown_names
    return who.unknown_canonical if entry.type == "CanonicalUser" else ()


def _compare_all(value: Value, names: tuple[tuple[Value, Naming], ...]) -> Naming:
    if not names:
        return NOBODY
    pattern = literal(value)
    found = NOBODY
    is_arn = _is_arn(value)
    for name, naming in names:
        verdict = _NO if is_arn and _is_account_id(name) else pattern.match(name)
        found = Naming(*(a | (verdict & b) for a, b in zip(found, naming, strict=True)))
    return found


def _is_arn(value: Value) -> bool:
    first = value.parts[0] if isinstance(value, Text) else value
    if isinstance(first, Reference):
        return first.attribute.lower().endswith("arn")
    return isinstance(first, str) and first.startswith("arn:")


def _is_account_id(value: Value) -> bool:
    """Tell whether a value stands for the id of an account that is not known."""
    return isinstance(value, Reference) and value.attribute == "account_id"


def is_account(text: str) -> bool:
    """Tell whether a text is an account id."""
    return _ACCOUNT.fullmatch(text) is not None


def is_provider(text: str) -> bool:
    """Tell whether a text is one of the identity providers that every account knows."""
    return text in _WEB_IDENTITY_PROVIDERS


def is_deleted(principal: str) -> bool:
    """Tell whether a principal is the unique id that AWS leaves in place of a deleted role or user."""
    return _DELETED.fullmatch(principal) is not None
