"""Random requests in the fields of ``seamlint simulate``, biased towards the places where rules meet."""

import random

A, B = "111111111111", "222222222222"
ROLE_A, PATHED_A = f"arn:aws:iam::{A}:role/app", f"arn:aws:iam::{A}:role/team/app2"
SESSION, PATHED_SESSION = f"arn:aws:sts::{A}:assumed-role/app/s1", f"arn:aws:sts::{A}:assumed-role/app2/s1"
USER, OTHER_USER = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:user/bob"
FEDERATED = f"arn:aws:sts::{A}:federated-user/fed"
ROOT = f"arn:aws:iam::{A}:root"
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABCDEF"
LINKED = f"arn:aws:sts::{A}:assumed-role/AWSServiceRoleForECS/s1"
PROVIDER = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
ANONYMOUS = {"type": "Anonymous"}
USUAL_CALLERS = (USER, ROLE_A, SESSION, PATHED_A, PATHED_SESSION, USER, SESSION)
ODD_CALLERS = (ROOT, FEDERATED, "sns.amazonaws.com", ANONYMOUS, IDENTITY, LINKED)


def _bucket(_account):
    return "arn:aws:s3:::data/in/x.txt"


def _role(account):
    return f"arn:aws:iam::{account}:role/target"


def _key(account):
    return f"arn:aws:kms:eu-west-1:{account}:key/1234abcd"


