"""Every resource of a template as the API calls that CloudFormation makes of it, in each of the
template's environments, checked with botocore's service models: unknown members, types, required
members, ranges, patterns, enums."""
import copy
import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

SESSION = botocore.session.get_session()
MODELS = {}
# What references and attributes turn into; "dev" where nothing is said.
VALUES = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::AccountId": "123456789012",
    "AWS::URLSuffix": "amazonaws.com",
    "Arn": "arn:aws:iam::123456789012:role/tap-ApiRole-1",
    "Version": "1",
    "ApiAlias": "arn:aws:lambda:eu-central-1:123456789012:function:tap:live",
}
ABSENT = object()  # AWS::NoValue


class Environment:
    """A template in one of its environments."""

    def __init__(self, template, name):
        self.template = template
        self.name = name
        self.values = {**VALUES, "Environment": name}

    def holds(self, condition):
        """Whether a condition, by name or as it is written, is true."""
        if isinstance(condition, str):
            return self.holds(self.template["Conditions"][condition])
        (function, operands), = condition.items()
        if function == "Fn::Equals":
            left, right = (self.resolved(operand) for operand in operands)
            return left == right
        if function == "Fn::Or" and 2 <= len(operands) <= 10:
            return any(self.holds(operand) for operand in operands)
        raise ValueError(f"{function} of {len(operands)} is no condition")

    def call(self, function, argument):
        if function == "Ref":
            return ABSENT if argument == "AWS::NoValue" else self.values.get(argument, "dev")
        if function == "Fn::GetAtt":
            return self.values.get(argument[1], "dev")
        if function == "Fn::If":
            name, yes, no = argument
            values = [self.resolved(yes), self.resolved(no)]  # a look-up fails in either
            return values[0 if self.holds(name) else 1]
        if function == "Fn::FindInMap":
            mapping, first, second = (self.resolved(key) for key in argument)
            return self.template["Mappings"][mapping][first][second]
        if function == "Fn::Sub":
            text, own = (argument, {}) if isinstance(argument, str) else argument
            values = {**self.values, **self.resolved(own)}
            return re.sub(r"\$\{([^!}][^}]*)\}", lambda m: values.get(m[1], "dev"), text)
        raise ValueError(f"{function} is no function")

    def resolved(self, value):
        """The value without intrinsic functions."""
        if isinstance(value, list):
            return [one for one in map(self.resolved, value) if one is not ABSENT]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self.call(function, argument)
        members = {key: self.resolved(one) for key, one in value.items()}
        return {key: one for key, one in members.items() if one is not ABSENT}

    def resources(self):
        for logical_id, resource in self.template["Resources"].items():
            if "Condition" not in resource or self.holds(resource["Condition"]):
                yield logical_id, resource["Type"], self.resolved(resource["Properties"])


def operation(service, name):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service].operation_model(name)


def in_python(pattern):
    """A pattern of the models, which are Java's."""
    for java, own in ((r"\p{L}", r"\w"), (r"\p{Z}", r"\s"), (r"\p{N}", r"\d"),
                      (r"\p{Print}", "[ -~]"),
                      (r"\uD800\uDC00-\uDBFF\uDFFF", "\U00010000-\U0010ffff")):
        pattern = pattern.replace(java, own)
    return pattern


def constraints(shape, value, where, found):
    """What botocore's own validator leaves out: enums and patterns."""
    if shape.type_name == "structure":
        for key, one in value.items():
            if key in shape.members:
                constraints(shape.members[key], one, f"{where}.{key}", found)
    elif shape.type_name == "list":
        for number, one in enumerate(value):
            constraints(shape.member, one, f"{where}[{number}]", found)
    elif shape.type_name == "map":
        for key, one in value.items():
            constraints(shape.key, key, f"{where} key", found)
            constraints(shape.value, one, f"{where}.{key}", found)
    elif shape.type_name == "string" and isinstance(value, str):
        if shape.enum and value not in shape.enum:
            found.append(f"{where}: {value!r} is none of {shape.enum}")
        if len(value) > shape.metadata.get("max", len(value)):
            found.append(f"{where}: longer than {shape.metadata['max']}")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(in_python(pattern), value):
            found.append(f"{where}: {value!r} does not match {pattern}")
    elif shape.type_name in ("integer", "long", "double") and isinstance(value, (int, float)):
        if value > shape.metadata.get("max", value):
            found.append(f"{where}: above {shape.metadata['max']}")


def as_map(tags):
    return {tag["Key"]: tag["Value"] for tag in tags}


