"""What a planned resource waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .plans import change, declared, evaluated, plan, refers, resources

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_configuration_says_is_kept(tmp_path: Path) -> None:
    listener = {**declared("aws_lb_listener.l"), "depends_on": ["aws_acm_certificate_validation.v", 7]}
    document = plan([change("aws_lb_listener.l"), change("aws_lb.b")], listener, declared("aws_lb.b"))
    found = resources(evaluated(tmp_path, document))
    assert found["aws_lb_listener.l"].awaited == ("aws_acm_certificate_validation.v",)
    assert found["aws_lb.b"].awaited == ()


def test_what_expressions_and_calls_refer_to_comes_before(tmp_path: Path) -> None:
    inner = {"resources": [declared("aws_lb_listener.l", certificate_arn=refers("var.arn", "aws_lb.b.arn"))]}
    call = {"expressions": {"arn": refers("aws_acm_certificate_validation.v.certificate_arn")}, "module": inner}
    document = plan(
        [change("module.web.aws_lb_listener.l"), change("aws_x.y")],
        declared("aws_x.y", tags=[{"a": refers("data.aws_ami.i.id", "each.value", 'module.web["a.b"].out')}]),
        root={"module_calls": {"web": call}},
    )
    found = resources(evaluated(tmp_path, document))
    assert set(found["module.web.aws_lb_listener.l"].awaited) == {
        "module.web.aws_lb.b",
        "aws_acm_certificate_validation.v",
    }
    assert set(found["aws_x.y"].awaited) == {"data.aws_ami.i", "module.web"}
