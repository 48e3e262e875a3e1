"""Keys with their policies, roles and what names keys, written as Terraform and read as everything else is."""

import json
import sys

from seamlint.config import Config
from seamlint.evaluate.terraform.root import STACK
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request

sys.setrecursionlimit(STACK)  # as evaluating a root does; hypothesis wants it to stay as it was
OWN, FOREIGN = "111122223333", "444455556666"
PROVIDER = {"aws": {"region": "eu-west-1", "allowed_account_ids": [OWN]}}


def root(account=OWN):
    return f"arn:aws:iam::{account}:root"


def role(name, account=OWN):
    return f"arn:aws:iam::{account}:role/{name}"


def statement(principal, actions="kms:*", effect="Allow", resource="*", **more):
    principal = principal if principal == "*" or isinstance(principal, dict) else {"AWS": principal}
    return {"Effect": effect, "Principal": principal, "Action": actions, "Resource": resource, **more}


def grant(actions, resource, effect="Allow", **more):
    return {"Effect": effect, "Action": actions, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def a_role(name, *statements, service="ec2.amazonaws.com"):
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    inline = [{"name": "own", "policy": document(*statements)}] if statements else []
    return {"aws_iam_role": {name: {"name": name, "assume_role_policy": document(trust), "inline_policy": inline}}}


def a_key(name, *statements, **attributes):
    policy = {"policy": document(*statements)} if statements else {}
    return {"aws_kms_key": {name: {**policy, **attributes}}}


def graph_of(folder, *resources, provider=None, data=None, outputs=None):
    """Return the graph of one root; ``resources`` are as ``resource`` of JSON configuration has them."""
    merged: dict[str, dict[str, object]] = {}
    for each in resources:
        for kind, found in each.items():
            merged.setdefault(kind, {}).update(found)
    outputs = {name: {"value": value} for name, value in (outputs or {}).items()}
    written = {"provider": provider or PROVIDER, "resource": merged, "data": data or {}, "output": outputs}
    folder.mkdir(exist_ok=True)
    (folder / "main.tf.json").write_text(json.dumps({name: value for name, value in written.items() if value}))
    config = Config("")
    units, diagnostics = evaluate(Request((str(folder),), config, cache=False))
    assert not [each for each in diagnostics if each.level.value == "error"], diagnostics
    return build(units, config)
