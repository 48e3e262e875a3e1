"""The known ways from a few permissions to somebody else's, one row each: the actions needed together, on what.

Sources: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; Service Authorization Reference
(dependent actions of each run action); the services' own guides ("AWS Lambda execution role", "Working with service
roles" and likewise) for the principal that assumes the role.
"""

from __future__ import annotations

from enum import Enum

from seamlint.named_tuples import NamedTuple


class On(Enum):
    """What the first action of a row is called on, and what it leads to."""

    SELF = "the principal itself"
    OWN_GROUP = "a group that it is a member of"
    OWN_POLICY = "a managed policy that is attached to it"
    GROUP = "a group with more rights"
    USER = "another user"
    ROLE = "another role"
    ASSUMABLE = "another role that it may assume"
    REMADE = "another role whose trust it can write"
    PASSED = "a role that is passed to a service"
    RUNNING = "something that already runs with a role"


class Way(NamedTuple):
    """One way.

    Attributes:
        on: what the first action is called on.
        actions: all of them are needed.
        service: principal of the service that gets the role, or runs with it; empty where none does.
        does: what a principal does with them, in words.
        by_profile: whether the role is passed in an instance profile: a role that trusts EC2 is there for one, in the
            scanned code or elsewhere.
        kind: of principal that can go this way: ``user``, ``role``, or empty for both.
    """

    on: On
    actions: tuple[str, ...]
    does: str
    service: str = ""
    by_profile: bool = False
    kind: str = ""


def _passed(service: str, does: str, *actions: str, by_profile: bool = False) -> Way:
    return Way(On.PASSED, ("iam:PassRole", *actions), does, f"{service}.amazonaws.com", by_profile)


def _running(service: str, does: str, *actions: str, by_profile: bool = False) -> Way:
    return Way(On.RUNNING, actions, does, f"{service}.amazonaws.com", by_profile)


