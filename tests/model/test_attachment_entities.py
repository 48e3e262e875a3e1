"""Who has network interfaces where, with which groups and addresses."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import Attachment, SecurityGroup, Subnet
from seamlint.model.terraform.attachments import REDSHIFT

AROUND = """
    resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "s" {
      vpc_id     = aws_vpc.v.id
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_security_group" "g" { vpc_id = aws_vpc.v.id }
"""

RESOURCES = {
    "instance": """
        resource "aws_instance" "x" {
          subnet_id              = aws_subnet.s.id
          vpc_security_group_ids = [aws_security_group.g.id]
        }""",
    "lambda": """
        resource "aws_lambda_function" "x" {
          vpc_config {
            subnet_ids         = [aws_subnet.s.id]
            security_group_ids = [aws_security_group.g.id]
          }
        }""",
    "database": """
        resource "aws_db_subnet_group" "sg" { subnet_ids = [aws_subnet.s.id] }
        resource "aws_db_instance" "x" {
          db_subnet_group_name   = aws_db_subnet_group.sg.name
          vpc_security_group_ids = [aws_security_group.g.id]
        }""",
    "cache": """
        resource "aws_elasticache_subnet_group" "sg" {
          name       = "caches"
          subnet_ids = [aws_subnet.s.id]
        }
        resource "aws_elasticache_replication_group" "x" {
          subnet_group_name  = "caches"
          security_group_ids = [aws_security_group.g.id]
        }""",
    "ecs-service": """
        resource "aws_ecs_service" "x" {
          network_configuration {
            subnets         = [aws_subnet.s.id]
            security_groups = [aws_security_group.g.id]
          }
        }""",
    "eks-cluster": """
        resource "aws_eks_cluster" "x" {
          vpc_config {
            subnet_ids         = [aws_subnet.s.id]
            security_group_ids = [aws_security_group.g.id]
          }
        }""",
    "load-balancer": """
        resource "aws_elb" "x" {
          subnets         = [aws_subnet.s.id]
          security_groups = [aws_security_group.g.id]
        }""",
    "network-load-balancer": """
        resource "aws_lb" "x" {
          load_balancer_type = "network"
          security_groups    = [aws_security_group.g.id]
          subnet_mapping { subnet_id = aws_subnet.s.id }
        }""",
    "endpoint": """
        resource "aws_vpc_endpoint" "x" {
          vpc_endpoint_type  = "Interface"
          service_name       = "com.amazonaws.eu-west-1.sts"
          subnet_ids         = [aws_subnet.s.id]
          security_group_ids = [aws_security_group.g.id]
        }""",
    "interface": """
        resource "aws_network_interface" "x" { subnet_id = aws_subnet.s.id }
        resource "aws_network_interface_sg_attachment" "a" {
          security_group_id    = aws_security_group.g.id
          network_interface_id = aws_network_interface.x.id
        }""",
    "other": """
        resource "aws_glue_connection" "x" {
          physical_connection_requirements {
            subnet_id              = aws_subnet.s.id
            security_group_id_list = [aws_security_group.g.id]
          }
        }""",
}


@pytest.mark.parametrize("kind", RESOURCES)
def test_kinds(model_of, kind):
    model = model_of(AROUND + RESOURCES[kind])
    found, graph = model.one(Attachment), model.graph
    assert found.kind == kind
    assert [graph.find(each, Subnet) for each in found.subnets] == [model.one(Subnet)]
    assert [graph.find(each, SecurityGroup) for each in found.groups] == [
        model.one(SecurityGroup, "aws_security_group.g")
    ]
    assert found.subnets_complete
    assert found.groups_complete
    assert not found.default_group
    assert graph.pointing(Attachment, "subnets", model.one(Subnet)) == [found]


def test_a_type_nobody_has_heard_of_is_found_by_reference(model_of):
    model = model_of(
        AROUND
        + """
        resource "aws_quantum_machine" "x" {
          fridge {
            places = [aws_subnet.s.id]
            shield { walls = [aws_security_group.g.id] }
          }
        }
        resource "aws_quantum_door" "y" {
          source_security_group_ids = [aws_security_group.g.id]
          subnet_id                 = aws_subnet.s.id
        }
        resource "aws_quantum_note" "z" { tags = { a = aws_subnet.s.id, b = aws_security_group.g.id } }
        resource "null_resource" "n" {
          triggers = { a = aws_subnet.s.id, security_group_ids = aws_security_group.g.id }
        }"""
    )
    found = model.one(Attachment)
    assert (found.address, found.kind) == ("aws_quantum_machine.x", "other")
    assert found.groups == [model.ref("aws_security_group.g")]
    assert found.span("groups").line - found.span().line == 3


@pytest.mark.parametrize(
    "template",
    [
        """resource "aws_launch_template" "t" {
             vpc_security_group_ids = [aws_security_group.g.id]
             network_interfaces { associate_public_ip_address = true }
           }
           resource "aws_autoscaling_group" "x" {
             vpc_zone_identifier = [aws_subnet.s.id]
             launch_template { id = aws_launch_template.t.id }
           }""",
        """resource "aws_launch_template" "t" {
             name = "web"
             network_interfaces {
               associate_public_ip_address = true
               security_groups             = [aws_security_group.g.id]
             }
           }
           resource "aws_autoscaling_group" "x" {
             vpc_zone_identifier = [aws_subnet.s.id]
             mixed_instances_policy {
               launch_template {
                 launch_template_specification { launch_template_name = "web" }
               }
             }
           }""",
        """resource "aws_launch_configuration" "t" {
             security_groups             = [aws_security_group.g.id]
             associate_public_ip_address = true
           }
           resource "aws_autoscaling_group" "x" {
             vpc_zone_identifier  = [aws_subnet.s.id]
             launch_configuration = aws_launch_configuration.t.name
           }""",
        """variable "name" {}
           resource "aws_launch_template" "t" {
             name                   = "web-${var.name}"
             vpc_security_group_ids = [aws_security_group.g.id]
             network_interfaces { associate_public_ip_address = true }
           }
           resource "aws_autoscaling_group" "x" {
             vpc_zone_identifier = [aws_subnet.s.id]
             launch_template { name = aws_launch_template.t.name }
           }""",
    ],
)
def test_an_auto_scaling_group_takes_its_groups_from_its_template(model_of, template):
    model = model_of(AROUND + template)
    found = model.one(Attachment)
    assert found.kind == "auto-scaling-group"
    assert found.subnets == [model.ref("aws_subnet.s")]
    assert found.groups == [model.ref("aws_security_group.g")]
    assert found.public_address is True
    assert found.evidence("", "groups", 0).resource.endswith(".t")


def test_an_unknown_template_leaves_groups_open(model_of):
    model = model_of(
        AROUND
        + """
        variable "template" {}
        resource "aws_autoscaling_group" "x" {
          vpc_zone_identifier = [aws_subnet.s.id]
          launch_template { id = var.template }
        }"""
    )
    found = model.one(Attachment)
    assert found.groups == [Unknown(("var.template",))]
    assert not found.groups_complete
    assert not found.default_group


def test_an_instance_on_a_declared_interface(model_of):
    model = model_of(
        AROUND
        + """
        resource "aws_network_interface" "n" {
          subnet_id       = aws_subnet.s.id
          security_groups = [aws_security_group.g.id]
          private_ips     = ["10.0.1.7"]
        }
        resource "aws_instance" "x" {
          network_interface {
            network_interface_id = aws_network_interface.n.id
            device_index         = 0
          }
        }"""
    )
    interface, instance = model.one(Attachment, "aws_network_interface.n"), model.one(Attachment, "aws_instance.x")
    assert interface.subnets == instance.subnets == [model.ref("aws_subnet.s")]
    assert interface.groups == instance.groups == [model.ref("aws_security_group.g")]
    assert [str(address) for address in interface.addresses] == ["10.0.1.7/32"]


@pytest.mark.parametrize(
    ("text", "default_group", "subnets_complete"),
    [
        ('resource "aws_instance" "x" { subnet_id = aws_subnet.s.id }', True, True),
        ('resource "aws_instance" "x" {}', True, False),
        ('resource "aws_lb" "x" { subnets = [aws_subnet.s.id] }', True, True),
        ('resource "aws_lb" "x" {\n load_balancer_type = "network"\n subnets = [aws_subnet.s.id]\n}', False, True),
        ('resource "aws_db_instance" "x" { port = 5432 }', True, False),
    ],
)
def test_without_groups(model_of, text, default_group, subnets_complete):
    found = model_of(AROUND + text).one(Attachment)
    assert found.groups == []
    assert found.groups_complete
    assert (found.default_group, found.subnets_complete) == (default_group, subnets_complete)


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_ecs_service" "x" {}',
        'resource "aws_lambda_function" "x" {}',
        'resource "aws_launch_template" "x" { vpc_security_group_ids = [aws_security_group.g.id] }',
        'resource "aws_db_subnet_group" "x" { subnet_ids = [aws_subnet.s.id] }',
        'resource "aws_network_acl" "x" { subnet_ids = [aws_subnet.s.id] }',
    ],
)
def test_what_has_no_interfaces(model_of, text):
    assert model_of(AROUND + text).all(Attachment) == []


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ('resource "aws_instance" "x" {}', None),
        ('resource "aws_instance" "x" { associate_public_ip_address = false }', False),
        ('variable "p" {}\nresource "aws_instance" "x" { associate_public_ip_address = var.p }', Unknown(("var.p",))),
        ('resource "aws_instance" "x" {}\nresource "aws_eip" "e" { instance = aws_instance.x.id }', True),
        ('resource "aws_network_interface" "x" { subnet_id = aws_subnet.s.id }', False),
        ('resource "aws_db_instance" "x" {}', False),
        ('resource "aws_db_instance" "x" { publicly_accessible = true }', True),
        ('resource "aws_redshift_cluster" "x" {}', REDSHIFT),
        ('resource "aws_redshift_cluster" "x" { publicly_accessible = false }', False),
        (
            """resource "aws_rds_cluster" "x" {}
               resource "aws_rds_cluster_instance" "i" {
                 cluster_identifier  = aws_rds_cluster.x.id
                 publicly_accessible = true
               }""",
            True,
        ),
        ('resource "aws_lb" "x" { subnets = [aws_subnet.s.id] }', True),
        ('resource "aws_lb" "x" {\n subnets = [aws_subnet.s.id]\n internal = true\n}', False),
        (
            """resource "aws_ecs_service" "x" {
                 network_configuration {
                   subnets          = ["a"]
                   assign_public_ip = true
                 }
               }""",
            True,
        ),
    ],
)
def test_public_addresses(model_of, text, public):
    assert model_of(AROUND + text).one(Attachment).public_address == public


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ('resource "aws_db_instance" "x" { engine = "postgres" }', [5432]),
        ('resource "aws_db_instance" "x" { engine = "sqlserver-ex" }', [1433]),
        ('resource "aws_rds_cluster" "x" { engine = "aurora-postgresql" }', [5432]),
        ('resource "aws_rds_cluster" "x" { engine = "aurora-mysql" }', [3306]),
        ('resource "aws_db_instance" "x" {\n engine = "mysql"\n port = 3307\n}', [3307]),
        ('resource "aws_elasticache_cluster" "x" { engine = "memcached" }', [11211]),
        ('resource "aws_elasticache_cluster" "x" { engine = "valkey" }', [6379]),
        ('resource "aws_instance" "x" {}', []),
    ],
)
def test_ports(model_of, text, ports):
    assert model_of(text).one(Attachment).ports == ports


def test_lists_that_are_known_in_part(model_of):
    model = model_of(
        AROUND
        + """
        variable "more" {}
        data "aws_subnets" "all" {}
        resource "aws_lambda_function" "x" {
          vpc_config {
            subnet_ids         = data.aws_subnets.all.ids
            security_group_ids = [aws_security_group.g.id, var.more]
          }
        }
        resource "aws_lambda_function" "y" {
          dynamic "vpc_config" {
            for_each = var.more
            content {
              subnet_ids         = [aws_subnet.s.id]
              security_group_ids = [aws_security_group.g.id]
            }
          }
        }"""
    )
    found, perhaps = model.all(Attachment)
    assert found.groups == [model.ref("aws_security_group.g"), Unknown(("var.more",))]
    assert (perhaps.groups, perhaps.subnets) == ([], [])
    for each in (found, perhaps):
        assert not each.groups_complete
        assert not each.subnets_complete


def test_a_list_in_a_list(model_of):
    model = model_of(AROUND + 'resource "aws_lb" "x" { subnets = ["${aws_subnet.s[*].id}", ["subnet-1"]] }')
    assert model.one(Attachment).subnets == [model.ref("aws_subnet.s"), "subnet-1"]


def test_node_groups_use_the_group_of_their_cluster(model_of):
    model = model_of(
        AROUND
        + """
        resource "aws_eks_cluster" "c" {}
        resource "aws_eks_node_group" "x" {
          cluster_name = aws_eks_cluster.c.name
          subnet_ids   = [aws_subnet.s.id]
        }"""
    )
    found = model.one(Attachment)
    assert found.kind == "eks-node-group"
    assert found.groups == [model.ref("aws_eks_cluster.c", "vpc_config.0.cluster_security_group_id")]
    assert isinstance(model.graph.find(found.groups[0], SecurityGroup), Unknown)
