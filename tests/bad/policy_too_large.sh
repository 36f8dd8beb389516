printf 'lockstep: 1\nservice: tap\nroutes: { GET /a: { handler: do_a } }\n'
printf 'iam:\n  statements:\n    - actions: s3:GetObject\n      resources:\n'
printf '        - arn:aws:s3:::a-bucket-with-a-name-of-forty-characters-%s/*\n' $(seq 100 299)
