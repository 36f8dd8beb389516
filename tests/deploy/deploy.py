"""Deploys the items service with the AWS CLI against moto and compares what moto then holds with
spec/spec.yaml. Expected values are written here by hand, from the spec. What moto's CloudFormation
ignores (point-in-time recovery, LoggingConfig, outputs of change sets) is the golden cases' to check."""

import ast
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

import boto3

TEMPLATE = pathlib.Path("out/template.json")
ZIP = pathlib.Path("out/function.zip")
REGION = "eu-west-1"
# What moto's CloudFormation lacks; tests/cfn-lint checks these with the services' own models.
UNKNOWN_TO_MOTO = {"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Integration",
                   "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage", "AWS::Lambda::Alias",
                   "AWS::Lambda::Permission"}
failed = 0


def check(name, passed, detail=""):
    global failed
    print(f"{'ok' if passed else 'not ok'} - {name}")
    if not passed:
        failed += 1
        print("  " + str(detail).replace("\n", "\n  "))


def same(name, got, expected):
    check(name, got == expected, f"expected {expected!r}\n     got {got!r}")


def mentions(value, names):
    """Does the value refer to one of these resources?"""
    if isinstance(value, list):
        return any(mentions(entry, names) for entry in value)
    if isinstance(value, dict):
        if value.get("Ref") in names or value.get("Fn::GetAtt", [None])[0] in names:
            return True
        return any(mentions(entry, names) for entry in value.values())
    return isinstance(value, str) and any("${" + name in value for name in names)


def known_to_moto(template):
    """The template without the resource types that moto's CloudFormation lacks."""
    lacks = {name for name, resource in template["Resources"].items()
             if resource["Type"] in UNKNOWN_TO_MOTO}
    resources = {name: resource for name, resource in template["Resources"].items()
                 if name not in lacks}
    outputs = {name: output for name, output in template["Outputs"].items()
               if not mentions(output, lacks)}
    check("the rest of the template stands without the API's resources",
          not any(mentions(resource, lacks) for resource in resources.values()))
    return {**template, "Resources": resources, "Outputs": outputs}


class Moto:
    """A moto server, and the environment that leads the AWS CLI to it."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.process = subprocess.Popen(["moto_server", "-H", "127.0.0.1", "-p", str(port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return self
            time.sleep(0.1)
        raise RuntimeError("moto did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def environment(self):
        return {**os.environ, "AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "REGION": REGION,
                "STACK": "tap", "BUCKET": "code", "ENV": "prod"}

    def client(self, service):
        return boto3.client(service, region_name=REGION, endpoint_url=self.url,
                            aws_access_key_id="test", aws_secret_access_key="test")

    def deploy(self, template, archive=ZIP):
        return subprocess.run(["sh", "runtime/packaging/deploy.sh", "spec/spec.yaml", template,
                               archive], env=self.environment, capture_output=True, text=True)


def check_table(moto):
    database = moto.client("dynamodb")
    table = database.describe_table(TableName="tap-items-prod")["Table"]
    same("table: key", table["KeySchema"], [{"AttributeName": "id", "KeyType": "HASH"}])
    same("table: key type", table["AttributeDefinitions"],
         [{"AttributeName": "id", "AttributeType": "S"}])
    same("table: on demand", table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
    tags = database.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    same("table: tags", {tag["Key"]: tag["Value"] for tag in tags},
         {"Name": "tap-items-prod", "Environment": "prod", "Project": "tap"})


def check_function(moto, contract):
    functions = moto.client("lambda")
    configuration = functions.list_functions()["Functions"][0]
    same("function: runtime and handler", (configuration["Runtime"], configuration["Handler"]),
         ("provided.al2023", "bootstrap"))
    same("function: memory and timeout", (configuration["MemorySize"], configuration["Timeout"]),
         (256, 30))
    same("function: architecture", configuration["Architectures"], ["x86_64"])
    same("function: variables", configuration["Environment"]["Variables"], {
        "LOCKSTEP_CONTRACT": contract, "LOCKSTEP_ENVIRONMENT": "prod",
        "LOCKSTEP_TABLE_ITEMS": "tap-items-prod"})
    versions = functions.list_versions_by_function(FunctionName=configuration["FunctionName"])
    same("function: one published version", len(versions["Versions"]), 2)


def check_role(moto):
    iam = moto.client("iam")
    role = iam.list_roles()["Roles"][0]["RoleName"]
    statements = []
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        if isinstance(document, str):  # moto hands out what CloudFormation gave it as Python text
            document = ast.literal_eval(document)
        statements += document["Statement"]
    allowed = {action: statement["Resource"] for statement in statements
               for action in statement["Action"]}
    same("role: actions", sorted(allowed), [
        "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan",
        "dynamodb:UpdateItem", "logs:CreateLogStream", "logs:PutLogEvents"])
    table = f"arn:aws:dynamodb:{REGION}:123456789012:table/tap-items-prod"
    check("role: the table's own ARN", all(table in str(resource) and "*" not in str(resource)
          for action, resource in allowed.items() if action.startswith("dynamodb:")), allowed)


def check_logs(moto):
    group = moto.client("logs").describe_log_groups()["logGroups"][0]
    same("logs: group and retention", (group["logGroupName"], group["retentionInDays"]),
         ("/aws/lambda/tap-api", 14))


def altered_zip(folder):
    """The same code with another contract."""
    path = folder / "other.zip"
    with zipfile.ZipFile(ZIP) as original, zipfile.ZipFile(path, "w") as other:
        for name in original.namelist():
            other.writestr(name, "0" * 64 if name == "contract" else original.read(name))
    return path


def main():
    template = json.loads(TEMPLATE.read_text())
    folder = pathlib.Path(tempfile.mkdtemp())
    reduced = folder / "template.json"
    reduced.write_text(json.dumps(known_to_moto(template), indent=2))
    with Moto() as moto:
        storage = moto.client("s3")
        storage.create_bucket(Bucket="code",
                              CreateBucketConfiguration={"LocationConstraint": REGION})
        refused = moto.deploy(reduced, altered_zip(folder))
        check("a zip of another spec is refused", refused.returncode != 0 and
              "different specs" in refused.stderr, refused.stdout + refused.stderr)
        same("and nothing is uploaded", storage.list_objects_v2(Bucket="code")["KeyCount"], 0)

        done = moto.deploy(reduced)
        check("the AWS CLI deploys the template", done.returncode == 0, done.stdout + done.stderr)
        if done.returncode == 0:
            check_table(moto)
            contract = template["Resources"]["ApiFunction"]["Properties"]["Environment"]
            check_function(moto, contract["Variables"]["LOCKSTEP_CONTRACT"])
            check_role(moto)
            check_logs(moto)
            again = moto.deploy(reduced)
            # moto calls a deployment without changes an error, so only the upload is looked at.
            check("deploying the same again uploads nothing", "is there already" in again.stdout,
                  again.stdout + again.stderr)
    shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


main()
