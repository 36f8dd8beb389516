printf 'lockstep: 1\nservice: tap\nroutes: { GET /a: { handler: do_a } }\n'
printf 'api:\n  cors:\n    origins:\n'
printf '      - https://a%s.example\n' $(seq 0 255)