def table(p):
    recovery = p.pop("PointInTimeRecoverySpecification")
    ttl = p.pop("TimeToLiveSpecification", None)
    indexes = p.get("GlobalSecondaryIndexes", [])
    insights = [p.pop("ContributorInsightsSpecification", None)]
    insights += [index.pop("ContributorInsightsSpecification", None) for index in indexes]
    encryption = p.pop("SSESpecification", None)
    if encryption:
        p["SSESpecification"] = {"Enabled": encryption.pop("SSEEnabled"), **encryption}
    if "StreamSpecification" in p:
        p["StreamSpecification"]["StreamEnabled"] = True
    if "ResourcePolicy" in p:
        p["ResourcePolicy"] = json.dumps(p["ResourcePolicy"].pop("PolicyDocument"))
    yield "dynamodb", "CreateTable", {"TableName": "t-1", **p}
    yield "dynamodb", "UpdateContinuousBackups", {
        "TableName": "t-1", "PointInTimeRecoverySpecification": recovery}
    if ttl:
        yield "dynamodb", "UpdateTimeToLive", {"TableName": "t-1", "TimeToLiveSpecification": ttl}
    for one_insight in filter(None, insights):
        yield "dynamodb", "UpdateContributorInsights", {
            "TableName": "t-1",
            "ContributorInsightsAction": "ENABLE" if one_insight.pop("Enabled") else "DISABLE",
            "ContributorInsightsMode": one_insight.pop("Mode"), **one_insight}


def key(p):
    rotation = p.pop("EnableKeyRotation")
    policy = json.dumps(p.pop("KeyPolicy"))
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in p.pop("Tags")]
    yield "kms", "CreateKey", {**p, "Policy": policy, "Tags": tags}
    yield "kms", "EnableKeyRotation" if rotation else "DisableKeyRotation", {"KeyId": "k"}


def scaling_policy(p):
    assert p.pop("ScalingTargetId")  # the next three of it
    yield "application-autoscaling", "PutScalingPolicy", {
        "ServiceNamespace": "dynamodb", "ResourceId": "table/t",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits", **p}


def role(p):
    yield "iam", "CreateRole", {
        "RoleName": "r", "AssumeRolePolicyDocument": json.dumps(p["AssumeRolePolicyDocument"]),
        "Tags": p["Tags"]}
    for one in p["Policies"]:
        yield "iam", "PutRolePolicy", {
            "RoleName": "r", "PolicyName": one["PolicyName"],
            "PolicyDocument": json.dumps(one["PolicyDocument"])}


def log_group(p):
    yield "logs", "CreateLogGroup", {"logGroupName": p["LogGroupName"], "tags": as_map(p["Tags"])}
    yield "logs", "PutRetentionPolicy", {
        "logGroupName": p["LogGroupName"], "retentionInDays": p["RetentionInDays"]}


def function(p):
    yield "lambda", "CreateFunction", {**p, "FunctionName": "f", "Tags": as_map(p["Tags"])}


def one(service, name, **more):
    return lambda p: iter([(service, name, {**more, **p})])


CALLS = {
    "AWS::DynamoDB::Table": table,
    "AWS::KMS::Key": key,
    "AWS::ApplicationAutoScaling::ScalableTarget":
        one("application-autoscaling", "RegisterScalableTarget"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": scaling_policy,
    "AWS::ApiGatewayV2::Authorizer": one("apigatewayv2", "CreateAuthorizer"),
    "AWS::IAM::Role": role,
    "AWS::Logs::LogGroup": log_group,
    "AWS::Lambda::Function": function,
    "AWS::Lambda::Version": one("lambda", "PublishVersion"),
    "AWS::Lambda::Alias": one("lambda", "CreateAlias"),
    "AWS::Lambda::Permission": one("lambda", "AddPermission", StatementId="s"),
    "AWS::ApiGatewayV2::Api": one("apigatewayv2", "CreateApi"),
    "AWS::ApiGatewayV2::Integration": one("apigatewayv2", "CreateIntegration"),
    "AWS::ApiGatewayV2::Route": one("apigatewayv2", "CreateRoute"),
    "AWS::ApiGatewayV2::Stage": one("apigatewayv2", "CreateStage"),
}


def problems(environment):
    for logical_id, kind, properties in environment.resources():
        for service, name, parameters in CALLS[kind](copy.deepcopy(properties)):
            shape = operation(service, name).input_shape
            found = []
            report = ParamValidator().validate(parameters, shape)
            if report.has_errors():
                found.append(report.generate_report())
            constraints(shape, parameters, name, found)
            yield from (f"{environment.name}: {logical_id}: {text}" for text in found)


failed = False
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        template = json.load(file)
    names = template["Parameters"]["Environment"]["AllowedValues"]
    found = [text for name in names for text in problems(Environment(template, name))]
    print("".join(f"    {text}\n" for text in found), end="")
    print(f"{'not ok' if found else 'ok'} - service models: {path}")
    failed = failed or bool(found)
sys.exit(failed)
