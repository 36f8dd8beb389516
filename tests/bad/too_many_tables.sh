printf 'lockstep: 1\nservice: tap\ntables:\n'
printf '  t%s: { key: { partition: { id: string } } }\n' $(seq 0 64)
printf 'routes:\n'
printf '  GET /%s: list t%s\n' $(for i in $(seq 0 64); do echo "$i $i"; done)