TARGETS = (
    ("s3:GetObject", _bucket),
    ("s3:PutObject", _bucket),
    ("s3:ListBucket", lambda _account: "arn:aws:s3:::data"),
    ("sqs:SendMessage", lambda account: f"arn:aws:sqs:eu-west-1:{account}:jobs"),
    ("secretsmanager:GetSecretValue", lambda account: f"arn:aws:secretsmanager:eu-west-1:{account}:secret:db-AbCdEf"),
    ("lambda:InvokeFunction", lambda account: f"arn:aws:lambda:eu-west-1:{account}:function:run"),
    ("ec2:DescribeInstances", lambda _account: "*"),
    ("kms:Decrypt", _key),
    ("kms:CreateGrant", _key),
    ("kms:PutKeyPolicy", _key),
    ("kms:ListKeys", lambda _account: "*"),
    ("sts:AssumeRole", _role),
    ("sts:AssumeRole", _role),
    ("sts:GetCallerIdentity", lambda _account: "*"),
    ("iam:PassRole", _role),
)
SINGLE = {
    "aws:SourceIp": ("10.1.2.3", "192.168.0.7", "2001:db8::5"),
    "aws:PrincipalTag/team": ("red", "blue", "re*"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:CurrentTime": ("2024-05-01T00:00:00Z", "2026-01-01T12:30:00Z"),
    "aws:MultiFactorAuthAge": ("5", "3600", "10.5"),
    "aws:SourceArn": (f"arn:aws:sns:eu-west-1:{A}:topic", f"arn:aws:s3:::data{B}", "arn:aws:iam::1:role/a:b"),
    "aws:PrincipalOrgID": ("o-abc", "o-xyz"),
    "kms:ViaService": ("s3.eu-west-1.amazonaws.com",),
    "app:Blob": ("QmluYXJ5", "AAEC"),
}
MULTI = {
    "aws:TagKeys": ("a", "b", "c"),
    "aws:PrincipalOrgPaths": ("o-abc/r-1/", "o-abc/r-2/ou-3/"),
    "app:Ages": ("1", "7"),
}
WANTED = {
    "String": ("red", "blue", "RED", "a", "b", "re*", "?ed", "o-abc", "o-a*", "*", "10.1.2.3",
               "${aws:PrincipalTag/team}",
               "${aws:PrincipalOrgID}", "${aws:username, 'ann'}", "${aws:TagKeys}", "re${app:none}",
               "r${aws:PrincipalTag/team}*", "x${*}", "s3.*.amazonaws.com", ""),
    "Numeric": ("5", "7", "10", "3600", "10.50", "-1", "ten"),
    "Date": ("2024-05-01T00:00:00Z", "2025-01-01", "2026-01-01T13:30:00+01:00", "never"),
    "Bool": ("true", "false", "True", "${aws:MultiFactorAuthPresent}"),
    "Binary": ("QmluYXJ5", "AAEC"),
    "Ip": ("10.0.0.0/8", "10.1.2.3", "192.168.0.0/24", "2001:db8::/32", "0.0.0.0/0", "nowhere"),
    "Arn": (f"arn:aws:sns:eu-west-1:{A}:topic", f"arn:aws:sns:*:{A}:*", "arn:aws:s3:::data*", "arn:*:iam::?:role/a:?",
            "*", "arn:aws:iam::1:role/${aws:PrincipalTag/team}", USER, ROLE_A),
}  # fmt: skip
OPERATORS = {
    "StringEquals": "String", "StringNotEquals": "String", "StringEqualsIgnoreCase": "String",
    "StringNotEqualsIgnoreCase": "String", "StringLike": "String", "StringNotLike": "String",
    "NumericEquals": "Numeric", "NumericNotEquals": "Numeric", "NumericLessThan": "Numeric",
    "NumericLessThanEquals": "Numeric", "NumericGreaterThan": "Numeric", "NumericGreaterThanEquals": "Numeric",
    "DateEquals": "Date", "DateNotEquals": "Date", "DateLessThan": "Date", "DateLessThanEquals": "Date",
    "DateGreaterThan": "Date", "DateGreaterThanEquals": "Date", "Bool": "Bool", "BinaryEquals": "Binary",
    "IpAddress": "Ip", "NotIpAddress": "Ip", "ArnEquals": "Arn", "ArnLike": "Arn", "ArnNotEquals": "Arn",
    "ArnNotLike": "Arn",
}  # fmt: skip
FITTING = {
    "String": ("aws:PrincipalTag/team", "aws:PrincipalOrgID", "aws:TagKeys", "aws:PrincipalOrgPaths", "kms:ViaService"),
    "Numeric": ("aws:MultiFactorAuthAge", "app:Ages"),
    "Date": ("aws:CurrentTime",),
    "Bool": ("aws:MultiFactorAuthPresent",),
    "Binary": ("app:Blob",),
    "Ip": ("aws:SourceIp",),
    "Arn": ("aws:SourceArn", "aws:PrincipalArn"),
}


class Generator:
    """Draws requests; equal seeds draw equal ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = 0

    def likely(self, probability):
        return self.random.random() < probability

    def request(self):
        """Draw one request."""
        choice = self.random.choice
        self.number += 1
        self.caller = choice(USUAL_CALLERS if self.likely(0.8) else ODD_CALLERS)
        self.action, place = choice(TARGETS)
        self.account = A if self.likely(0.6) or place(B) == "*" else B
        if self.likely(0.03):
            self.caller, self.action, place = PROVIDER, "sts:AssumeRoleWithWebIdentity", _role
        self.resource = place(self.account)
        request = {"id": self.number, "principal": self.caller, "action": self.action, "resource": self.resource}
        request |= {"resourceAccount": self.account, "context": self.context()}
        request |= self.policies()
        return request

    def policies(self):
        """Draw the policies of a request."""
        made = {}
        has_identity = isinstance(self.caller, str) and self.caller not in ("sns.amazonaws.com", IDENTITY, PROVIDER)
        if has_identity and self.likely(0.8):
            made["identityPolicies"] = [self.policy() for _ in range(self.random.choice((1, 1, 2)))]
        if self.resource == "*":
            pass
        elif self.likely(0.7) or self.action.startswith(("kms:D", "sts:A")):
            made["resourcePolicy"] = self.policy(principals=True)
        if has_identity and self.likely(0.12):
            made["boundaries"] = [self.policy()]
        if has_identity and self.likely(0.6 if self.caller == FEDERATED else 0.12):
            made["sessionPolicy"] = self.policy()
        for field, probability in (("scps", 0.1), ("rcps", 0.06)):
            if self.likely(probability):
                made[field] = [[self.policy(everyone=field == "rcps")] for _ in range(self.random.choice((1, 2)))]
        if self.likely(0.05):
            made["vpcePolicies"] = [self.policy(principals=True)]
        return made

    def context(self):
        """Draw a context; the keys that AWS always derives are given, as AWS derives them."""
        context = {key: self.random.choice(values) for key, values in SINGLE.items() if self.likely(0.5)}
        for key, values in MULTI.items():
            if self.likely(0.4):
                context[key] = self.random.sample(values, self.random.randint(1, len(values)))
        return context | self.derived()

    def derived(self):
        """Return what AWS derives from the caller and the resource."""
        known = {"aws:ResourceAccount": self.account}
        if self.caller == "sns.amazonaws.com":
            return known | {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": self.caller}
        if not isinstance(self.caller, str) or self.caller in (IDENTITY, PROVIDER):
            return known
        role = {SESSION: ROLE_A, PATHED_SESSION: PATHED_A}.get(self.caller, self.caller)
        known |= {"aws:PrincipalArn": role, "aws:PrincipalAccount": A, "kms:CallerAccount": A}
        known |= {"aws:PrincipalIsAWSService": "false"}
        return known | ({"aws:username": "ann"} if self.caller == USER else {})

    def policy(self, *, principals=False, everyone=False):
        """Draw a policy."""
        count = self.random.choice((1, 1, 2, 3))
        made = {"Statement": [self.statement(principals=principals, everyone=everyone) for _ in range(count)]}
        if self.likely(0.96):
            made = {"Version": "2012-10-17", **made}
        if count == 1 and self.likely(0.2):
            made["Statement"] = made["Statement"][0]
        return made

    def statement(self, *, principals, everyone=False):
        """Draw a statement."""
        made = {"Effect": "Allow" if self.likely(0.8) else "Deny"}
        if principals:
            inverted = made["Effect"] == "Deny" and self.likely(0.1)
            made["NotPrincipal" if inverted else "Principal"] = self.principal()
        if everyone:
            made["Principal"] = "*"
        made["NotAction" if self.likely(0.08) else "Action"] = self.some(self.action_pattern)
        if not (principals and self.action.startswith("sts:A")):
            made["NotResource" if self.likely(0.08) else "Resource"] = self.some(self.resource_pattern)
        if self.likely(0.3):
            made["Condition"] = self.condition_block()
        return made

    def some(self, draw):
        """Draw one value, alone or in a list, or two."""
        if self.likely(0.6):
            return draw()
        return [draw() for _ in range(self.random.choice((1, 2)))]

    def action_pattern(self):
        service, _, name = self.action.partition(":")
        return self.random.choice(
            (self.action, self.action, "*", f"{service}:*", f"{service}:{name[:3]}*", self.action.upper(),
             f"{service}:{name[:-2]}??", f"{service}:{name[:-1]}", "ec2:*", f"{service}:*{name[-4:]}", "s3:Get*")
        )  # fmt: skip

    def resource_pattern(self):
        if self.resource == "*":
            return self.random.choice(("*", "*", "arn:aws:s3:::data/*"))
        head, tail = self.resource[:-3], self.resource[-3:]
        return self.random.choice(
            (self.resource, self.resource, "*", "*", f"{head}*", f"{head}?{tail[1:]}", f"{head}{tail.upper()}",
             "arn:aws:s3:::data/*", "arn:aws:s3:::data/${aws:PrincipalTag/team}*", f"{self.resource}?",
             f"{self.resource}*", "arn:aws:s3:::data/${aws:PrincipalTag/none, 'in'}/x.txt", "arn:aws:s3:::other/*",
             f"{head[:-1]}??{tail[1:]}")
        )  # fmt: skip

    def principal(self):
        """Draw a principal element."""
        if self.likely(0.12):
            return "*"
        if self.likely(0.1):
            return {"Service": self.some(lambda: self.random.choice(("sns.amazonaws.com", "ec2.amazonaws.com")))}
        if self.caller == PROVIDER or self.likely(0.05):
            return {"Federated": PROVIDER}
        return {"AWS": self.some(self.principal_name)}

    def principal_name(self):
        own = self.caller if isinstance(self.caller, str) and self.caller.startswith("arn:") else "*"
        role = {SESSION: ROLE_A, PATHED_SESSION: PATHED_A}.get(own, own)
        return self.random.choice(
            (own, own, role, role, A, ROOT, f"arn:aws:iam::{B}:root", OTHER_USER, "*", B, f"{role}x")
        )

    def condition_block(self):
        """Draw one or two conditions."""
        block = {}
        for _ in range(self.random.choice((1, 1, 2))):
            operator, kind = self.random.choice(tuple(OPERATORS.items()))
            key = self.random.choice(FITTING[kind])
            name = f"{operator}IfExists" if self.likely(0.15) else operator
            if key in MULTI or self.likely(0.05):
                name = self.random.choice(("ForAllValues:", "ForAnyValue:", "ForAnyValue:", "")) + name
            values = self.some(lambda kind=kind, key=key: self.wanted(kind, key))
            if self.likely(0.12):
                name, values = "Null", self.random.choice(("true", "false"))
            key = key.upper() if self.likely(0.1) else key
            block.setdefault(name if self.likely(0.95) else name.lower(), {})[key] = values
        return block

    def wanted(self, kind, key):
        """Draw a value that a condition compares a key with."""
        if self.likely(0.4):
            return self.random.choice(SINGLE.get(key) or MULTI.get(key) or WANTED[kind])
        return self.random.choice(WANTED[kind])
