"""Stacks that nest each other, and stacks that import what others export."""

from __future__ import annotations

from pathlib import Path

import pytest

from deployed import NOWHERE, Options, deploy, messages
from seamlint.evaluate.cloudformation.scan import evaluate_templates
from seamlint.evaluate.values import Reference, Unknown, Verdict

NETWORK = """
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
  Ids: {Type: "List<AWS::EC2::Subnet::Id>", Default: ""}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
  Group: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: !Ref Ids}}
Outputs:
  VpcId: {Value: !Ref Vpc, Export: {Name: net-vpc}}
  Range: {Value: !GetAtt Vpc.CidrBlock}
"""
MAIN = """
Conditions:
  Never: !Equals [a, b]
Resources:
  A: {Type: AWS::EC2::Subnet}
  B: {Type: AWS::EC2::Subnet}
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./parts/network.yaml
      Parameters:
        Cidr: 10.9.0.0/16
        Ids: !Join [",", [!Ref A, !Ref B]]
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !GetAtt Network.Outputs.VpcId}}
  Absent: {Type: AWS::CloudFormation::Stack, Condition: Never, Properties: {TemplateURL: ./parts/network.yaml}}
"""


def test_a_nested_stack_is_part_of_the_stack_around_it(tmp_path: Path) -> None:
    evaluated = deploy(tmp_path, {"main.yaml": MAIN, "parts/network.yaml": NETWORK})
    assert messages(evaluated) == []
    (unit,) = evaluated.units
    found = {resource.address: resource for resource in unit.resources}
    assert list(found) == ["A", "B", "Network", "Network.Vpc", "Network.Group", "Group"]
    assert found["Network.Vpc"].values == {"CidrBlock": "10.9.0.0/16"}
    assert found["Group"].values["VpcId"] == Reference(unit.path, "Network.Vpc", "Ref")
    assert found["Network.Group"].values["SubnetIds"] == [
        Reference(unit.path, "A", "Ref"),
        Reference(unit.path, "B", "Ref"),
    ]
    assert found["Network.Vpc"].span_at().file.endswith("parts/network.yaml")
    assert [origin.says for origin in found["Network.Vpc"].trail(("CidrBlock",))] == [
        "parameter Cidr is set by Network"
    ]
    assert unit.files == tuple(sorted((unit.path, found["Network.Vpc"].span_at().file)))


def test_what_a_nested_stack_lacks_is_named_with_the_stack(tmp_path: Path) -> None:
    inner = """
        Parameters: {Cidr: {Type: String}}
        Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr, Tag: !Ref AWS::StackName}}}
        """
    outer = "Resources: {Net: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}}"
    (unit,) = deploy(tmp_path, {"inner.yaml": inner, "outer.yaml": outer}).units
    assert unit.resources[1].values == {
        "CidrBlock": Unknown(("parameter Net.Cidr",)),
        "Tag": Unknown(("the stack name of Net",)),
    }


def test_a_stack_may_be_called_data(tmp_path: Path) -> None:
    def nesting(path: str, name: str) -> str:
        return f"Resources: {{{name}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {path}}}}}}}"

    files = {"a.yaml": nesting("b.yaml", "data"), "b.yaml": nesting("c.yaml", "Net"), "c.yaml": NETWORK}
    (unit,) = deploy(tmp_path, files).units
    assert unit.resources[2].address == "data.Net.Vpc"
    assert {resource.mode for resource in unit.resources} == {"managed"}


def test_a_nested_stack_that_is_not_on_disk_is_told_once(tmp_path: Path) -> None:
    text = """
    Resources:
      N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "https://bucket.s3.amazonaws.com/x.yaml"}}
      G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !GetAtt N.Outputs.Vpc}}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    assert messages(evaluated) == ["note 3 the template of N is not on disk: what it makes is not known"]
    (unit,) = evaluated.units
    assert unit.resources[1].values["VpcId"] == Reference(unit.path, "N", "Outputs.Vpc")


def test_templates_outside_of_the_repository_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("Resources: {A: {Type: AWS::S3::Bucket}}")
    text = "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ../secret.yaml}}}"
    evaluated = deploy(tmp_path / "repository", {"main.yaml": text})
    assert [resource.address for resource in evaluated.units[0].resources] == ["N"]
    assert messages(evaluated) == ["warning 1 no template is at ../secret.yaml: what it makes is not known"]


def test_stacks_that_nest_themselves_come_to_an_end(tmp_path: Path) -> None:
    text = """
    Resources:
      M: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: main.yaml, Parameters: {A: !GetAtt N.Outputs.O}}}
      N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: main.yaml, Parameters: {A: !GetAtt M.Outputs.O}}}
    Outputs: {O: {Value: !GetAtt M.Outputs.O}}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    assert "warning 3 too many stacks inside each other; this one was not evaluated" in messages(evaluated)


