// Prints the project's measures, each beside its floor or a peer where it has one, and writes them
// as JSON. The ratio is what carries over to another machine, not the microseconds.
//
//     LOCKSTEP=command NODE_PATH=packages node tests/bench/bench.mjs BUILD_FOLDER BOOTSTRAP ZIP
//         [--million]
//
// Everything timed runs on one processor. Rounds of ours and of what it is compared with
// alternate, and of each the quarter of the rounds that was disturbed least is reported: noise only
// ever adds. --million proves flat memory over a million invocations instead of 100,000.
import { spawn, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificates } from '../support/tls.mjs';

const [build, bootstrap, zip, ...flags] = process.argv.slice(2);
const lockstep = process.env.LOCKSTEP ?? 'build/lockstep';
const here = dirname(fileURLToPath(import.meta.url));
const cpu = `${availableParallelism() - 1}`;
const scratch = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
const floor = join(build, 'bench/floor');
const rows = [];

const quartile = (values) => [...values].sort((a, b) => a - b)[values.length >> 2];
const run = (program, args, options) => execFileSync(program, args, options).toString();
run('taskset', ['-cp', cpu, `${process.pid}`]); // and with it all that it starts
const jsonLines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));

// `peer` is what it is compared with, [name, value]. `most` is the largest value that reaches the
// aim, `times` the largest ratio.
function add(name, unit, value, { peer, most, times } = {}) {
    const ratio = peer ? value / peer[1] : undefined;
    const reached = most === undefined && times === undefined ? undefined
        : !(value > most) && !(ratio > times);
    rows.push({ name, unit, value, peer: peer?.[0], peer_value: peer?.[1], ratio, most, times,
        reached });
}

// ---- the runtime ----

const contract = execFileSync('unzip', ['-p', zip, 'contract']).toString().trim();

// Over plain HTTP, or with `tls`: { port, databasePort, roots } over HTTPS.
function invoke(program, { count = 1, warmup = 0, tls, preconnect } = {}) {
    const env = {
        AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_LAMBDA_LOG_LEVEL: 'WARN', LOCKSTEP_TABLE_ITEMS: 'items', LOCKSTEP_CONTRACT: contract,
    };
    if (tls) {
        env.AWS_ENDPOINT_URL_DYNAMODB = `https://localhost:${tls.port}`;
        env.LOCKSTEP_CA_FILE = tls.roots;
    }
    if (preconnect) env.LOCKSTEP_PRECONNECT = preconnect;
    return JSON.parse(run(join(build, 'bench/invoke'), [join(here, 'get.json'), `${count}`,
        `${warmup}`, '"statusCode":200', `${tls?.databasePort ?? 0}`, program], { env }));
}

// Runs each of the variants in turn. For each the result has a function that reads one number out
// of every round; `rounds` of it are what the runs gave.
function alternate(rounds, variants) {
    const results = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++)
        for (const [name, once] of Object.entries(variants)) results[name].push(once());
    return Object.fromEntries(Object.entries(results).map(([name, all]) =>
        [name, Object.assign((read) => quartile(all.map(read)), { rounds: all })]));
}

// Where the time from exec to the first answer goes. Both runtimes do the same, but in another
// order: the floor connects to DynamoDB before it asks for an event.
function startParts(ours, theirs) {
    const span = (of, from, to) => of(({ at_us: at }) => at[to] - (from ? at[from] : 0));
    const part = (name, from, to, { alone } = {}) => add(`  ${name}`, 'us', span(ours, from, to),
        { peer: alone ? undefined : ['floor', span(theirs, from, to)] });
    part('exec to the first connection', null, 'connected to the Runtime API');
    part('to the request for an event', 'connected to the Runtime API', 'asked for an event',
        { alone: true });
    part('event to connection with DynamoDB', 'event sent', 'connected to DynamoDB',
        { alone: true });
    part('connection to signed request', 'connected to DynamoDB', 'DynamoDB asked',
        { alone: true });
    part('reply to answer', 'DynamoDB has answered', 'answered');
}

function plainRuntime() {
    const start = alternate(41, { ours: () => invoke(bootstrap), floor: () => invoke(floor) });
    const pair = (of, read) => [of.ours(read), { peer: ['floor', of.floor(read)] }];
    const against = (name, unit, [value, aim], more) => add(name, unit, value, { ...aim, ...more });

    against('exec to first answer, GET one item', 'us', pair(start, (r) => r.start_us), { times: 2 });
    startParts(start.ours, start.floor);

    const many = { count: 16000, warmup: 4000 };
    const warm = alternate(7, {
        ours: () => invoke(bootstrap, many), floor: () => invoke(floor, many),
    });
    against('warm invocation, p50', 'us', pair(warm, (r) => r.p50_us), { times: 1.5 });
    against('warm invocation, CPU', 'us', pair(warm, (r) => r.cpu_us), { times: 1.5 });
    against('peak resident memory, plain HTTP', 'KB', pair(warm, (r) => r.peak_kb), { most: 4096 });

    const count = flags.includes('--million') ? 1e6 : 1e5;
    const long = invoke(bootstrap, { count: count + 4000, warmup: 4000 });
    add(`memory grown over ${count.toLocaleString('en')} invocations`, 'KB', long.grown_kb,
        { most: 0 });
}

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

