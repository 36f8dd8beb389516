printf 'lockstep: 1\nservice: tap\nroutes: { GET /a: { handler: do_a } }\n'
printf 'function:\n  environment:\n    LONG_TEXT: '
head -c 4000 /dev/zero | tr '\0' x
