printf 'lockstep: 1\nservice: tap\nroutes:\n  POST /a:\n    handler: do_a\n    grants:\n'
printf '      t%s: [get]\n' $(seq 0 255)
