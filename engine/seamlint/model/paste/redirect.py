"""The other way round: a redirect from plain HTTP to HTTPS, as text that can be pasted.

Sources: Terraform AWS provider, ``aws_lb_listener``, ``aws_cloudfront_distribution``; AWS CloudFormation template
reference, ``AWS::ElasticLoadBalancingV2::Listener RedirectConfig``, ``AWS::CloudFront::Distribution CacheBehavior``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.edge import CacheBehavior
from seamlint.model.network import ListenerRule

if TYPE_CHECKING:
    from seamlint.model.entity import Entity


def redirect(entity: Entity) -> str:
    """Return what has a listener, a listener rule or a cache behaviour redirect to HTTPS."""
    stack = entity.resource.dialect in ("cloudformation", "cdk")
    if isinstance(entity, CacheBehavior):
        return f"{'ViewerProtocolPolicy:' if stack else 'viewer_protocol_policy ='} {_quoted(stack)}"
    if entity.path:
        return "remove the listener: a classic load balancer cannot redirect"
    name = ("Actions" if stack else "action") if isinstance(entity, ListenerRule) else ""
    return _STACK.format(name or "DefaultActions") if stack else _BLOCK.format(name or "default_action")


def _quoted(stack: bool) -> str:
    return "redirect-to-https" if stack else '"redirect-to-https"'


_BLOCK = """\
{} {{
  type = "redirect"

  redirect {{
    protocol    = "HTTPS"
    port        = "443"
    status_code = "HTTP_301"
  }}
}}"""
_STACK = """\
{}:
  - Type: redirect
    RedirectConfig:
      Protocol: HTTPS
      Port: "443"
      StatusCode: HTTP_301"""
