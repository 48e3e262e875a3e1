"""Templates of any number, in the shapes that CloudFormation has: conditions, mappings, exports, loops, policies.

    python benchmarks/generated_templates.py FOLDER [FACTOR]

Factor 1 is about 10,000 lines: a stack of a network and its services, twelve times. Its policies are JSON. The same
factor gives the same text.
"""

import sys
from pathlib import Path

STACKS = 12
SERVICES = 3

NETWORK = """
AWSTemplateFormatVersion: "2010-09-09"
Description: The network of stack %(stack)s

Parameters:
  Environment:
    Type: String
    AllowedValues: [dev, prod]
    Default: prod
  Offices:
    Type: CommaDelimitedList
    Default: 198.51.100.0/24,203.0.113.0/24

Mappings:
  Ranges:
    dev:
      Vpc: 10.%(number)s.0.0/16
    prod:
      Vpc: 10.%(number)s.0.0/16

Conditions:
  IsProd: !Equals [!Ref Environment, prod]

Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !FindInMap [Ranges, !Ref Environment, Vpc]
      EnableDnsSupport: true
      Tags:
        - Key: Name
          Value: !Sub ${AWS::StackName}-vpc

  Gateway:
    Type: AWS::EC2::InternetGateway

  GatewayAttachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      InternetGatewayId: !Ref Gateway

  PublicRoutes:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc

  Internet:
    Type: AWS::EC2::Route
    DependsOn: GatewayAttachment
    Properties:
      RouteTableId: !Ref PublicRoutes
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Gateway

  Acl:
    Type: AWS::EC2::NetworkAcl
    Properties:
      VpcId: !Ref Vpc
"""

SUBNET = """
  Subnet%(zone)s:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: !Select [%(zone)s, !GetAZs ""]
      CidrBlock: !Select [%(zone)s, !Cidr [!GetAtt Vpc.CidrBlock, 8, 8]]
      MapPublicIpOnLaunch: !If [IsProd, false, true]
      Tags:
        - Key: Name
          Value: !Sub "${AWS::StackName}-%(zone)s"

  Subnet%(zone)sRoutes:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties:
      SubnetId: !Ref Subnet%(zone)s
      RouteTableId: !Ref PublicRoutes

  Subnet%(zone)sAcl:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties:
      SubnetId: !Ref Subnet%(zone)s
      NetworkAclId: !Ref Acl
"""

ENTRY = """
  Acl%(way)s%(number)s:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      NetworkAclId: !Ref Acl
      RuleNumber: %(number)s
      Protocol: %(protocol)s
      Egress: %(egress)s
      RuleAction: %(action)s
      CidrBlock: %(cidr)s
      PortRange: {From: %(first)s, To: %(last)s}
"""

OUTPUTS = """
Outputs:
  Vpc:
    Value: !Ref Vpc
    Export:
      Name: stack-%(stack)s-vpc
  Subnets:
    Value: !Join [",", [!Ref Subnet0, !Ref Subnet1, !Ref Subnet2]]
    Export:
      Name: stack-%(stack)s-subnets
"""

