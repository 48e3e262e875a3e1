"""What ``depends_on`` has a planned resource wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .plans import change, declared, evaluated, plan, resources

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_configuration_says_is_kept(tmp_path: Path) -> None:
    listener = {**declared("aws_lb_listener.l"), "depends_on": ["aws_acm_certificate_validation.v", 7]}
    document = plan([change("aws_lb_listener.l"), change("aws_lb.b")], listener, declared("aws_lb.b"))
    found = resources(evaluated(tmp_path, document))
    assert found["aws_lb_listener.l"].awaited == ("aws_acm_certificate_validation.v",)
    assert found["aws_lb.b"].awaited == ()
