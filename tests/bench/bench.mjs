// Prints the project's measures, each beside its floor where it has one, and writes them as JSON.
//
//     LOCKSTEP=command node tests/bench/bench.mjs BUILD_FOLDER BOOTSTRAP ZIP
//
// Rounds of ours and of the floor alternate, on one processor, and medians are compared: the ratio
// is what carries over to another machine, not the microseconds.
import { spawn, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [build, bootstrap, zip] = process.argv.slice(2);
const lockstep = process.env.LOCKSTEP ?? 'build/lockstep';
const here = dirname(fileURLToPath(import.meta.url));
const cpu = `${availableParallelism() - 1}`;
const scratch = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
const rows = [];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const add = (name, unit, ours, floor, reach) => rows.push({ name, unit, ours, floor, reach });

// ---- the runtime ----

function invoke(program, port, count, warmup) {
    const out = execFileSync('taskset', ['-c', cpu, join(build, 'bench/invoke'),
        join(here, 'get.json'), `${count}`, `${warmup}`, '"statusCode":200', program], {
        env: {
            AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
            AWS_SECRET_ACCESS_KEY: 'secret', AWS_LAMBDA_LOG_LEVEL: 'WARN',
            AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
            FLOOR_DYNAMODB: `127.0.0.1:${port}`, LOCKSTEP_TABLE_ITEMS: 'items',
            LOCKSTEP_CONTRACT: execFileSync('unzip', ['-p', zip, 'contract']).toString().trim(),
        },
    });
    return JSON.parse(out);
}

async function runtime() {
    const stub = spawn('taskset', ['-c', cpu, join(build, 'bench/stub')]);
    const [line] = await once(stub.stdout, 'data');
    const port = Number(line);
    const floor = join(build, 'bench/floor');
    const alternate = (rounds, count, warmup) => {
        const results = { ours: [], floor: [] };
        for (let round = 0; round < rounds; round++) {
            results.ours.push(invoke(bootstrap, port, count, warmup));
            results.floor.push(invoke(floor, port, count, warmup));
        }
        return (field) => [median(results.ours.map((r) => r[field])),
            median(results.floor.map((r) => r[field]))];
    };
    const start = alternate(31, 1, 0);
    add('exec to first answer, GET one item', 'us', ...start('start_us'), '2 x');
    const warm = alternate(5, 20000, 4000);
    add('warm invocation, p50', 'us', ...warm('p50_us'), '1.5 x');
    add('warm invocation, CPU', 'us', ...warm('cpu_us'), '1.5 x');
    add('peak resident memory, plain HTTP', 'KB', ...warm('peak_kb'), '4096 KB');
    add('memory grown over 16,000 invocations', 'KB', warm('grown_kb')[0], null, '0 KB');
    stub.kill();
}

// ---- the generator ----

function spec(routes) {
    const lines = ['lockstep: 1', 'service: bench', 'tables:',
        '  items: { key: { partition: { id: string } } }', 'routes:'];
    for (let i = 0; i < routes; i += 5) lines.push(`  /things${i / 5}: crud items`);
    return lines.join('\n');
}

function generator() {
    const time = (args) => {
        const begin = process.hrtime.bigint();
        const { status } = spawnSync('taskset', ['-c', cpu, ...args], { stdio: 'ignore' });
        if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status}`);
        return Number(process.hrtime.bigint() - begin) / 1e6;
    };
    const files = new Map([5, 300].map((routes) => {
        const file = join(scratch, `${routes}.yaml`);
        writeFileSync(file, spec(routes));
        return [routes, file];
    }));
    const times = { nothing: [], 5: [], 300: [] };
    for (let round = 0; round < 31; round++) {
        times.nothing.push(time(['/bin/true']));
        for (const [routes, file] of files)
            times[routes].push(time([lockstep, 'generate', file, '-o',
                join(scratch, `${routes}-${round}`)]));
    }
    for (const [routes, reach] of [[5, '5 ms'], [300, '10 ms']])
        add(`lockstep generate, ${routes} routes`, 'ms', median(times[routes]),
            median(times.nothing), reach);
}

// ---- parts, timed inside one process ----

function parts() {
    const out = execFileSync('taskset', ['-c', cpu, join(build, 'bench/micro')]).toString();
    for (const line of out.trim().split('\n')) {
        const { name, ns, reach } = JSON.parse(line);
        add(name, 'ns', ns, null, reach ?? '');
    }
}

const show = (value) => value === null || value === undefined ? ''
    : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

try {
    await runtime();
    generator();
    parts();
    add('function.zip', 'KB', statSync(zip).size / 1024, null, '2458 KB');
} finally {
    rmSync(scratch, { recursive: true });
}
console.log('measure'.padEnd(44), 'unit'.padEnd(5), 'ours'.padStart(9), 'floor'.padStart(9),
    'ratio'.padStart(7), ' to reach');
for (const { name, unit, ours, floor, reach } of rows)
    console.log(name.padEnd(44), unit.padEnd(5), show(ours).padStart(9), show(floor).padStart(9),
        (floor ? (ours / floor).toFixed(2) : '').padStart(7), ` ${reach}`);
writeFileSync(join(build, 'bench.json'), `${JSON.stringify(rows, null, 2)}\n`);
