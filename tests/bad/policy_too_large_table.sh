# A table's policy of more than 20 KB.
cat <<'HEAD'
lockstep: 1
service: tap
tables:
  items:
    key: { partition: { id: string } }
    policy:
      - actions: "dynamodb:GetItem"
        resources: "*"
        principals:
HEAD
for role in $(seq 1000 1500); do
    echo "          - arn:aws:iam::123456789012:role/reports-$role"
done
cat <<'TAIL'
routes:
  /items: crud items
TAIL
