"""A resource is to be encrypted with a key of another region.

What: a resource names a KMS key, or an alias, that lies in another region; a trail or another writer of logs, one that
    lies in another region than its bucket; or a statement about a key admits, by `kms:ViaService`, the services of
    other regions alone.
Why: AWS KMS keys are used in their own region. The resource is not created, or whoever the statement means is refused.
    A multi-Region key has a replica, with an ARN of its own, in each region where it is used.
Fix: name a key of the data's region: a new one, or a replica of a multi-Region key.
Sources: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS", "AWS KMS condition keys"; AWS CloudTrail User Guide,
    "Encrypting CloudTrail log files, digest files, and event data stores with AWS KMS keys (SSE-KMS)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.regions import keys_abroad, services_abroad
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.regions import Abroad, Via
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-009", "key-in-another-region", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each use of a key of another region, and each statement for services of other regions."""
    for abroad in keys_abroad(graph):
        if abroad.verdict is Verdict.YES:
            yield _finding(abroad)
        elif abroad.verdict is Verdict.UNDECIDED:
            reason = f"whether {abroad.key} is a key of the region of {abroad.title}"
            yield RULE.undecided(abroad.entity, reason, abroad.needs)
    for via in services_abroad(graph):
        yield _through_services(via)


def _finding(abroad: Abroad) -> Finding:
    here, there = abroad.regions
    message = f"{abroad.title} needs a key in {here}, and {abroad.key} is in {there}"
    fix = f"name a key of {here}, or a replica there of a multi-Region key, instead of {abroad.key}"
    return RULE.finding(message, *abroad.proof, fix=fix)


def _through_services(via: Via) -> Finding:
    named, key = ", ".join(via.named), via.key.address
    holder = "its policy" if via.source.address == key else via.source.address
    message = f"{key} is in {via.region}, but a statement of {holder} is for services of {named} alone"
    primary = via.source.evidence(f"admits services of {named} alone", *via.statement.path)
    condition = via.source.evidence(f"names services of {named}", *via.condition.path)
    shown = via.key.evidence(f"{key} is in {via.region}, and only services there use it")
    services = [str(value).replace(region, via.region) for value in via.condition.values for region in via.named]
    services = list(dict.fromkeys(each for each in services if f".{via.region}." in each))
    return RULE.finding(message, primary, condition, shown, fix=f"name {', '.join(services)} in kms:ViaService")
