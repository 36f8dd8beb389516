"""Every resource of a template as the API calls that CloudFormation makes of it, checked with
botocore's service models: unknown members, types, required members, ranges, patterns, enums."""
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


def operation(service, name):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service].operation_model(name)


def resolved(value):
    """The value without intrinsic functions."""
    if isinstance(value, list):
        return [resolved(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        return VALUES.get(value["Ref"], "dev")
    if set(value) == {"Fn::GetAtt"}:
        return VALUES.get(value["Fn::GetAtt"][1], "dev")
    if set(value) == {"Fn::Sub"}:
        return re.sub(r"\$\{([^!}][^}]*)\}", lambda m: VALUES.get(m[1], "dev"), value["Fn::Sub"])
    return {key: resolved(one) for key, one in value.items()}


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
        if pattern and not re.fullmatch(pattern.replace(r"\p{", r"\w{").replace(r"\w{L}", r"\w")
                                        .replace(r"\w{Z}", r"\s").replace(r"\w{N}", r"\d"),
                                        value):
            found.append(f"{where}: {value!r} does not match {pattern}")
    elif shape.type_name in ("integer", "long", "double") and isinstance(value, (int, float)):
        if value > shape.metadata.get("max", value):
            found.append(f"{where}: above {shape.metadata['max']}")


def as_map(tags):
    return {tag["Key"]: tag["Value"] for tag in tags}


def table(p):
    recovery = p.pop("PointInTimeRecoverySpecification")
    ttl = p.pop("TimeToLiveSpecification", None)
    yield "dynamodb", "CreateTable", {"TableName": "t-1", **p}
    yield "dynamodb", "UpdateContinuousBackups", {
        "TableName": "t-1", "PointInTimeRecoverySpecification": recovery}
    if ttl:
        yield "dynamodb", "UpdateTimeToLive", {"TableName": "t-1", "TimeToLiveSpecification": ttl}


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


def problems(template):
    for logical_id, resource in template["Resources"].items():
        for service, name, parameters in CALLS[resource["Type"]](resolved(resource["Properties"])):
            shape = operation(service, name).input_shape
            found = []
            report = ParamValidator().validate(parameters, shape)
            if report.has_errors():
                found.append(report.generate_report())
            constraints(shape, parameters, name, found)
            yield from (f"{logical_id}: {text}" for text in found)


failed = False
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        found = list(problems(json.load(file)))
    print("".join(f"    {text}\n" for text in found), end="")
    print(f"{'not ok' if found else 'ok'} - service models: {path}")
    failed = failed or bool(found)
sys.exit(failed)