WAYS: tuple[Way, ...] = (
    Way(On.SELF, ("iam:AttachUserPolicy",), "attach AdministratorAccess to itself", kind="user"),
    Way(On.SELF, ("iam:PutUserPolicy",), "give itself an inline policy", kind="user"),
    Way(On.SELF, ("iam:AttachRolePolicy",), "attach AdministratorAccess to itself", kind="role"),
    Way(On.SELF, ("iam:PutRolePolicy",), "give itself an inline policy", kind="role"),
    Way(On.OWN_GROUP, ("iam:AttachGroupPolicy",), "attach AdministratorAccess to its group", kind="user"),
    Way(On.OWN_GROUP, ("iam:PutGroupPolicy",), "give its group an inline policy", kind="user"),
    Way(On.OWN_POLICY, ("iam:CreatePolicyVersion",), "rewrite a policy that is attached to it"),
    Way(On.OWN_POLICY, ("iam:SetDefaultPolicyVersion",), "bring back an earlier version of a policy attached to it"),
    Way(On.GROUP, ("iam:AddUserToGroup",), "add itself to the group", kind="user"),
    Way(On.USER, ("iam:CreateAccessKey",), "create an access key for the user"),
    Way(On.USER, ("iam:CreateLoginProfile",), "set a console password for the user"),
    Way(On.USER, ("iam:UpdateLoginProfile",), "change the console password of the user"),
    Way(On.ROLE, ("iam:UpdateAssumeRolePolicy", "sts:AssumeRole"), "let the role trust it, and assume the role"),
    Way(On.ASSUMABLE, ("iam:AttachRolePolicy", "sts:AssumeRole"), "attach AdministratorAccess to a role it may assume"),
    Way(On.ASSUMABLE, ("iam:PutRolePolicy", "sts:AssumeRole"), "give a role that it may assume an inline policy"),
    Way(On.REMADE, ("iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy"),
        "attach AdministratorAccess to a role that it lets trust it"),
    Way(On.REMADE, ("iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"),
        "give an inline policy to a role that it lets trust it"),
    _passed("lambda", "run code in a new function", "lambda:CreateFunction", "lambda:InvokeFunction"),
    _passed("lambda", "run code in a new function", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    _passed("lambda", "run code in a new function", "lambda:CreateFunction", "lambda:AddPermission"),
    _passed("ec2", "start an instance with the role", "ec2:RunInstances", by_profile=True),
    _passed("ec2", "start an instance with the role", "ec2:RequestSpotInstances", by_profile=True),
    _passed("ec2", "start instances with the role", "autoscaling:CreateLaunchConfiguration",
            "autoscaling:CreateAutoScalingGroup", by_profile=True),
    _passed("ec2", "put the role into an instance profile, and start an instance", "iam:AddRoleToInstanceProfile",
            "ec2:RunInstances"),
    _passed("ecs-tasks", "run a task with the role", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    _passed("ecs-tasks", "run a task with the role", "ecs:RegisterTaskDefinition", "ecs:StartTask"),
    _passed("ecs-tasks", "run a task with the role", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
    _passed("ecs-tasks", "run a task with the role in place of its own", "ecs:RunTask"),
    _passed("ecs-tasks", "run a task with the role in place of its own", "ecs:StartTask"),
    _passed("ecs-tasks", "run a job with the role", "batch:RegisterJobDefinition", "batch:SubmitJob"),
    _passed("cloudformation", "create a stack with the role", "cloudformation:CreateStack"),
    _passed("cloudformation", "update a stack with the role", "cloudformation:UpdateStack"),
    _passed("cloudformation", "create stacks with the role", "cloudformation:CreateStackSet",
            "cloudformation:CreateStackInstances"),
    _passed("cloudformation", "update stacks with the role", "cloudformation:UpdateStackSet"),
    _passed("glue", "run code at a new development endpoint", "glue:CreateDevEndpoint"),
    _passed("glue", "run code in a new job", "glue:CreateJob", "glue:StartJobRun"),
    _passed("glue", "run code in a new job", "glue:CreateJob", "glue:CreateTrigger"),
    _passed("glue", "run code in a job", "glue:UpdateJob", "glue:StartJobRun"),
    _passed("glue", "run code in a job", "glue:UpdateJob", "glue:CreateTrigger"),
    _passed("glue", "run code in a new session", "glue:CreateSession", "glue:RunStatement"),
    _passed("sagemaker", "run code in a new notebook", "sagemaker:CreateNotebookInstance",
            "sagemaker:CreatePresignedNotebookInstanceUrl"),
    _passed("sagemaker", "run code in a new training job", "sagemaker:CreateTrainingJob"),
    _passed("sagemaker", "run code in a new processing job", "sagemaker:CreateProcessingJob"),
    _passed("codebuild", "run code in a new build project", "codebuild:CreateProject", "codebuild:StartBuild"),
    _passed("codebuild", "run code in a new build project", "codebuild:CreateProject", "codebuild:StartBuildBatch"),
    _passed("states", "run a new state machine", "states:CreateStateMachine", "states:StartExecution"),
    _passed("datapipeline", "run a new pipeline", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition",
            "datapipeline:ActivatePipeline"),
    _passed("tasks.apprunner", "run code in a new App Runner service", "apprunner:CreateService"),
    _passed("bedrock-agentcore", "run code in a new code interpreter", "bedrock-agentcore:CreateCodeInterpreter",
            "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"),
    _passed("elasticmapreduce", "run code in a new cluster", "elasticmapreduce:RunJobFlow"),
    _passed("scheduler", "schedule any call with the role", "scheduler:CreateSchedule"),
    _passed("ssm", "run an automation with the role", "ssm:StartAutomationExecution"),
    _running("lambda", "replace the code of the function", "lambda:UpdateFunctionCode"),
    _running("codebuild", "start a build of its own commands", "codebuild:StartBuild"),
    _running("codebuild", "start a build of its own commands", "codebuild:StartBuildBatch"),
    _running("glue", "log in to the development endpoint", "glue:UpdateDevEndpoint"),
    _running("glue", "replace the script of the job", "glue:UpdateJob", "glue:StartJobRun"),
    _running("cloudformation", "update the stack", "cloudformation:UpdateStack"),
    _running("cloudformation", "update the stack", "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"),
    _running("sagemaker", "open the notebook", "sagemaker:CreatePresignedNotebookInstanceUrl"),
    _running("sagemaker", "change what the notebook runs when it starts", "sagemaker:UpdateNotebookInstance",
             "sagemaker:StopNotebookInstance", "sagemaker:StartNotebookInstance"),
    _running("tasks.apprunner", "replace what the service runs", "apprunner:UpdateService"),
    _running("states", "replace the state machine", "states:UpdateStateMachine", "states:StartExecution"),
    _running("ec2", "run a command on the instance", "ssm:SendCommand", by_profile=True),
    _running("ec2", "open a session on the instance", "ssm:StartSession", by_profile=True),
    _running("ec2", "change what the instance runs when it starts", "ec2:ModifyInstanceAttribute", "ec2:StopInstances",
             "ec2:StartInstances", by_profile=True),
    _running("ec2", "log in to the instance", "ec2-instance-connect:SendSSHPublicKey", by_profile=True),
)  # fmt: skip
"""The table."""
