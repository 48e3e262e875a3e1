from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from made import OTHER, entity, finding, step, undecided
from seamlint.findings.merge import distinct, merge


def test_findings_come_in_order_of_their_places() -> None:
    found = merge([finding(9), finding(3, file="b.tf"), finding(3, file="a.tf"), finding(3, file="a.tf", rule=OTHER)])
    places = [(each.primary.span.file, each.primary.span.line, each.rule) for each in found]
    assert places == [("a.tf", 3, "NET-001"), ("a.tf", 3, "NET-006"), ("b.tf", 3, "NET-001"), ("main.tf", 9, "NET-001")]


def test_a_module_called_twice_is_wrong_once_with_the_other_call_as_evidence() -> None:
    calls = {name: step(line, f"module.{name}", f"module.{name} is called") for name, line in (("a", 1), ("b", 5))}
    found = [
        finding(
            20,
            f"module.{name}.aws_network_acl.web drops replies to {cidr}",
            file="net/acl.tf",
            resource=f"module.{name}.aws_network_acl.web",
            because=(calls[name],),
            related=(step(30, f"module.{name}.aws_security_group.web"),),
        )
        for name, cidr in (("a", "10.0.0.0/24"), ("b", "10.9.0.0/24"))
    ]
    (one,) = merge(found)
    assert one.message == found[0].message
    *proof, likewise = one.related
    assert proof == list(found[0].related)
    assert likewise.says == "the same holds for module.b.aws_network_acl.web"
    assert (likewise.span, likewise.because) == (calls["b"].span, (calls["b"],))


def test_instances_of_other_units_are_told_with_their_unit() -> None:
    (one,) = merge([finding(3, unit="envs/dev"), finding(3, unit="envs/prod")])
    assert [each.says for each in one.related] == ["the same holds for aws_network_acl.web of envs/prod"]


def test_two_defects_of_one_instance_stay_two() -> None:
    ports = [finding(3, f"port {port} is blocked", resource=f'aws_x.y["{key}"]') for key in "ab" for port in (80, 443)]
    assert [(each.message, len(each.related)) for each in merge(ports)] == [
        ("port 443 is blocked", 1),
        ("port 80 is blocked", 1),
    ]


def test_what_is_found_twice_alike_is_told_once() -> None:
    assert merge([finding(3), finding(3)]) == [finding(3)]


def test_resources_of_other_names_are_other_findings() -> None:
    assert len(merge([finding(3, "aws_a.b is blocked"), finding(3, "aws_a.c is blocked", resource="aws_a.c")])) == 2


@given(st.permutations([finding(line, f"to {port}", resource=f"aws_x.y[{line}]") for line in (1, 2) for port in "12"]))
def test_the_order_found_does_not_matter(found: list[object]) -> None:
    assert merge(found) == merge(reversed(found))  # type: ignore[arg-type]


def test_undecided_questions_are_asked_once() -> None:
    one = entity(4)
    questions = [undecided(9, "var.b"), undecided(4, "var.a")]
    again = type(questions[1])("NET-001", one, questions[1].reason, questions[1].needs)
    assert [each.needs for each in distinct([*questions, again])] == [("var.a",), ("var.b",)]
