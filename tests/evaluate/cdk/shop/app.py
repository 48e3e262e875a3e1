"""A shop in two accounts and two regions, as a team writes it with the AWS CDK.

Synthesises into the folder that it is given: into ``cdk.out`` as the CDK's command line has it done, with paths and
assets told in the templates, and into ``bare.out`` as the program does it by itself.
"""

import os
import sys
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

HERE = os.path.dirname(os.path.abspath(__file__))
PROD = cdk.Environment(account="111122223333", region="eu-west-1")
EDGE = cdk.Environment(account="111122223333", region="us-east-1")
WITHOUT_BUNDLING = {"aws:cdk:bundling-stacks": []}
COMMAND_LINE = {"aws:cdk:enable-path-metadata": True, "aws:cdk:enable-asset-metadata": True}


class Network(cdk.Stack):
    """A VPC, which other stacks import."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        public = ec2.SubnetConfiguration(name="Public", subnet_type=ec2.SubnetType.PUBLIC)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[public],
        )


class Web(cdk.Stack):
    """A host that all the world may log in to, with jobs in a stack of their own inside."""

    def __init__(self, scope: Construct, name: str, network: Network) -> None:
        super().__init__(scope, name, cross_region_references=True)
        group = ec2.SecurityGroup(self, "Group", vpc=network.vpc)
        group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(22))
        host = ec2.Instance(
            self,
            "Host",
            vpc=network.vpc,
            security_group=group,
            associate_public_ip_address=True,
            instance_type=ec2.InstanceType("t3.micro"),
            machine_image=ec2.MachineImage.generic_linux({"eu-west-1": "ami-0123456789abcdef0"}),
        )
        self.role = host.role
        Jobs(self, "Jobs")


class Jobs(cdk.NestedStack):
    """A function whose code would be bundled in a container."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        bundling = cdk.BundlingOptions(image=cdk.DockerImage.from_registry("public.ecr.aws/sam/build-python3.12"))
        lambda_.Function(
            self,
            "Nightly",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="index.handler",
            code=lambda_.Code.from_asset(os.path.join(HERE, "handler"), bundling=bundling),
        )


class Edge(cdk.Stack):
    """A role that trusts one of another region's stack."""

    def __init__(self, scope: Construct, name: str, caller: iam.IRole) -> None:
        super().__init__(scope, name, env=EDGE, cross_region_references=True)
        publisher = iam.Role(self, "Publisher", assumed_by=iam.ArnPrincipal(caller.role_arn))
        publisher.add_to_policy(iam.PolicyStatement(actions=["*"], resources=["*"]))


class Shop(cdk.Stage):
    """All of it, for one environment."""

    def __init__(self, scope: Construct, name: str, **settings: Any) -> None:
        super().__init__(scope, name, **settings)
        web = Web(self, "Web", Network(self, "Network"))
        Edge(self, "Edge", web.role)


class Partner(cdk.Stack):
    """A stack that goes to whichever account and region are current."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        iam.Role(self, "Auditor", assumed_by=iam.AccountPrincipal("444455556666"))


for folder, context in (("cdk.out", COMMAND_LINE), ("bare.out", {})):
    app = cdk.App(outdir=os.path.join(sys.argv[1], folder), context={**WITHOUT_BUNDLING, **context})
    Shop(app, "Prod", env=PROD)
    Partner(app, "Partner")
    app.synth()
