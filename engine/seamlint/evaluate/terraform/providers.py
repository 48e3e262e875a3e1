"""Provider configurations: which account and region a resource is deployed to.

Source: Terraform language documentation, "Provider Configuration", "Providers Within Modules"; AWS provider
documentation, "Provider Configuration", "Enhanced Region Support"; IAM User Guide, "IAM identifiers" (partitions).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.partitions import partition_of
from seamlint.evaluate.terraform.values import NULL, List, Map, Object, Set, Tuple, Value, unmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.settings import Options


class Provider:
    """A provider configuration, or the lack of one.

    Attributes:
        name: as the module that declares it calls it (``aws``, ``aws.west``).
        values: what its block sets, null for the rest; None where the code has none.
    """

    def __init__(
        self, name: str, options: Options, default: Provider | None = None, values: dict[str, Value] | None = None
    ) -> None:
        self.name = name
        self.values = values
        self._options = options
        self._default = default

    @property
    def is_default(self) -> bool:
        """Whether it has no alias."""
        return "." not in self.name

    @cached_property
    def region(self) -> str | None:
        """Where it deploys to; None while not known."""
        own = self._own("region")
        if self.is_default:
            return self._options.fixed_region or own or self._options.region
        return own or (None if self._sets("region") else self._options.fixed_region or self._options.region)

    @cached_property
    def account(self) -> str | None:
        """Id of the account that it deploys to; None while not known.

        A configuration with an alias that names another profile or an unknown role goes to an account of its own. One
        that assumes no role where the default one does goes to that of the credentials, which no code tells.
        """
        if self.is_default and self._options.fixed_account:
            return self._options.fixed_account
        own = self._stated_account()
        if own is not None or (self._is_elsewhere() and not self.is_default):
            return own
        if self._default is not None and not self._default._assumes():  # noqa: SLF001 - its own kind
            return self._default.account
        return self._options.fixed_account or self._options.account

    def partition_in(self, region: str | None) -> str | None:
        """Return the partition of one of its resources, None while the region is not known."""
        return partition_of(region) if region else None

    @cached_property
    def default_tags(self) -> Value:
        """The tags that it gives to every resource."""
        blocks = list(self._blocks("default_tags"))
        return blocks[0].get("tags", NULL) if blocks else NULL

    def _stated_account(self) -> str | None:
        allowed = unmark(self.values["allowed_account_ids"])[0] if self.values is not None else None
        items = allowed.items if isinstance(allowed, (List, Set, Tuple)) else []
        if len(items) == 1 and isinstance(unmark(items[0])[0], (str, int)):
            return str(unmark(items[0])[0]).zfill(12)
        roles = self._roles()
        return account_in(roles[-1]) if roles else None

    def _is_elsewhere(self) -> bool:
        other = None if self._default is None else self._default._own("profile")  # noqa: SLF001 - its own kind
        return bool(self._roles()) or (
            self._sets("profile") and self._default is not None and self._own("profile") != other
        )

    def _assumes(self) -> bool:
        """Tell whether it assumes a role, without asking which: that may depend on what other configurations read."""
        return self._sets("assume_role") or self._sets("assume_role_with_web_identity")

    def _roles(self) -> list[Value]:
        blocks = [*self._blocks("assume_role"), *self._blocks("assume_role_with_web_identity")]
        return [unmark(block.get("role_arn", NULL))[0] for block in blocks]

    def _blocks(self, kind: str) -> Iterator[dict[str, Value]]:
        value = unmark(self.values[kind])[0] if self.values is not None else NULL
        for item in value.items if isinstance(value, (Tuple, List)) else (value,):
            if isinstance(item, (Object, Map)):
                yield item.entries

    def _sets(self, name: str) -> bool:
        return self.values is not None and name in list(self.values)

    def _own(self, name: str) -> str | None:
        value = unmark(self.values[name])[0] if self.values is not None else None
        return value if isinstance(value, str) else None


def account_in(arn: Value) -> str | None:
    """Return the account in an ARN that is known, or in the known beginning of one."""
    parts = getattr(arn, "parts", ())
    text = arn if isinstance(arn, str) else parts[0] if parts and isinstance(parts[0], str) else ""
    fields = text.split(":")
    return fields[4] if len(fields) > 5 and fields[4].isdigit() and len(fields[4]) == 12 else None
