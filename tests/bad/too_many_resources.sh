# Eleven tables with eleven indexes each, all of which scale reads and writes.
echo 'lockstep: 1'
echo 'service: tap'
echo 'tables:'
for table in $(seq 11); do
    echo "  t$table:"
    echo '    key: { partition: { id: string } }'
    echo '    billing: provisioned'
    echo '    capacity: { read: { min: 1, max: 9 }, write: { min: 1, max: 9 } }'
    echo '    indexes:'
    for index in $(seq 11); do
        echo "      by_$index: { key: { partition: a$index } }"
    done
done
echo 'routes:'
for table in $(seq 11); do
    echo "  /t$table: { action: crud, table: t$table, scan: true }"
done
