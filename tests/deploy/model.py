"""Checks a resource of a template against the service model that botocore ships: names, types,
required members, enums and lengths. It stands in for CloudFormation where the local one doesn't know
a resource type."""

import botocore.session

# Type of resource -> (service, operation, members that CloudFormation names differently).
OPERATIONS = {
    "AWS::ApiGatewayV2::Api": ("apigatewayv2", "CreateApi", {}),
    "AWS::ApiGatewayV2::Integration": ("apigatewayv2", "CreateIntegration", {}),
    "AWS::ApiGatewayV2::Route": ("apigatewayv2", "CreateRoute", {}),
    "AWS::ApiGatewayV2::Stage": ("apigatewayv2", "CreateStage", {}),
    "AWS::Lambda::Alias": ("lambda", "CreateAlias", {}),
    # CloudFormation makes up the statement's id.
    "AWS::Lambda::Permission": ("lambda", "AddPermission", {"StatementId": "cloudformation"}),
}


def problems(resource):
    """What the service would refuse in this resource, as a list of sentences."""
    service, operation, extra = OPERATIONS[resource["Type"]]
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(operation).input_shape
    return list(_walk({**extra, **resource["Properties"]}, shape, operation))


def _is_function(value):
    return isinstance(value, dict) and len(value) == 1 and (
        "Ref" in value or next(iter(value)).startswith("Fn::"))


def _walk(value, shape, place):
    if _is_function(value):
        if shape.type_name != "string":
            yield f"{place}: an intrinsic function where a {shape.type_name} belongs"
        return
    expected = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool,
                "integer": int, "double": (int, float)}[shape.type_name]
    if not isinstance(value, expected):
        yield f"{place}: {value!r} is no {shape.type_name}"
        return
    if shape.type_name == "structure":
        yield from (f"{place}: unknown member {name}" for name in value if name not in shape.members)
        yield from (f"{place}: {name} is missing" for name in shape.required_members
                    if name not in value)
        for name, member in value.items():
            if name in shape.members:
                yield from _walk(member, shape.members[name], f"{place}.{name}")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            yield from _walk(member, shape.member, f"{place}[{index}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from _walk(member, shape.value, f"{place}[{name}]")
    elif shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            yield f"{place}: {value!r} is none of {', '.join(shape.enum)}"
        limits = shape.metadata
        if not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
            yield f"{place}: {value!r} has a length outside {limits}"
    elif shape.type_name == "integer":
        limits = shape.metadata
        if not limits.get("min", value) <= value <= limits.get("max", value):
            yield f"{place}: {value} is outside {limits}"
