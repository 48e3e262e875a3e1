"""Network facts: what security groups, network ACLs and routes let through, with the proof.

Sets of packets are regions of a plane (`packets`), known between a *must* and a *may* (`bounds`): a verdict is YES or
NO only if it holds whatever the unknown values turn out to be. Every fact below is a function of the graph, derived
once; a verdict that is not YES for some object of its list needs no report, but UNDECIDED ones are to be listed with
their ``needs``.

========  ==============================================  =========================================================
rule      fact                                            judged by
========  ==============================================  =========================================================
NET-001   `edges.edges`, ingress rules                    ``edge.where("dropped", Verdict.YES)``
NET-002   `edges.edges`, egress rules                     ``edge.where("dropped", Verdict.YES)``
NET-003   `edges.edges`                                   ``edge.where("partly_dropped", ...)``, `Exchange.lost`
NET-004   `edges.rule_reaches`, ingress rules             `RuleReach.blocked`
NET-005   `edges.rule_reaches`, egress rules              `RuleReach.blocked`, `edges.is_allow_all`
NET-006   `shadowing.shadows`                             `Shadow.covered`, `Shadow.reversed` (else a note)
NET-007   `stateful.reply_rules`                          `ReplyRule.needless`
NET-008   `paths.blocked_paths`, `paths.undecided_paths`  `GroupPath.blocking`, all of `GroupPath.evaluations`
NET-009   `internet.admin_exposures`                      `Exposure.reachable` is YES; `Exposure.best` has the proof
NET-010   `internet.admin_exposures`                      `Exposure.reachable` is NO; `InternetPath.closed` are the hops
NET-011   `references.group_references`                   `GroupReference.out_of_reach`
NET-012   `public.public_addresses`                       `PublicAddress.stranded`
NET-013   `unfiltered.unfiltered_peers`                   each one fails
NET-014   `gateway_endpoints.endpoint_edges`              `EndpointEdge.blocked`
NET-015   `targets.barriers`                              `Barrier.stops`
NET-016   `origins.open_origins`                          `OpenOrigin.bypassed`
========  ==============================================  =========================================================

`words` turns sets into a reader's words: `words.packet_words(crossing.exchange.lost)`. ACL entries that decide are
`acl.Decision`; its ``entry`` is None for ``*``, for which the ACL itself is the place.
"""
