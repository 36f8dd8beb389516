// What the scripts of this suite share: start `lockstep run`, speak HTTP to it, look at processes.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynaliteCli, lockstep, missing, skip, start } from '../support/service.mjs';

export { check, dynaliteCli, finish, freePort, hasMoto, skip, start, startDynalite, startMoto, stop }
    from '../support/service.mjs';

export const bootstrap = process.env.BOOTSTRAP ?? 'build/bootstrap';
export const byPath = 'tests/e2e/bootstraps/by_path';
const template = 'out/template.json';
const scratch = mkdtempSync(join(tmpdir(), 'e2e-'));
const started = [];
let files = 0;

// Also when a script fails half-way: nothing of it goes on.
process.on('exit', () => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
});

// A script that hangs is a failed one.
setTimeout(() => {
    console.log(`not ok - ${process.argv[1].replace(/.*\//, '')} takes longer than two minutes`);
    process.exit(1);
}, 120000).unref();

export const newFolder = () => join(scratch, `data-${files++}`);

// Ends the script with a notice where the build has not made what it needs.
export function requireBuild() {
    const absent = missing(bootstrap, template, dynaliteCli);

    if (!absent) return;
    skip(process.argv[1].replace(/.*\//, ''), `${absent} is missing`);
    process.exit(0);
}

// The template, changed by the function; a path.
export function changedTemplate(change) {
    const json = JSON.parse(readFileSync(template, 'utf8'));
    const path = join(scratch, `template-${files++}.json`);

    change(json, (type) =>
        Object.values(json.Resources).find((one) => one.Type === `AWS::${type}`).Properties);
    writeFileSync(path, JSON.stringify(json));
    return path;
}

// A file of that content; a path.
export function newFile(content) {
    const path = join(scratch, `file-${files++}`);

    writeFileSync(path, content);
    return path;
}

const runArguments = (options) => {
    const all = { template, bootstrap, dynalite: dynaliteCli, data: newFolder(), port: 0, ...options };

    return ['run', ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, `${value}`])];
};

// Resolves when it listens; `database` is dynalite's URL. `spawnOptions` are of child_process.spawn.
export async function run(options = {}, spawnOptions = {}) {
    const program = await start(lockstep, runArguments(options), /listening on (http:\S+)\n/,
        spawnOptions);

    started.push(program.child);
    return {
        ...program,
        url: program.match[1],
        database: /dynalite at (http:\S+),/.exec(program.output())?.[1],
        pid: program.child.pid,
    };
}

// For a start that must fail: { status, stderr }.
export const runAndWait = (options) =>
    spawnSync(lockstep, runArguments(options), { encoding: 'utf8', timeout: 30000 });

// Sends the signal and resolves with the exit status (or the signal's name).
export async function end(service, signal = 'SIGINT') {
    const exited = once(service.child, 'exit');

    service.child.kill(signal);
    const [code, name] = await exited;
    return code ?? name;
}

// One request on a connection of its own: { status, headers, rawHeaders, bytes, text, json }.
export function ask(service, method, path, { headers = {}, body } = {}) {
    const url = new URL(service.url);

    return new Promise((resolve, reject) => {
        const request = http.request({ host: url.hostname.replace(/[[\]]/g, ''), port: url.port, method, path, headers,
            agent: false }, async (response) => {
            const parts = [];

            try {
                for await (const part of response) parts.push(part);
            } catch (problem) {
                reject(problem);
                return;
            }
            const bytes = Buffer.concat(parts);
            const text = bytes.toString('utf8');
            let json;

            try {
                json = JSON.parse(text);
            } catch {
                json = undefined;
            }
            resolve({ status: response.statusCode, headers: response.headers,
                rawHeaders: response.rawHeaders, bytes, text, json });
        });

        request.on('error', reject);
        request.end(body);
    });
}

export const askJson = (service, method, path, value) =>
    ask(service, method, path, {
        headers: { 'content-type': 'application/json' },
        body: typeof value === 'string' ? value : JSON.stringify(value),
    });

// A token without a signature: `lockstep run` checks none.
export const token = (claims, header = { alg: 'none' }) =>
    `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')}.`;

// A call of DynamoDB's own: { status, json }.
export async function dynamodb(url, operation, body) {
    const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,' +
            'SignedHeaders=host;x-amz-date,Signature=0',
    } });

    return { status: reply.status, json: await reply.json() };
}

// ---- processes, by /proc ----

export function children(pid) {
    try {
        return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
            .filter(Boolean).map(Number);
    } catch {
        return [];
    }
}

export const descendants = (pid) => children(pid).flatMap((one) => [one, ...descendants(one)]);
export function commandOf(pid) {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
        return []; // it has ended
    }
}
export const bootstrapsOf = (service, path) =>
    children(service.pid).filter((pid) => commandOf(pid).some((part) => part.endsWith(path)));

export const filesOf = (pid) =>
    readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));

// A zombie is waited for by nobody of ours; it does not run any more.
export function runs(pid) {
    try {
        return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
        return false;
    }
}

export async function until(condition, seconds = 5) {
    for (const limit = Date.now() + seconds * 1000; Date.now() < limit; await pause(20))
        if (await condition()) return true;
    return false;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
