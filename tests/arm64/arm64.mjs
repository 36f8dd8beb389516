// The service for arm64 under qemu, behind `lockstep run` and over dynalite: its routes, and HTTPS
// with a certificate that it trusts and with one that it does not.
//
//     node tests/arm64/arm64.mjs FOLDER        FOLDER holds template.json and bootstrap
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, dynaliteCli, finish, missing, skip, startDynalite, startService, stop }
    from '../support/service.mjs';
import { certificates, forward } from '../support/tls.mjs';

const folder = resolve(process.argv[2]);
const template = join(folder, 'template.json');
const bootstrap = join(folder, 'bootstrap');
const scratch = mkdtempSync(join(tmpdir(), 'arm64-'));

// A bootstrap that starts the real one under qemu, with variables of its own.
function underQemu(name, variables = {}) {
    const path = join(scratch, name);
    const sets = Object.entries(variables).map(([key, value]) => `export ${key}='${value}'\n`);

    writeFileSync(path, `#!/bin/sh\n${sets.join('')}exec qemu-aarch64-static '${bootstrap}'\n`);
    chmodSync(path, 0o755);
    return path;
}

async function withService(database, program, test) {
    const service = await startService({ template, bootstrap: program, dynamodb: database.url });

    try {
        await test(async (method, path, body) => {
            const answer = await fetch(service.url + path, { method, body: body && JSON.stringify(body),
                headers: body ? { 'content-type': 'application/json' } : {} });

            return { status: answer.status, text: await answer.text() };
        }, service);
    } finally {
        await stop(service);
    }
}

const show = ({ status, text }) => `${status} ${text.slice(0, 400)}`;

async function routes(ask) {
    const digits = '12345678901234567890123456789012345678';
    let answer = await ask('POST', '/items', { id: 'tea', name: 'Grüner Tee', stock: 17 });

    check('create answers 201', answer.status === 201 && JSON.parse(answer.text).id === 'tea',
        show(answer));
    answer = await ask('GET', '/items/tea');
    check('get answers the item', answer.status === 200 &&
        JSON.parse(answer.text).name === 'Grüner Tee', show(answer));
    answer = await ask('PUT', '/items/tea', { stock: 16 });
    check('update answers 200', answer.status === 200, show(answer));
    answer = await ask('GET', '/items');
    check('list answers the item, as updated', answer.status === 200 &&
        JSON.parse(answer.text).count === 1 && JSON.parse(answer.text).items[0].stock === 16,
    show(answer));
    answer = await ask('DELETE', '/items/tea');
    check('delete answers 200', answer.status === 200, show(answer));
    answer = await ask('GET', '/items/tea');
    check('and it is gone', answer.status === 404, show(answer));
}

async function https(database) {
    const roots = certificates(scratch, join(folder, 'roots.pem'));
    const server = await forward(scratch, Number(new URL(database.url).port));
    const AWS_ENDPOINT_URL_DYNAMODB = `https://localhost:${server.address().port}`;

    await withService(database, underQemu('trusting', { AWS_ENDPOINT_URL_DYNAMODB,
        LOCKSTEP_CA_FILE: roots }), async (ask) => {
        const answer = await ask('GET', '/items');
        check('DynamoDB is called over HTTPS', answer.status === 200, show(answer));
    });
    await withService(database, underQemu('strict', { AWS_ENDPOINT_URL_DYNAMODB,
        LOCKSTEP_CA_FILE: join(folder, 'roots.pem') }), async (ask, service) => {
        const answer = await ask('GET', '/items');
        check('an unknown authority is not trusted', answer.status === 500 &&
            service.output().includes('LOCKSTEP_CA_FILE'), `${show(answer)}\n${service.output()}`);
    });
    server.close();
}

const absent = missing(bootstrap, template, dynaliteCli);
if (absent) {
    skip('arm64', `${absent} is missing`);
    process.exit(0);
}
try {
    const elf = readFileSync(bootstrap);
    check('bootstrap is for arm64', elf.readUInt16LE(18) === 183, `machine ${elf.readUInt16LE(18)}`);
    const database = await startDynalite();
    try {
        await withService(database, underQemu('plain'), routes);
        await https(database);
    } finally {
        await stop(database);
    }
} finally {
    rmSync(scratch, { recursive: true });
}
finish();
