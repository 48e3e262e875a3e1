"""Which account and region the resources of a plan go to.

Sources: Terraform documentation, "JSON Output Format" ("Configuration Representation": ``provider_config``); IAM User
Guide, "IAM identifiers".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.data_classes import replace
from seamlint.evaluate.partitions import partition_of
from seamlint.evaluate.plan.addresses import is_expression, specific
from seamlint.evaluate.plan.document import object_of, text_of
from seamlint.evaluate.terraform.plain import from_plain
from seamlint.evaluate.terraform.providers import Provider
from seamlint.evaluate.terraform.values import NULL, Value
from seamlint.evaluate.values import Unknown
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.plan.document import Planned
    from seamlint.evaluate.plan.sources import Ledger
    from seamlint.evaluate.terraform.settings import Options

DEFAULT = "aws"


class Placement(NamedTuple):
    """Where a resource is deployed; what is not known is None."""

    account: str | None
    region: str | None

    @property
    def partition(self) -> str | None:
        """The partition of its region."""
        return partition_of(self.region) if self.region else None


class _Configured(dict[str, Value]):
    """The values of a provider configuration; what it does not set is null."""

    def __missing__(self, _: str) -> Value:
        return NULL


class Providers:
    """The provider configurations of a plan, by the key that its resources name."""

    def __init__(self, ledger: Ledger, options: Options, resources: Iterable[Planned]) -> None:
        self._ledger = ledger
        self._options = options
        self._providers: dict[str, Provider] = {}
        self._callers = _accounts(ledger, resources)

    def of(self, planned: Planned) -> Placement:
        """Return where a resource goes: where its own ARN says that it is, else where its provider goes."""
        provider = self.provider(_key(self._ledger, planned))
        region = text_of(planned.after.get("region")) if planned.type.startswith("aws_") else ""
        account, own_region = _from_arn(planned)
        fixed = self._options.fixed_account if provider.is_default else None
        return Placement(fixed or account or provider.account, region or own_region or provider.region)

    def default(self) -> Placement:
        """Return where the provider without an alias goes."""
        provider = self.provider(DEFAULT)
        return Placement(provider.account, provider.region)

    def provider(self, key: str) -> Provider:
        """Return a provider configuration: ``aws``, ``aws.west``, ``module.a:aws.west``."""
        if key not in self._providers:
            self._providers[key] = self._made(key)
        return self._providers[key]

    def _made(self, key: str) -> Provider:
        told = self._ledger.configuration.providers.get(key, {})
        name = key.rpartition(":")[2] or DEFAULT
        written = object_of(told.get("expressions"))
        values = _Configured({name: from_plain(self._known(each)) for name, each in written.items()})
        options = self._options
        if key in self._callers:
            options = replace(options, account=self._callers[key])
        default = None if "." not in name else self.provider(name.partition(".")[0])
        return Provider(name, options, default, values if told else None)

    def _known(self, written: Any) -> Any:
        """Return what an expression of a provider block holds, nested blocks too."""
        if is_expression(written):
            known = self._ledger.known(written)
            return Unknown(tuple(specific(written))) if known is None else known
        if isinstance(written, list):
            return [self._known(each) for each in written]
        return {name: self._known(each) for name, each in object_of(written).items()}


def _key(ledger: Ledger, planned: Planned) -> str:
    written = text_of(ledger.written(planned).get("provider_config_key"))
    return written or planned.type.partition("_")[0]


def _accounts(ledger: Ledger, resources: Iterable[Planned]) -> dict[str, str]:
    """Return the accounts that ``aws_caller_identity`` found, by provider."""
    found = ((each, text_of(each.after.get("account_id"))) for each in resources if each.type == "aws_caller_identity")
    return {_key(ledger, each): account for each, account in found if len(account) == 12 and account.isdecimal()}


def _from_arn(planned: Planned) -> tuple[str | None, str | None]:
    """Return the account and region in the ARN of a resource that exists."""
    fields = text_of(planned.after.get("arn")).split(":") if planned.mode == "managed" else []
    if len(fields) < 6 or fields[0] != "arn":
        return None, None
    return fields[4] if len(fields[4]) == 12 and fields[4].isdecimal() else None, fields[3] or None
