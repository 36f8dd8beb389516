// One service under test: dynalite, `lockstep run` in front of its bootstrap, and a stop for both.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

export const lockstep = process.env.LOCKSTEP ?? 'build/lockstep';
export const dynaliteCli =
    process.env.DYNALITE ?? 'build/npm/dynalite/node_modules/dynalite/cli.js';

// What is absent, for a notice; null when everything is there.
export function missing(...files) {
    return [lockstep, ...files].find((file) => !existsSync(file)) ?? null;
}

export async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

// Starts a program and resolves with the first match of `ready` in its output.
export function start(command, args, ready, options = {}) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`not ready: ${command}\n${output}`)), 30000);
        const read = (chunk) => {
            output += chunk;
            const match = ready.exec(output);
            if (match) {
                clearTimeout(timer);
                resolve({ child, match, output: () => output });
            }
        };
        child.stdout.on('data', read);
        child.stderr.on('data', read);
        child.on('error', reject);
        child.on('exit', (code) => reject(new Error(`${command} ended with ${code}\n${output}`)));
    });
}

export async function stop({ child }) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
}

export async function startDynalite() {
    const port = await freePort();
    const args = ['--host', '127.0.0.1', '--port', `${port}`, '--createTableMs', '0',
        '--deleteTableMs', '0'];
    const program = await start('node', [dynaliteCli, ...args], /listening|Listening/);
    return { ...program, url: `http://127.0.0.1:${port}` };
}

// moto knows transactions, which dynalite does not.
export const hasMoto = () => spawnSync('moto_server', ['--help']).status === 0;

export async function startMoto() {
    const port = await freePort();
    const program = await start('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], /Running on/);
    return { ...program, url: `http://127.0.0.1:${port}` };
}

export async function startService({ template, bootstrap, dynamodb, more = [] }) {
    const args = ['run', '--template', template, '--bootstrap', bootstrap, '--port', '0',
        '--dynamodb', dynamodb, ...more];
    const program = await start(lockstep, args, /listening on (http:\S+)/);
    return { ...program, url: program.match[1] };
}

let failed = 0;

export function check(name, passed, detail = '') {
    console.log(`${passed ? 'ok' : 'not ok'} - ${name}`);
    if (!passed) {
        failed++;
        if (detail) console.log(`  ${`${detail}`.replaceAll('\n', '\n  ')}`);
    }
}

export function skip(name, reason) {
    console.log(`skip - ${name} (${reason})`);
}

export function finish() {
    process.exitCode = failed ? 1 : 0;
}