def test_imports_are_joined_to_exports_whatever_the_order(tmp_path: Path) -> None:
    text = """
    Parameters: {Network: {Type: String, Default: net}}
    Resources:
      G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: {Fn::ImportValue: !Sub "${Network}-vpc"}}}
    """
    evaluated = deploy(tmp_path, {"app.yaml": text, "network.yaml": NETWORK})
    app, network = evaluated.units
    group = app.resources[0]
    assert group.values["VpcId"] == Reference(network.path, "Vpc", "Ref")
    assert [(origin.says, origin.span.file, origin.span.line) for origin in group.trail(("VpcId",))] == [
        ("VpcId is exported as net-vpc", network.path, 9),
        ("parameter Network has the default", app.path, 2),
    ]


def test_an_export_counts_in_its_own_account_and_region_only(tmp_path: Path) -> None:
    app = "Resources: {G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !ImportValue net-vpc}}}"
    files = {"app.yaml": app, "ireland.yaml": NETWORK, "virginia.yaml": NETWORK}
    deploy(tmp_path, files)
    paths = [str(tmp_path.resolve() / name) for name in files]

    def options(path: str) -> Options:
        return Options("111122223333", "us-east-1" if "virginia" in path else "eu-west-1")

    units = evaluate_templates(paths, [str(tmp_path)], options).units
    assert units[0].resources[0].values["VpcId"] == Reference(units[1].path, "Vpc", "Ref")
    twice = evaluate_templates(paths, [str(tmp_path)], lambda _: NOWHERE).units
    assert twice[0].resources[0].values["VpcId"] == Unknown(("export net-vpc",))


def test_stacks_that_are_called_by_name_join_by_it(tmp_path: Path) -> None:
    files = {
        "app.yaml": """
            Parameters: {Parent: {Type: String, Default: shop-net}}
            Resources:
              G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: {Fn::ImportValue: !Sub "${Parent}-vpc"}}}
            """,
        "outer.yaml": "Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: parts/inner.yaml}}}",
        "parts/inner.yaml": """
            Resources: {Vpc: {Type: AWS::EC2::VPC}}
            Outputs: {V: {Value: !Ref Vpc, Export: {Name: inner-vpc}}}
            """,
        "network.yaml": """
            Resources:
              Vpc: {Type: AWS::EC2::VPC}
              Use: {Type: AWS::EC2::Subnet, Properties: {VpcId: !ImportValue inner-vpc}}
            Outputs: {V: {Value: !Ref Vpc, Export: {Name: !Sub "${AWS::StackName}-vpc"}}}
            """,
    }
    deploy(tmp_path, files)
    paths = [str(tmp_path.resolve() / name) for name in files]
    units = evaluate_templates(
        paths, [str(tmp_path)], lambda path: Options(stack_name="shop-net" if "network" in path else None)
    ).units
    app, outer, network = units
    assert app.resources[0].values["VpcId"] == Reference(network.path, "Vpc", "Ref")
    assert network.resources[1].values["VpcId"] == Reference(outer.path, "N.Vpc", "Ref")


def test_exports_that_import_each_other_come_to_an_end(tmp_path: Path) -> None:
    text = """
    Resources: {A: {Type: AWS::S3::Bucket}}
    Outputs:
      O: {Value: !ImportValue e, Export: {Name: e}}
      P: {Value: 1, Export: {Name: !ImportValue e}}
    """
    (unit,) = deploy(tmp_path, {"main.yaml": text}).units
    assert isinstance(unit.outputs["O"], Unknown)


def test_a_macro_of_ones_own_may_change_everything(tmp_path: Path) -> None:
    text = "Transform: [Mine]\nResources: {A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref B}}}"
    (unit,) = deploy(tmp_path, {"main.yaml": text}).units
    (bucket,) = unit.resources
    assert bucket.presence is Verdict.UNDECIDED
    assert bucket.missing == ("what the macro Mine makes",)
    assert bucket.values["BucketName"] == Unknown(("B, which a macro may make",))


INCLUDE = "{Name: AWS::Include, Parameters: {Location: s3://bucket/more.yaml}}"


ENTRY = f"Fn::Transform: {INCLUDE}"


