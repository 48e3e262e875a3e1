"""Load balancers, target groups and distributions of templates."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.edge import Origin
from seamlint.model.network import (
    Attachment,
    Listener,
    ListenerRule,
    LoadBalancer,
    TargetAttachment,
    TargetGroup,
)

BALANCER = """
    Lb:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: {Name: named, Subnets: [subnet-0123456789abcdef0], SecurityGroups: [sg-0123456789abcdef0]}
    Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 8080, Protocol: HTTP}}
"""


@pytest.mark.parametrize(
    ("properties", "kind", "internal", "default_group"),
    [
        ("Scheme: internal", "application", True, True),
        ("Type: network", "network", False, False),
        ("Type: network, Scheme: internet-facing", "network", False, False),
        ("Scheme: !Ref Given", "application", Unknown(("parameter Given",)), True),
    ],
)
def test_kinds_and_schemes(template_of, properties, kind, internal, default_group):
    model = template_of(
        f"Lb: {{Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {{{properties}}}}}",
        "Parameters: {Given: {Type: String}}",
    )
    balancer, attachment = model.one(LoadBalancer), model.one(Attachment)
    assert (balancer.kind, balancer.internal) == (kind, internal)
    assert attachment.public_address == (internal if isinstance(internal, Unknown) else not internal)
    assert attachment.default_group is default_group


@pytest.mark.parametrize(
    "actions",
    [
        "[{Type: forward, TargetGroupArn: !Ref Group}]",
        "[{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !GetAtt Group.TargetGroupArn, Weight: 1}]}}]",
    ],
)
def test_listeners_and_rules_that_forward(template_of, actions):
    model = template_of(
        BALANCER
        + f"""
    Door:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties: {{LoadBalancerArn: !Ref Lb, Port: '443', Protocol: HTTPS, DefaultActions: {actions}}}
    Rule:
      Type: AWS::ElasticLoadBalancingV2::ListenerRule
      Properties:
        ListenerArn: !GetAtt Door.ListenerArn
        Actions: {actions}
        Conditions:
          - Field: http-header
            HttpHeaderConfig: {{HttpHeaderName: X-Secret, Values: [a, b]}}"""
    )
    listener, rule = model.one(Listener), model.one(ListenerRule)
    find = model.graph.find
    assert find(listener.load_balancer, LoadBalancer) is model.one(LoadBalancer)
    assert [find(each, TargetGroup) for each in listener.default_groups] == [model.one(TargetGroup)]
    assert (listener.port, listener.protocol, listener.default_refuses) == (443, "HTTPS", False)
    assert find(rule.listener, Listener) is listener
    assert [find(each, TargetGroup) for each in rule.target_groups] == [model.one(TargetGroup)]
    assert (rule.headers, rule.complete, rule.forwards) == ({"x-secret": ["a", "b"]}, True, True)


def test_a_listener_that_refuses(template_of):
    model = template_of(
        BALANCER
        + """
    Door:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties:
        LoadBalancerArn: !Ref Lb
        DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: '403'}}]"""
    )
    assert model.one(Listener).default_refuses is True
    assert isinstance(model.one(Listener).port, Unknown)


@pytest.mark.parametrize(
    ("attributes", "preserve"),
    [
        ("", None),
        ("TargetGroupAttributes: [{Key: preserve_client_ip.enabled, Value: 'false'}]", False),
        ("TargetGroupAttributes: [{Key: stickiness.enabled, Value: 'true'}]", None),
        ("TargetGroupAttributes: !Ref Given", Unknown(("TargetGroupAttributes",))),
    ],
)
def test_target_groups(template_of, attributes, preserve):
    model = template_of(
        f"""
        Host: {{Type: AWS::EC2::Instance, Properties: {{SubnetId: subnet-0123456789abcdef0}}}}
        Group:
          Type: AWS::ElasticLoadBalancingV2::TargetGroup
          Properties:
            Port: 80
            Protocol: TCP
            HealthCheckPort: '8081'
            Targets: [{{Id: !Ref Host, Port: 81}}, {{Id: 10.0.0.7}}]
            {attributes}""",
        "Parameters: {Given: {Type: String}}",
    )
    group = model.one(TargetGroup)
    assert (group.port, group.target_type, group.health_port, group.preserve_client) == (80, "instance", 8081, preserve)
    host, address = model.graph.pointing(TargetAttachment, "target_group", group)
    assert model.graph.find(host.target, Attachment) is model.one(Attachment)
    assert host.port == 81
    assert str(address.network) == "10.0.0.7/32"


def test_targets_of_scaling_groups_and_services(template_of):
    model = template_of(
        BALANCER
        + """
    Classic:
      Type: AWS::ElasticLoadBalancing::LoadBalancer
      Properties:
        LoadBalancerName: old
        Listeners: [{LoadBalancerPort: '80', InstancePort: '8080', Protocol: http}]
        HealthCheck: {Target: HTTP:8081/ping}
        Instances: [i-0123456789abcdef0]
    Fleet:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties:
        TargetGroupARNs: [!Ref Group]
        LoadBalancerNames: [!Ref Classic, old]
        TrafficSources: [{Identifier: !Ref Classic, Type: elb}, {Identifier: !Ref Group, Type: elbv2}]
    Tasks:
      Type: AWS::ECS::Service
      Properties: {LoadBalancers: [{ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Group}]}"""
    )
    group = model.one(TargetGroup)
    targets = model.graph.pointing(TargetAttachment, "target_group", group)
    assert [each.address for each in targets] == ["Fleet", "Fleet", "Tasks"]
    classic = model.one(LoadBalancer, "Classic")
    old = model.graph.pointing(TargetAttachment, "load_balancer", classic)
    assert [each.address for each in old] == ["Classic", "Fleet", "Fleet", "Fleet"]
    listener = model.one(Listener)
    assert (listener.port, listener.protocol, listener.target_port) == (80, "HTTP", 8080)
    assert classic.health_port == 8081


def test_origins(template_of):
    model = template_of(
        BALANCER
        + """
    Name:
      Type: AWS::Route53::RecordSet
      Properties: {Name: origin.example.com, Type: A, AliasTarget: {DNSName: !Sub "dualstack.${Lb.DNSName}"}}
    Edge:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          Origins:
            - Id: direct
              DomainName: !GetAtt Lb.DNSName
              OriginCustomHeaders: [{HeaderName: X-Secret, HeaderValue: s}]
            - {Id: record, DomainName: origin.example.com}
            - {Id: inside, DomainName: !GetAtt Lb.DNSName, VpcOriginConfig: {VpcOriginId: vo}}"""
    )
    origins = model.all(Origin)
    assert [model.graph.find(each.domain, LoadBalancer) for each in origins] == [model.one(LoadBalancer)] * 3
    assert [each.vpc_origin for each in origins] == [False, False, True]
    assert origins[0].headers == {"x-secret": "s"}
