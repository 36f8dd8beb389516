#!/bin/sh
# Uploads function.zip and deploys the template with the AWS CLI.
#   STACK=… BUCKET=… [ENV=dev] [REGION=…] deploy.sh SPEC TEMPLATE ZIP
set -eu
spec=$1
template=$2
zip=$3
: "${ENV:=dev}"

fail() {
    echo "deploy: $*" >&2
    exit 1
}
if [ -z "${STACK:-}" ] || [ -z "${BUCKET:-}" ]; then
    fail "say make deploy STACK=name BUCKET=bucket [ENV=dev] [REGION=region]"
fi
command -v aws >/dev/null || fail "the AWS CLI is missing: apt-get install awscli"

# Code and infrastructure must come from one spec; see before anything leaves this machine.
in_zip=$(unzip -p "$zip" contract)
in_template=$(sed -n 's/.*"LOCKSTEP_CONTRACT": *"\([0-9a-f]*\)".*/\1/p' "$template" | sort -u)
[ "$in_zip" = "$in_template" ] ||
    fail "$zip (contract $in_zip) and $template (contract $in_template) come from different specs;" \
        "run make and deploy again. Nothing was uploaded."
machine=$(unzip -p "$zip" bootstrap | od -An -j18 -N2 -tu2 | tr -d ' ')
case $machine in
62)  architecture=x86_64 ;;
183) architecture=arm64 ;;
*)   architecture="machine $machine" ;;
esac
tr -d ' \n' <"$template" | grep -q "\"Architectures\":\[\"$architecture\"\]" ||
    fail "bootstrap is built for $architecture, $template asks for another architecture." \
        "Nothing was uploaded."

service=$(sed -n -E "s/^service:[[:space:]]*[\"']?([a-z0-9-]+).*/\1/p" "$spec" | head -n 1)
digest=$(sha256sum "$zip" | cut -d' ' -f1)
key=lockstep/${service:-$STACK}/$digest.zip

aws_cli() {
    aws ${REGION:+--region "$REGION"} "$@"
}

status=$(aws_cli cloudformation describe-stacks --stack-name "$STACK" \
    --query 'Stacks[0].StackStatus' --output text 2>/dev/null || true)
if [ "$status" = ROLLBACK_COMPLETE ]; then
    fail "the first deployment of stack $STACK failed, and AWS can't update what is left of it." \
        "Nothing of value is in it; remove it and deploy again:
    aws cloudformation delete-stack --stack-name $STACK
    aws cloudformation wait stack-delete-complete --stack-name $STACK"
fi

# The key is the content: what is there already need not be sent again.
if aws_cli s3api head-object --bucket "$BUCKET" --key "$key" >/dev/null 2>&1; then
    echo "s3://$BUCKET/$key is there already"
else
    echo "uploading s3://$BUCKET/$key"
    aws_cli s3 cp --only-show-errors "$zip" "s3://$BUCKET/$key"
fi

# CloudFormation takes at most 51,200 bytes of template in the call itself.
set --
if [ "$(wc -c <"$template")" -gt 51200 ]; then
    set -- --s3-bucket "$BUCKET" --s3-prefix "lockstep/${service:-$STACK}"
fi
if ! aws_cli cloudformation deploy --template-file "$template" --stack-name "$STACK" \
    --parameter-overrides "CodeBucket=$BUCKET" "CodeKey=$key" "Environment=$ENV" \
    --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset "$@"; then
    aws_cli cloudformation describe-stack-events --stack-name "$STACK" --max-items 50 --query \
        "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" \
        --output table >&2 2>/dev/null || true
    fail "stack $STACK was not deployed; the reasons are above"
fi
aws_cli cloudformation describe-stacks --stack-name "$STACK" \
    --query 'Stacks[0].Outputs[].[OutputKey, OutputValue]' --output table
