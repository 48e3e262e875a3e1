"""Seamlint's own rules, in the order of the catalogue."""

from __future__ import annotations

RULES: tuple[str, ...] = (
    "seamlint_rules.network.nacl_drops_replies_out",
    "seamlint_rules.network.nacl_drops_replies_in",
    "seamlint_rules.network.nacl_replies_partly_dropped",
    "seamlint_rules.network.nacl_blocks_allowed_ingress",
    "seamlint_rules.network.nacl_blocks_allowed_egress",
    "seamlint_rules.network.nacl_entry_never_matches",
    "seamlint_rules.network.security_group_written_as_stateless",
    "seamlint_rules.network.subnet_to_subnet_path_blocked",
    "seamlint_rules.network.admin_port_reachable_from_internet",
    "seamlint_rules.network.admin_port_open_but_shielded",
    "seamlint_rules.network.group_reference_out_of_reach",
    "seamlint_rules.network.public_address_without_internet_route",
    "seamlint_rules.network.rule_for_unfiltered_address",
    "seamlint_rules.network.gateway_endpoint_blocked_by_nacl",
    "seamlint_rules.network.load_balancer_target_blocked",
    "seamlint_rules.network.origin_reachable_around_cloudfront",
    "seamlint_rules.iam.assume_role_not_trusted",
    "seamlint_rules.iam.assume_role_not_permitted",
    "seamlint_rules.iam.external_chain_to_privilege",
    "seamlint_rules.iam.privilege_escalation_path",
    "seamlint_rules.iam.allow_nullified",
    "seamlint_rules.iam.chained_session_too_long",
    "seamlint_rules.iam.account_root_means_everyone_in_it",
    "seamlint_rules.iam.cross_account_grant_half_made",
    "seamlint_rules.iam.wildcard_admin",
)
"""Modules of the rules; adding a rule adds one line here."""
