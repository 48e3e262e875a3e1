"""Who may do what in the scanned code: principals with all their policies, AssumeRole edges, escalations.

========  =========================================================  ================================================
rule      fact                                                       judged by
========  =========================================================  ================================================
IAM-001   `grants.untrusted_grants`                                  `UntrustedGrant.verdict`
IAM-002   `grants.unpermitted_trusts`                                `UnpermittedTrust.verdict`
IAM-005   `chains.external_chains`                                   `Chain.verdict`
IAM-006   `escalation.escalations`                                   each one fails
IAM-009   `limits.nullified_allows`                                  each one fails
IAM-012   `sessions.chained_roles`                                   `ChainedRole.only_chained`
IAM-017   `delegation.root_trusts`                                   `RootTrust.own`
IAM-019   `halves.half_made_grants`                                  each one fails
IAM-020   `exposure.exposed_administrators`                          `Exposed.verdict`
========  =========================================================  ================================================

`can.can` answers single questions, with their proof.
"""
