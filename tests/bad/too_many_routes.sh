printf 'lockstep: 1\nservice: tap\n%s\nroutes:\n' \
    'tables: { items: { key: { partition: { id: string } } } }'
printf '  GET /r%s: list items\n' $(seq 0 300)
