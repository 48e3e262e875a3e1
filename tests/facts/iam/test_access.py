"""The graph of principals: who may become whom, who is an administrator, and who can make itself one."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.iam.accounts import ADMIN, A, B, allow, arn, deny, graph_of, role, trust, user
from seamlint.config import Config
from seamlint.facts.iam.access.administrators import administrators, privileged
from seamlint.facts.iam.access.assume import assumable, assume, callers
from seamlint.facts.iam.access.chains import external_chains
from seamlint.facts.iam.access.delegation import root_trusts
from seamlint.facts.iam.access.escalation import escalations
from seamlint.facts.iam.access.identities import by_arn
from seamlint.model.verdict import Verdict

EC2 = {"Service": "ec2.amazonaws.com"}
ASSUME = "sts:AssumeRole"
EXPIRED = {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}
TO_EC2 = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def may(graph, who, target):
    return assume(graph, by_arn(graph)[who], by_arn(graph)[target]).verdict


def aws(*names):
    return trust({"AWS": list(names)})


@pytest.mark.parametrize(
    ("trusts", "statement", "expected"),
    [
        (aws(arn("app")), None, Verdict.YES),
        (aws(f"arn:aws:iam::{A}:root"), None, Verdict.NO),
        (aws(A), allow(ASSUME), Verdict.YES),
        (aws(f"arn:aws:iam::{A}:root"), allow(ASSUME, arn("tar*")), Verdict.YES),
        (trust("*"), None, Verdict.YES),
        (aws(arn("other")), allow(ASSUME), Verdict.NO),
        (aws(arn("app")), deny(ASSUME), Verdict.NO),
        (trust({"AWS": arn("app")}, Condition={"StringEquals": {"sts:ExternalId": "x"}}), None, Verdict.YES),
        (trust({"AWS": A}, Condition={"ArnLike": {"aws:PrincipalArn": arn("b*")}}), allow(ASSUME), Verdict.NO),
        (trust({"AWS": A}, Condition=EXPIRED), allow(ASSUME), Verdict.NO),
    ],
)  # fmt: skip
def test_the_rule_of_one_account(tmp_path, trusts, statement, expected):
    app = role("app", trust(EC2), *([statement] if statement else []))
    assert may(graph_of(tmp_path, app, role("target", trusts)), arn("app"), arn("target")) is expected


@pytest.mark.parametrize(
    ("trusts", "statements", "expected"),
    [
        (aws(arn("app", B)), [], Verdict.NO),
        (aws(arn("app", B)), [allow(ASSUME, arn("target"))], Verdict.YES),
        (aws(f"arn:aws:iam::{B}:root"), [allow(ASSUME, arn("t*"))], Verdict.YES),
        (aws(arn("another", B)), [allow(ASSUME)], Verdict.NO),
        (aws(B), [allow(ASSUME), deny(ASSUME, arn("target"))], Verdict.NO),
    ],
)
def test_across_accounts_both_sides_must_allow(tmp_path, trusts, statements, expected):
    app = role("app", trust(EC2), *statements, account=B)
    assert may(graph_of(tmp_path, app, role("target", trusts)), arn("app", B), arn("target")) is expected


def test_a_conditional_edge_names_its_condition_and_both_statements(tmp_path):
    open_if = trust({"AWS": A}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    graph = graph_of(tmp_path, role("app", trust(EC2), allow(ASSUME)), role("target", open_if))
    answer = assume(graph, by_arn(graph)[arn("app")], by_arn(graph)[arn("target")])
    assert answer.verdict is Verdict.YES
    assert [each.key for each in answer.conditions] == ["aws:multifactorauthpresent"]
    assert any("if Bool aws:multifactorauthpresent holds" in step.says for step in answer.because)
    assert len(answer.because) == 2


def test_administrators_however_they_are_spelled(tmp_path):
    graph = graph_of(
        tmp_path,
        role("managed", trust(EC2), managed=[ADMIN]),
        role("colon", trust(EC2), allow("*:*", ["arn:x", "**"])),
        role("nothing_but", trust(EC2), {"Effect": "Allow", "NotAction": [], "Resource": "*"}),
        role("bounded", trust(EC2), managed=[ADMIN], boundary="arn:aws:iam::aws:policy/PowerUserAccess"),
        role("denied", trust(EC2), allow("*"), deny("iam:*")),
        role("one_bucket", trust(EC2), allow("*", "arn:aws:s3:::x/*")),
        role("power", trust(EC2), managed=["arn:aws:iam::aws:policy/PowerUserAccess"]),
        role("deletes_nothing", trust(EC2), allow("*"), deny("s3:Delete*")),
    )
    found = {who.arn for who in administrators(graph)}
    assert found == {arn(name) for name in ("managed", "colon", "nothing_but", "deletes_nothing")}


def test_sensitive_permissions_come_from_the_configuration(tmp_path):
    config = Config(str(tmp_path), sensitive_permissions=(("s3:GetObject", "arn:aws:s3:::payroll/*"),))
    graph = graph_of(
        tmp_path,
        role("reader", trust(EC2), allow("s3:Get*", "arn:aws:s3:::pay*")),
        role("other", trust(EC2), allow("s3:Get*", "arn:aws:s3:::public/*")),
        role("writer", trust(EC2), allow("s3:Put*")),
        config=config,
    )
    assert [who.arn for who in privileged(graph)] == [arn("reader")]


def chain(*links, first="arn:aws:iam::999988887777:root"):
    """Return roles each of which trusts, and is permitted to, the one before; the last is an administrator."""
    before = [first, *(arn(each) for each in links)]
    roles = [role(name, aws(before[at]), *([allow(ASSUME, arn(links[at + 1]))] if at + 1 < len(links) else []))
             for at, name in enumerate(links)]  # fmt: skip
    return [*roles[:-1], role(links[-1], aws(before[len(links) - 1]), managed=[ADMIN])]


def test_a_chain_from_a_stranger_shows_every_hop(tmp_path):
    (found,) = external_chains(graph_of(tmp_path, *chain("a", "b", "c")))
    assert found.title == "account 999988887777"
    assert [hop.role.arn for hop in found.hops] == [arn("a"), arn("b"), arn("c")]
    assert [len(hop.because) for hop in found.hops] == [1, 2, 2]


def test_one_hop_is_no_chain_and_trusted_accounts_are_no_strangers(tmp_path):
    config = Config(str(tmp_path), trusted_accounts=("999988887777",))
    assert not external_chains(graph_of(tmp_path, *chain("a")))
    assert not external_chains(graph_of(tmp_path, *chain("a", "b"), config=config))


def test_a_cycle_ends(tmp_path):
    first, second = chain("a", "b")
    back = role("loop", aws(arn("a")), allow(ASSUME, arn("a")))
    first["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] = ["*", arn("loop")]
    (found,) = external_chains(graph_of(tmp_path, first, second, back))
    assert found.title == "everyone"
    assert found.foreign is Verdict.YES


def test_everyone_pinned_to_the_own_account_is_no_stranger(tmp_path):
    first, second = chain("a", "b", first="*")
    pinned = {"StringEquals": {"aws:PrincipalAccount": A}}
    first["AssumeRolePolicyDocument"]["Statement"][0]["Condition"] = pinned
    assert not external_chains(graph_of(tmp_path, first, second))


def test_a_principal_of_another_scanned_account_starts_a_chain(tmp_path):
    ci = role("ci", trust(EC2), allow(ASSUME, arn("a")), account=B)
    (found,) = external_chains(graph_of(tmp_path, ci, *chain("a", "b", first=arn("ci", B))))
    assert found.title == arn("ci", B)


@pytest.mark.parametrize("listed", [1, 60])
def test_who_an_account_root_stands_for(tmp_path, listed):
    users = [user(f"u{number}", allow(ASSUME)) for number in range(listed)]
    target = role("target", aws(f"arn:aws:iam::{A}:root"))
    (found,) = root_trusts(graph_of(tmp_path, target, *users, user("bystander")))
    assert len(found.callers) == min(listed, 50)


def escalating(folder, *statements, high=None):
    high = high or trust({"Service": "lambda.amazonaws.com"})
    graph = graph_of(folder, user("dev", *statements), role("high", high, managed=[ADMIN]))
    return [
        [step.way.actions if step.way else ("sts:AssumeRole",) for step in each.steps] for each in escalations(graph)
    ]


RUN = ["lambda:CreateFunction", "lambda:InvokeFunction"]


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([allow(["iam:PassRole", *RUN])], True),
        ([allow("iam:PassRole", arn("high")), allow(RUN)], True),
        ([allow("iam:PassRole", arn("low")), allow(RUN)], False),
        ([allow(["iam:PassRole", RUN[0]])], False),
        ([allow(["iam:PassRole", *RUN]), deny("lambda:Invoke*")], False),
        ([allow("iam:PassRole", Condition=TO_EC2), allow(RUN)], False),
        ([allow("iam:PassRole", Condition={"StringLike": {"iam:PassedToService": "lambda.*"}}), allow(RUN)], True),
        ([allow("iam:PutUserPolicy", arn("d*", kind="user"))], True),
        ([allow("iam:PutUserPolicy", arn("x*", kind="user"))], False),
        ([allow("iam:PutRolePolicy")], False),
        ([allow(["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], arn("high"))], True),
        ([allow(["iam:UpdateAssumeRolePolicy"], arn("high"))], False),
        ([allow(["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"], arn("*gh"))], True),
        ([allow("iam:UpdateAssumeRolePolicy", arn("high")), allow("iam:PutRolePolicy", arn("low"))], False),
    ],
)  # fmt: skip
def test_known_ways_and_what_keeps_from_them(tmp_path, statements, found):
    assert bool(escalating(tmp_path, *statements)) is found


def test_rights_for_a_role_that_it_may_assume(tmp_path):
    dev = user("dev", allow("iam:PutRolePolicy"))
    bounded = {"boundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    open_to_dev = aws(arn("dev", kind="user"))
    assert not escalations(graph_of(tmp_path, dev, role("low", open_to_dev, **bounded)))
    (found,) = escalations(graph_of(tmp_path, dev, role("low", open_to_dev)))
    assert found.steps[0].way.actions == ("iam:PutRolePolicy", "sts:AssumeRole")


def test_who_may_assume_an_administrator_escalates_nothing(tmp_path):
    both = [trust({"Service": "lambda.amazonaws.com"}), aws(arn("dev", kind="user"))]
    assert not escalating(tmp_path, allow(["iam:PassRole", *RUN]), high=both)


def test_ways_over_several_principals(tmp_path):
    graph = graph_of(
        tmp_path,
        user("first", allow("iam:CreateAccessKey", arn("second", kind="user"))),
        user("second", allow("iam:AttachUserPolicy")),
    )
    first, second = escalations(graph)
    assert [step.towards.arn.rpartition("/")[2] for step in first.steps] == ["second", "second"]
    assert len(second.steps) == 1


NAMES = ("r0", "r1", "r2", "r3", "r4")
PRINCIPALS = st.sampled_from([*(arn(name) for name in NAMES), f"arn:aws:iam::{A}:root", "*"])
RESOURCES = st.sampled_from([*(arn(name) for name in NAMES), arn("r*"), arn("r?"), "*", arn("x")])
EDGES = st.lists(
    st.tuples(st.lists(PRINCIPALS, min_size=1, max_size=2), st.lists(RESOURCES, max_size=2)), min_size=5, max_size=5
)


@settings(max_examples=40, deadline=None)
@given(EDGES)
def test_the_indexes_find_exactly_the_edges_that_single_questions_find(drawn):
    roles = [role(name, aws(*trusts), *([allow(ASSUME, resources)] if resources else []))
             for name, (trusts, resources) in zip(NAMES, drawn, strict=True)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        graph = graph_of(Path(folder), *roles)
        who = by_arn(graph)
        asked = {(a, b) for a in who for b in who if a != b and may(graph, a, b) is Verdict.YES}
        assert asked == {(each.arn, b) for b in who for each, _ in callers(graph, who[b])}
        assert asked == {(a, each.arn) for a in who for each, _ in assumable(graph, who[a])}