async function tlsRuntime() {
    const roots = certificates(scratch, join(dirname(bootstrap), 'roots.pem'));
    const databasePort = await freePort();
    const server = spawn('node', [join(here, '../support/tls.mjs'), scratch, `${databasePort}`],
        { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
        const [port] = await once(server.stdout, 'data');
        const tls = { port: Number(port), databasePort, roots };
        const rounds = alternate(15, {
            plain: () => invoke(bootstrap),
            late: () => invoke(bootstrap, { tls, preconnect: 'off' }),
            early: () => invoke(bootstrap, { tls }),
        });
        const cpuTime = (r) => r.start_cpu_us / 1e3;
        add('first HTTPS call, CPU beyond plain HTTP', 'ms',
            rounds.late(cpuTime) - rounds.plain(cpuTime), { most: 4 });
        add('first invocation over HTTPS', 'ms', rounds.early((r) => r.first_us / 1e3),
            { peer: ['no preconnect', rounds.late((r) => r.first_us / 1e3)] });
        const warm = invoke(bootstrap, { count: 3000, warmup: 1000, tls });
        add('peak resident memory, HTTPS', 'KB', warm.peak_kb, { most: 8192 });
        add('warm invocation over HTTPS, CPU', 'us', warm.cpu_us);
    } finally {
        server.kill();
    }
}

// ---- the generator ----

function spec(routes) {
    const forms = [['GET', '', 'list'], ['POST', '', 'create'], ['GET', '/{id}', 'get'],
        ['PUT', '/{id}', 'update'], ['DELETE', '/{id}', 'delete']];
    const lines = ['lockstep: 1', 'service: bench', 'tables:',
        '  items: { key: { partition: { id: string } } }', 'routes:'];
    for (let i = 0; i < routes; i++) {
        const [method, id, action] = forms[i % 5];
        lines.push(`  ${method} /things-${Math.floor(i / 5)}${id}: ${action} items`);
    }
    return `${lines.join('\n')}\n`;
}

function generator() {
    const time = (program, args) => {
        const begin = process.hrtime.bigint();
        const { status } = spawnSync(program, args, { stdio: 'ignore' });
        if (status !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${status}`);
        return Number(process.hrtime.bigint() - begin) / 1e6;
    };
    let folder = 0;
    const generate = (routes) => {
        const file = join(scratch, `${routes}.yaml`);
        writeFileSync(file, spec(routes));
        return () => time(lockstep, ['generate', file, '-o', join(scratch, `out-${folder++}`)]);
    };
    const times = alternate(21,
        { nothing: () => time('/bin/true', []), 7: generate(7), 300: generate(300) });
    for (const [routes, most] of [[7, 5], [300, 10]])
        add(`lockstep generate, ${routes} routes`, 'ms', times[routes]((ms) => ms),
            { peer: ['/bin/true', times.nothing((ms) => ms)], most });
}

// ---- parts, timed inside one process, and the AWS SDK's beside them ----

const partAims = {
    'routeKey dispatch, 7 routes': { most: 15 },
    'routeKey dispatch, 300 routes': { most: 15 },
    'path match, 7 routes': { most: 15 },
    'path match, 300 routes': { most: 40 },
    'sign one request, key cached': { most: 2000 },
    'item to typed, 4 KB': { most: 8000, times: 0.1 },
    'item to JSON, 4 KB': { most: 8000, times: 0.1 },
    'item to JSON in a string, 4 KB': { most: 8000 },
    'CRC-32, 4 KB': {},
    'log line, to nowhere': {},
};

function parts() {
    const document = join(scratch, 'document.json');
    const micro = join(build, 'bench/micro');
    writeFileSync(document, run(micro, ['document']));
    const byName = (text) => Object.fromEntries(jsonLines(text).map(({ name, ns }) => [name, ns]));
    const times = alternate(3, {
        ours: () => byName(run(micro, [])),
        sdk: () => byName(run('node', [join(here, 'sdk.mjs'), document])),
    });
    const ours = (name) => times.ours((all) => all[name]);
    const theirs = (name) => times.sdk((all) => all[name]);
    for (const [name, aim] of Object.entries(partAims))
        add(name, 'ns', ours(name), { ...aim,
            peer: name in times.sdk.rounds[0] ? ['AWS SDK', theirs(name)] : undefined });
    add('  beside the hashes in it', 'ns', ours('sign one request, key cached'),
        { peer: ['hashes', ours('the same hashes alone')] });
    add('generate, 300 routes beside 30', 'us', ours('generate, 300 routes, in memory') / 1e3,
        { peer: ['30 routes', ours('generate, 30 routes, in memory') / 1e3], times: 12 });
    add('read, check and plan, 3,010 routes', 'us', ours('read, check and plan 3,010 routes') / 1e3,
        { peer: ['301 routes', ours('read, check and plan 301 routes') / 1e3], times: 12 });
}

// ---- the report ----

const show = (value) => value === undefined ? ''
    : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

function print() {
    const line = (...cells) => console.log(cells[0].padEnd(44), cells[1].padEnd(4),
        ...cells.slice(2, 4).map((cell) => cell.padStart(9)), cells[4].padEnd(13),
        cells[5].padStart(7), '', cells[6]);
    const aim = ({ unit, most, times, reached }) =>
        [most === undefined ? '' : `${show(most)} ${unit}`, times === undefined ? '' : `${times} x`,
            reached === false ? 'NOT REACHED' : ''].filter((text) => text).join(', ');
    line('measure', 'unit', 'ours', 'theirs', 'whose', 'ratio', 'aim');
    for (const row of rows)
        line(row.name, row.unit, show(row.value), show(row.peer_value), row.peer ?? '',
            row.ratio?.toFixed(2) ?? '', aim(row));
}

try {
    plainRuntime();
    await tlsRuntime();
    generator();
    parts();
    add('function.zip', 'KB', statSync(zip).size / 1024, { most: 2458 });
} finally {
    rmSync(scratch, { recursive: true });
}
print();
writeFileSync(join(build, 'bench.json'), `${JSON.stringify(rows, null, 2)}\n`);