SERVICE = """
AWSTemplateFormatVersion: 2010-09-09
Description: Service %(service)s of stack %(stack)s

Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label:
          default: The host
        Parameters:
          - Image
          - InstanceType
      - Label:
          default: The service
        Parameters:
          - Port
          - Public
    ParameterLabels:
      Image:
        default: Which image does the host start from?
      Port:
        default: Which port does the service listen on?

Parameters:
  Image:
    Description: The parameter in Systems Manager that names the image
    Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
    Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
  InstanceType:
    Description: How large the host is
    Type: String
    Default: t3.micro
    AllowedValues:
      - t3.micro
      - t3.small
      - t3.medium
      - m7g.large
      - m7g.xlarge
    ConstraintDescription: must be a type that was tested
  Port:
    Description: The port that the service listens on
    Type: Number
    Default: 8080
    MinValue: 1024
    MaxValue: 65535
    ConstraintDescription: must be a port that needs no privileges
  Public:
    Description: Whether the whole internet may ask the service, past the balancer
    Type: String
    Default: "no"
    AllowedValues: ["yes", "no"]

Conditions:
  IsPublic: !Equals [!Ref Public, "yes"]

Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub "Service %(service)s of ${AWS::StackName}"
      VpcId: !ImportValue stack-%(stack)s-vpc
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: !Ref Port
          ToPort: !Ref Port
          SourceSecurityGroupId: !Ref BalancerGroup
        - !If
          - IsPublic
          - IpProtocol: tcp
            FromPort: 443
            ToPort: 443
            CidrIp: 0.0.0.0/0
          - !Ref AWS::NoValue

  BalancerGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Balancer
      VpcId: !ImportValue stack-%(stack)s-vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
      Tags:
        - Key: Name
          Value: !Sub "${AWS::StackName}-balancer"
        - Key: Service
          Value: service-%(service)s
        - Key: CostCenter
          Value: "4711"

  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: !Split [",", !ImportValue stack-%(stack)s-subnets]
      SecurityGroups: [!Ref BalancerGroup]
      Tags:
        - Key: Name
          Value: !Sub "${AWS::StackName}-balancer"
        - Key: Service
          Value: service-%(service)s
        - Key: CostCenter
          Value: "4711"

  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 443
      Protocol: HTTPS
      Certificates:
        - CertificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012
      DefaultActions:
        - Type: forward
          TargetGroupArn: !Ref Targets

  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      VpcId: !ImportValue stack-%(stack)s-vpc
      Port: !Ref Port
      Protocol: HTTP
      Targets:
        - Id: !Ref Host

  Host:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: !Ref Image
      InstanceType: !Ref InstanceType
      SubnetId: !Select [0, !Split [",", !ImportValue stack-%(stack)s-subnets]]
      SecurityGroupIds: [!Ref Group]
      IamInstanceProfile: !Ref Profile
      UserData:
        Fn::Base64: !Sub |
          #!/bin/bash -xe
          dnf install --assumeyes aws-cfn-bootstrap java-21-amazon-corretto-headless
          install --directory --owner service /srv/service
          aws s3 cp s3://${Data}/service-%(service)s.jar /srv/service/service.jar
          cat >/etc/systemd/system/service.service <<END
          [Unit]
          After=network-online.target
          [Service]
          User=service
          Environment=PORT=${Port} REGION=${AWS::Region}
          ExecStart=/usr/bin/java -jar /srv/service/service.jar
          [Install]
          WantedBy=multi-user.target
          END
          systemctl enable --now service
          cfn-signal --exit-code $? --stack ${AWS::StackName} --resource Host --region ${AWS::Region}
      Tags:
        - Key: Name
          Value: !Sub "${AWS::StackName}-host"
        - Key: Service
          Value: service-%(service)s
        - Key: CostCenter
          Value: "4711"

  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles: [!Ref Role]

  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: stack-%(stack)s-service-%(service)s
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: ec2.amazonaws.com
            Action: sts:AssumeRole

  Data:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
      Tags:
        - Key: Name
          Value: !Sub "${AWS::StackName}-data"
        - Key: Service
          Value: service-%(service)s
        - Key: CostCenter
          Value: "4711"

Outputs:
  Url:
    Description: Where the service is asked
    Value: !Sub https://${Balancer.DNSName}/
  Data:
    Description: The bucket that the service keeps its data in
    Value: !Ref Data
"""

POLICY = """{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Parameters": {
    "Environment": {
      "Type": "String",
      "Default": "prod"
    }
  },
  "Resources": {%(policies)s
  }
}
"""

STATEMENT = """
    "Reads%(service)s": {
      "Type": "AWS::IAM::ManagedPolicy",
      "Properties": {
        "Roles": ["stack-%(stack)s-service-%(service)s"],
        "PolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:ListBucket"],
              "Resource": [
                {"Fn::Join": ["", ["arn:aws:s3:::data-%(service)s-", {"Ref": "Environment"}]]},
                {"Fn::Sub": "arn:${AWS::Partition}:s3:::data-%(service)s-${Environment}/*"}
              ]
            },
            {
              "Effect": "Deny",
              "Action": "s3:*",
              "Resource": "*",
              "Condition": {
                "Bool": {
                  "aws:SecureTransport": "false"
                }
              }
            }
          ]
        }
      }
    }"""

ENTRIES = (
    ("In", 100, 6, "false", "allow", "0.0.0.0/0", 443, 443),
    ("In", 110, 6, "false", "allow", "0.0.0.0/0", 1024, 65535),
    ("In", 120, 6, "false", "allow", "!Select [0, !Ref Offices]", 22, 22),
    ("Out", 100, 6, "true", "allow", "0.0.0.0/0", 0, 65535),
)


def network(stack: int) -> str:
    subnets = "".join(SUBNET % {"zone": zone} for zone in range(3))
    names = ("way", "number", "protocol", "egress", "action", "cidr", "first", "last")
    entries = "".join(ENTRY % dict(zip(names, entry, strict=True)) for entry in ENTRIES)
    return NETWORK.lstrip() % {"stack": stack, "number": stack % 256} + subnets + entries + OUTPUTS % {"stack": stack}


def write(folder: Path, factor: int) -> None:
    """Write templates of a factor times about 10,000 lines."""
    for stack in range(STACKS * factor):
        below = folder / f"stack-{stack}"
        below.mkdir(parents=True)
        (below / "network.yaml").write_text(network(stack))
        for service in range(SERVICES):
            text = SERVICE.lstrip() % {"service": service, "stack": stack}
            (below / f"service_{service}.yaml").write_text(text)
        policies = ",".join(STATEMENT % {"service": service, "stack": stack} for service in range(SERVICES))
        (below / "policies.json").write_text(POLICY % {"policies": policies})


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