@pytest.mark.parametrize("own", [True, False])
def test_what_is_included_into_a_section_is_not_known(tmp_path: Path, own: bool) -> None:
    text = f"""
    Mappings:
      {ENTRY}
      {"M: {a: {b: c}}" if own else ""}
    Conditions:
      {ENTRY}
      {"Own: !Equals [a, b]" if own else ""}
    Resources:
      {ENTRY}
      A: {{Type: AWS::SNS::Topic, Condition: C, Properties: {{TopicName: !Ref R}}}}
      B: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !FindInMap [Theirs, a, b]}}}}
    Outputs:
      {ENTRY}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    told = [message.split(" ", 2) for message in messages(evaluated)]
    sections = ("Mappings", "Conditions", "Resources", "Outputs")
    assert {(level, says) for level, _, says in told} == {
        ("note", f"what AWS::Include adds to {section} is not known") for section in sections
    }
    one, other = evaluated.units[0].resources
    assert one.missing == ("condition C, which a macro may make",)
    assert one.values["TopicName"] == Unknown(("R, which a macro may make",))
    assert other.values["TopicName"] == Unknown(("an entry of a mapping, which a macro may make",))


def test_sections_that_are_included_as_a_whole_are_not_known(tmp_path: Path) -> None:
    text = f"{ENTRY}\nResources: {{A: {{Type: AWS::SNS::Topic, Condition: C, Properties: {{TopicName: !Ref R}}}}}}\n"
    evaluated = deploy(tmp_path, {"main.yaml": text})
    assert messages(evaluated) == ["note 1 what AWS::Include adds to this template is not known"]
    [topic] = evaluated.units[0].resources
    assert topic.missing == ("condition C, which a macro may make",)
    assert topic.values["TopicName"] == Unknown(("R, which a macro may make",))


def test_what_is_in_a_registry_module_is_not_known(tmp_path: Path) -> None:
    text = """
    Resources:
      Store: {Type: My::S3::Bucket::MODULE, Properties: {Name: x}}
      P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref StoreBucket, Arn: !GetAtt Store.Bucket.Arn}}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    assert messages(evaluated) == []
    assert evaluated.units[0].resources[1].values["Bucket"] == Unknown(("StoreBucket in a module",))


def test_what_a_stack_set_makes_elsewhere_is_told_to_be_unknown(tmp_path: Path) -> None:
    text = """
    Resources:
      Everywhere:
        Type: AWS::CloudFormation::StackSet
        Properties:
          StackSetName: everywhere
          PermissionModel: SELF_MANAGED
          TemplateBody: |
            Resources: {R: {Type: AWS::IAM::Role}}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    [told] = messages(evaluated)
    assert told == "note 3 Everywhere makes stacks in other accounts or regions: what is in them is not known"
    assert [each.address for each in evaluated.units[0].resources] == ["Everywhere"]


def test_macros_that_are_declared_and_types_that_nobody_knows_are_resources_like_others(tmp_path: Path) -> None:
    text = """
    Resources:
      Mine: {Type: AWS::CloudFormation::Macro, Properties: {Name: Mine, FunctionName: !Sub "f-${AWS::Region}"}}
      New: {Type: AWS::NewService::Thing, Properties: {Name: x, Other: !Ref Mine}}
      Theirs: {Type: Custom::Anything, Properties: {ServiceToken: !GetAtt New.Arn}}
    """
    evaluated = deploy(tmp_path, {"main.yaml": text})
    assert messages(evaluated) == []
    [unit] = evaluated.units
    mine, new, theirs = unit.resources
    assert mine.values["FunctionName"] == "f-eu-west-1"
    assert new.values["Other"] == Reference(unit.path, "Mine", "Ref")
    assert theirs.values["ServiceToken"] == Reference(unit.path, "New", "Arn")


def test_an_output_is_asked_of_a_stack_by_its_name(tmp_path: Path) -> None:
    files = {
        "app.yaml": """
            Parameters: {Stack: {Type: String, Default: shop-net}}
            Resources:
              Here:
                Type: AWS::EC2::SecurityGroup
                Properties: {VpcId: {Fn::GetStackOutput: {StackName: !Ref Stack, OutputName: V}}}
              There:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  VpcId: !GetStackOutput
                    StackName: shop-net
                    OutputName: V
                    Region: us-east-1
                    RoleArn: arn:aws:iam::444455556666:role/reader
              Nowhere:
                Type: AWS::EC2::SecurityGroup
                Properties: {VpcId: !GetStackOutput {StackName: shop-net, OutputName: V, Region: eu-north-1}}
            """,
        "mine.yaml": "Resources: {Vpc: {Type: AWS::EC2::VPC}}\nOutputs: {V: {Value: !Ref Vpc}}",
        "theirs.yaml": "Resources: {Vpc: {Type: AWS::EC2::VPC}}\nOutputs: {V: {Value: !Ref Vpc}}",
    }
    deploy(tmp_path, files)
    places = {
        "app": Options("111122223333", "eu-west-1"),
        "mine": Options("111122223333", "eu-west-1", "shop-net"),
        "theirs": Options("444455556666", "us-east-1", "shop-net"),
    }
    paths = [str(tmp_path.resolve() / name) for name in files]
    app, mine, theirs = evaluate_templates(paths, [str(tmp_path)], lambda path: places[Path(path).stem]).units
    assert [each.values["VpcId"] for each in app.resources] == [
        Reference(mine.path, "Vpc", "Ref"),
        Reference(theirs.path, "Vpc", "Ref"),
        Unknown(("output V of the stack shop-net",)),
    ]
