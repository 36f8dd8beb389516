printf 'lockstep: 1\nservice: tap\n'
head -c 1048576 /dev/zero | tr '\0' '#'
