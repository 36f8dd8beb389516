# Twenty indexes, each with two derived attributes of six parts.
cat <<'HEAD'
lockstep: 1
service: tap
tables:
  items:
    key: { partition: { id: string } }
    indexes:
HEAD
for index in $(seq 20); do
    echo "      index_$index:"
    echo "        key:"
    echo "          partition:"
    for key in 1 2; do
        part=i${index}_$key
        printf '            key_%s: { template: "' "$part"
        printf "{${part}%s}#" a b c d e f
        echo '" }'
    done
done
cat <<'TAIL'
routes:
  /items: { action: crud, table: items, scan: true }
TAIL
