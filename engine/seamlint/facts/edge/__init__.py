"""Distributions: what they read, with which identity.

======  ==========================================================  ==================================================
rule    fact                                                        judged by
======  ==========================================================  ==================================================
S3-001  `reads.ungranted`, `origin_access.unclear_origins`          `Ungranted.verdict`; the unclear are undecided
S3-002  `bypass.bypasses`, `bypass.public_objects`                  ``verdict``
S3-003  `grants.unscoped_grants`                                    `UnscopedGrant.verdict`
S3-004  `decryption.by_identity`                                    `Decryption.fails`
S3-005  `decryption.by_control`                                     `Decryption.fails`, `Decryption.lacking`
S3-006  `websites.identified_websites`                              `Website.verdict`
S3-007  `reads.denials`                                             `Denial.verdict`
======  ==========================================================  ==================================================

`origin_access.origin_accesses` says which buckets a distribution reads, and as whom; `routes.routes` which paths its
behaviours take from which origin.
"""
