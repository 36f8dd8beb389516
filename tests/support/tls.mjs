// HTTPS in front of a stand-in for DynamoDB: takes TLS off and forwards. The chain is as long as
// AWS's own: a root, an authority below it, and the server's certificate, all with 2048 bit RSA.
//
//     node tls.mjs FOLDER PORT       forwards to PORT and prints its own; certificates() made FOLDER
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

// Makes chain.pem, server.key, and roots.pem, whose path it returns: the service's own roots, ours
// in the place of the last one, so that there are as many to read.
export function certificates(folder, roots) {
    const file = (name) => join(folder, name);
    const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const issue = (name, issuer, extensions) => {
        const by = issuer ? ['-CA', file(`${issuer}.pem`), '-CAkey', file(`${issuer}.key`)] : [];
        writeFileSync(file(`${name}.cnf`), `[req]\ndistinguished_name = dn\nprompt = no\n` +
            `[dn]\nCN = ${name}\n[ext]\n${extensions.join('\n')}\n`);
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-config',
            file(`${name}.cnf`), '-extensions', 'ext', '-keyout', file(`${name}.key`), '-out',
            file(`${name}.pem`), ...by);
    };
    const authority = ['basicConstraints = critical,CA:TRUE', 'keyUsage = keyCertSign'];
    issue('root', null, authority);
    issue('authority', 'root', authority);
    issue('server', 'authority', ['basicConstraints = CA:FALSE', 'subjectAltName = DNS:localhost']);
    copyFileSync(file('server.pem'), file('chain.pem'));
    appendFileSync(file('chain.pem'), readFileSync(file('authority.pem')));
    const others = readFileSync(roots, 'utf8').split(/(?=-----BEGIN)/).slice(0, -1);
    writeFileSync(file('roots.pem'), [...others, readFileSync(file('root.pem'))].join(''));
    return file('roots.pem');
}

// Resolves with the server, which forwards to the port.
export function forward(folder, port) {
    const read = (name) => readFileSync(join(folder, name));
    const server = createServer({ key: read('server.key'), cert: read('chain.pem') }, (client) => {
        const database = connect({ port, host: '127.0.0.1', noDelay: true });
        client.setNoDelay();
        client.pipe(database).pipe(client);
        for (const socket of [client, database]) socket.on('error', () => socket.destroy());
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [folder, port] = process.argv.slice(2);
    console.log((await forward(folder, Number(port))).address().port);
}
