"""The other way round: what validates a certificate, as text that can be pasted.

Sources: Terraform AWS provider, ``aws_acm_certificate_validation``; AWS CloudFormation template reference,
``AWS::CertificateManager::Certificate DomainValidationOption``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.model.paste.regions import local_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.model.certificates import Certificate, CertificateUse, CertificateValidation


def validation(certificate: Certificate) -> str:
    """Return the records of a certificate and the resource that waits for them, for Terraform."""
    address = local_address(certificate)
    name = re.sub(r"\W+", "_", address.partition(".")[2]).strip("_") or "this"
    return f"""\
resource "aws_route53_record" "{name}_validation" {{
  for_each = {{
    for option in {address}.domain_validation_options : option.domain_name => option
  }}

  zone_id         = data.aws_route53_zone.this.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}}

resource "aws_acm_certificate_validation" "{name}" {{
  certificate_arn         = {address}.arn
  validation_record_fqdns = [for record in aws_route53_record.{name}_validation : record.fqdn]
}}

# and use aws_acm_certificate_validation.{name}.certificate_arn"""


def through(use: CertificateUse, waiting: CertificateValidation) -> str:
    """Return the attribute that names a certificate once it is validated, for Terraform."""
    steps = [each for each in use.place("certificate").path if isinstance(each, str)]
    if waiting.resource.address.rpartition(".module.")[0] != use.resource.address.rpartition(".module.")[0]:
        return f"use the certificate_arn of {waiting.address}"
    return f"{steps[-1]} = {local_address(waiting)}.certificate_arn"


def hosted_zones(names: Iterable[str]) -> str:
    """Return the options that name the hosted zone of each name, for CloudFormation."""
    base = dict.fromkeys(name.removeprefix("*.") for name in names)
    items = (f"  - DomainName: {name}\n    HostedZoneId: !Ref HostedZoneId" for name in base)
    return "\n".join(("DomainValidationOptions:", *items))
