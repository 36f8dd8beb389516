// One round: a spec of random tables and lists, its bootstrap, random items, random requests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Random, textOf } from './random.mjs';
import { Table, compare, compareText, leavesOf, normal, range, valueOf } from './model.mjs';
import { check, dynaliteCli, finish, missing, skip, startDynalite, startService, stop }
    from '../support/service.mjs';

const TABLES = 8, ITEMS = 60, REQUESTS = 60;
const types = ['string', 'string', 'number', 'binary'];

// ---- random shapes ----

const plain = (random, name) => {
    const type = random.of(types);

    return { name, type, format: type === 'string' && random.chance(0.2) ? 'timestamp' : undefined };
};
const template = (random, name, parts) => {
    const pieces = [random.of(['', 'x', 'x#'])];

    for (let i = 0; i < parts; i++) {
        const format = random.chance(0.2) ? 'timestamp' : undefined;

        pieces.push({ name: `${name}${i}`, type: 'string', format },
            i + 1 < parts ? random.of(['#', '##', '!', 'b']) : random.of(['', '', '#']));
    }
    return { name, type: 'string', template: pieces };
};
const attribute = (random, name) => (random.chance(0.5) ? template(random, name, 1 + random.below(3))
    : plain(random, name));

function randomTable(random, name) {
    const table = { name, partition: attribute(random, 'p'),
        sort: random.chance(0.8) ? attribute(random, 's') : undefined, indexes: [], lists: [] };

    if (random.chance(0.6))
        table.indexes.push({ name: 'by_g', partition: attribute(random, 'g'),
            sort: random.chance(0.7) ? attribute(random, 'h') : undefined });
    if (table.sort && random.chance(0.4))
        table.indexes.push({ name: 'by_l', local: true, partition: table.partition,
            sort: attribute(random, 'l') });
    return table;
}

// How the leaves of the sort attribute are bound: equal ones, then perhaps a range.
function randomRange(random, target, name) {
    const leaves = target.sort ? leavesOf(target.sort) : [], bound = [];
    const equal = random.below(leaves.length + (target.isIndex ? 1 : 0));

    for (let i = 0; i < equal; i++) bound.push({ leaf: leaves[i], match: 'equals' });
    if (equal < leaves.length && random.chance(0.8)) {
        const leaf = leaves[equal], matches = ['between', 'between', 'after', 'before'];

        if (leaf.type !== 'number' && leaf.format !== 'timestamp') matches.push('prefix', 'prefix');
        bound.push({ leaf, match: random.of(matches) });
    }
    return { name, target, bound, descending: random.chance(0.5) };
}

function addLists(random, table) {
    const targets = [{ ...table, isIndex: false }, ...table.indexes.map((one) => ({ ...one, isIndex: true }))];

    for (const target of targets) {
        for (let i = 0; i < 3 && (target.sort || target.isIndex); i++)
            table.lists.push(randomRange(random, target, `${table.name}-${target.name}-${i}`));
        table.lists.push({ name: `${table.name}-${target.name}-scan`, target, bound: [], scan: true });
    }
}

// ---- the spec ----

const typeYaml = ({ type, format, template: pieces }) => {
    if (!pieces) return `{ type: ${type}${format ? `, format: ${format}` : ''} }`;
    const text = pieces.map((piece, at) => (at % 2 ? `{${piece.name}}` : piece)).join('');
    const formats = leavesOf({ template: pieces }).filter((part) => part.format)
        .map((part) => `${part.name}: { format: timestamp }`);

    return `{ template: "${text}"${formats.length ? `, parts: { ${formats.join(', ')} }` : ''} }`;
};
const keyYaml = (partition, sort) => `{ ${[
    partition && `partition: { ${partition.name}: ${typeYaml(partition)} }`,
    sort && `sort: { ${sort.name}: ${typeYaml(sort)} }`].filter(Boolean).join(', ')} }`;

function rangeYaml({ leaf, match }) {
    const { name } = leaf;

    switch (match) {
    case 'equals': return `${name}: query.${name}`;
    case 'between': return `${name}: { from: query.${name}_from, to: query.${name}_to }`;
    default: return `${name}: { ${match}: query.${name} }`;
    }
}

function listYaml(table, { name, target, bound, descending, scan }) {
    const options = [`action: list`, `table: ${table.name}`,
        'filter: { v: { from: query.v_from, to: query.v_to }, w: query.w }'];

    if (target.isIndex) options.push(`index: ${target.name}`);
    if (scan) options.push('scan: true');
    else options.push(`key: { ${[...leavesOf(target.partition).map((leaf) => `${leaf.name}: query.${leaf.name}`),
        ...bound.map(rangeYaml)].join(', ')} }`);
    if (descending) options.push('order: descending');
    return `  GET /${name}: { ${options.join(', ')} }`;
}

function specOf(tables) {
    return ['lockstep: 1', 'service: property', 'tables:', ...tables.flatMap((table) => [
        `  ${table.name}:`, `    key: ${keyYaml(table.partition, table.sort)}`, '    timestamps: false',
        ...(table.indexes.length ? ['    indexes:'] : []),
        ...table.indexes.map((index) => `      ${index.name}: { local: ${index.local === true}, key: ${
            keyYaml(index.local ? undefined : index.partition, index.sort)} }`)]),
    'routes:', ...tables.flatMap((table) => [`  POST /${table.name}: create ${table.name}`,
        ...table.lists.map((list) => listYaml(table, list))]), ''].join('\n');
}

// ---- items and requests ----

function randomItem(random, table) {
    const item = {}, json = {};
    const give = (leaf) => {
        const text = textOf(random, leaf);

        if (leaf.name in item) return;
        item[leaf.name] = normal(leaf, text);
        json[leaf.name] = leaf.type === 'number' ? Number(text) : text;
    };

    for (const one of [table.partition, table.sort]) if (one) leavesOf(one).forEach(give);
    for (const index of table.indexes)
        for (const one of [index.partition, index.sort])
            if (one) leavesOf(one).forEach((leaf) => random.chance(0.85) && give(leaf));
    if (random.chance(0.7)) item.v = json.v = random.of([1, 2, 10, '1', '2', '10', 'a', true, [1]]);
    if (random.chance(0.7)) item.w = json.w = random.of(['x', '1', 1, 2.5, true, 'true', null]);
    return { item, json };
}

// A text from the query stands for itself and for the number that it spells.
const numeric = (text) => (/^-?(0|[1-9]\d*)(\.\d+)?(e\d+)?$/i.test(text) ? Number(text) : undefined);
function filterRange(name, from, to) {
    const within = (value, low, high, order) => (low === undefined || order(value, low) >= 0) &&
        (high === undefined || order(value, high) <= 0);

    return (item) => {
        const value = item[name];

        if (typeof value === 'string') return within(value, from, to, compareText);
        if (typeof value !== 'number') return false;
        if ([from, to].some((end) => end !== undefined && numeric(end) === undefined)) return false;
        return within(value, from && numeric(from), to && numeric(to), (a, b) => a - b);
    };
}
const filterEquals = (name, text) => (item) => item[name] === text ||
    (typeof item[name] === 'number' && item[name] === numeric(text)) ||
    (typeof item[name] === 'boolean' && text === `${item[name]}`);

// One request: its query, and what the model makes of it. { status } or { status, items }.
function randomRequest(random, table, model, list) {
    const query = new URLSearchParams(), bounds = [], filters = [];
    const known = [...model.items.values()];
    const like = known.length && random.chance(0.8) ? random.of(known) : {};
    const value = (leaf, name = leaf.name) => {
        const text = leaf.name in like && random.chance(0.7) ? `${like[leaf.name]}` : textOf(random, leaf);

        query.set(name, text);
        return normal(leaf, text);
    };
    let status = 200, gap = false;
    const composable = (attribute_, values) => {
        const { template: pieces } = attribute_;

        for (let at = 1; pieces && at < pieces.length; at += 2) {
            const part = values[pieces[at].name], literal = pieces[at + 1];

            if (part === undefined) return;
            if (literal && (part + literal).indexOf(literal) !== part.length) status = 400;
        }
    };

    if (!list.scan) {
        const values = {};

        for (const leaf of leavesOf(list.target.partition)) {
            const low = values[leaf.name] = value(leaf);

            bounds.push(range(leaf, { match: 'equals', low }));
        }
        composable(list.target.partition, values);
    }
    const values = {};
    for (const { leaf, match } of list.bound) {
        const wants = () => random.chance(0.85);
        const bound = { match };

        if (match === 'between') {
            if (wants()) bound.low = value(leaf, `${leaf.name}_from`);
            if (wants()) bound.high = value(leaf, `${leaf.name}_to`);
            if (bound.low !== undefined && bound.high !== undefined &&
                compare(leaf, bound.low, bound.high) > 0) status = 400;
        } else if (wants()) {
            bound[match === 'before' ? 'high' : 'low'] = value(leaf);
        }
        if (bound.low === undefined && bound.high === undefined) {
            gap = true;
            continue;
        }
        if (gap) status = 400;
        if (match === 'equals' || match === 'prefix') values[leaf.name] = bound.low;
        bounds.push(range(leaf, bound));
    }
    if (list.target.sort) composablePrefix(list, values, composable, () => { status = 400; });
    if (random.chance(0.2)) {
        const from = random.of([undefined, '1', '2', '0.5', 'a']), to = random.of([undefined, '2', '10', 'b']);

        if (from !== undefined) query.set('v_from', from);
        if (to !== undefined) query.set('v_to', to);
        if (from !== undefined || to !== undefined) filters.push(filterRange('v', from, to));
        if (from !== undefined && to !== undefined && endsCross(from, to)) status = 400;
    }
    if (random.chance(0.2)) {
        const text = random.of(['x', '1', '2.5', 'true', 'y']);

        query.set('w', text);
        filters.push(filterEquals('w', text));
    }
    return { query, status, items: status === 200 ? model.list(list.target, bounds, filters) : [] };
}

// Neither kind of value can lie between ends that cross for both.
function endsCross(from, to) {
    const both = numeric(from) !== undefined && numeric(to) !== undefined;

    return both ? numeric(from) > numeric(to) : compareText(from, to) > 0;
}

// A prefix may stop short of its literal, but not hold it.
function composablePrefix(list, values, composable, refuse) {
    const last = list.bound.at(-1);

    if (last?.match === 'prefix' && list.target.sort.template && values[last.leaf.name] !== undefined) {
        const { template: pieces } = list.target.sort;
        const literal = pieces[pieces.indexOf(last.leaf) + 1];

        if (literal && values[last.leaf.name].includes(literal)) refuse();
        const others = { ...values };
        delete others[last.leaf.name];
        composable(list.target.sort, others);
        return;
    }
    composable(list.target.sort, values);
}

async function allPages(random, url) {
    const items = [];
    let cursor;

    for (let page = 0; page < 300; page++) {
        const next = new URL(url);

        next.searchParams.set('limit', `${1 + random.below(5)}`);
        if (cursor) next.searchParams.set('cursor', cursor);
        const answer = await fetch(next);
        const json = await answer.json();
        if (answer.status !== 200) return { status: answer.status, error: json.error, items };
        items.push(...json.items);
        if (!json.cursor) return { status: 200, items };
        cursor = json.cursor;
    }
    return { status: 0, error: 'the pages do not end', items };
}

const shown = (table, item) => {
    const derived = [table.partition, table.sort, ...table.indexes.flatMap((one) => [one.partition, one.sort])]
        .filter((one) => one?.template).map(({ name }) => name);

    return derived.some((name) => name in item) ? 'a derived attribute is shown'
        : JSON.stringify(Object.entries(item).sort(([a], [b]) => compareText(a, b)));
};

// Same items; and of a Query in order, where equal sort values may come either way.
function wrong(table, list, wanted, got) {
    const bag = (items) => items.map((item) => shown(table, item)).sort();

    if (!isDeepStrictEqual(bag(wanted), bag(got)))
        return `wanted\n${bag(wanted).join('\n')}\ngot\n${bag(got).join('\n')}`;
    const { sort } = list.target;
    for (let i = 1; !list.scan && sort && i < got.length; i++) {
        const order = compare(sort, valueOf(sort, got[i - 1]), valueOf(sort, got[i]));

        if (list.descending ? order < 0 : order > 0) return `item ${i} is out of order`;
    }
    return null;
}

// ---- a round ----

function build(spec, folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/spec.yaml`, spec);
    const made = spawnSync('make', ['-s', `SPEC=${folder}/spec.yaml`, `OUT=${folder}/out`], { encoding: 'utf8' });

    return made.status === 0 ? null : `${made.stdout}${made.stderr}\n${spec}`;
}

async function fill(random, service, table, model) {
    for (let i = 0; i < ITEMS; i++) {
        const { item, json } = randomItem(random, table);
        const wanted = model.create(item);
        const answer = await fetch(`${service.url}/${table.name}`, { method: 'POST', body: JSON.stringify(json),
            headers: { 'content-type': 'application/json' } });

        if (answer.status !== wanted)
            return `create ${JSON.stringify(json)}: ${answer.status}, not ${wanted}: ${await answer.text()}`;
        await answer.arrayBuffer();
    }
    return null;
}

async function ask(random, service, table, model) {
    for (let i = 0; i < REQUESTS; i++) {
        const list = random.of(table.lists);
        const { query, status, items } = randomRequest(random, table, model, list);
        const got = await allPages(random, `${service.url}/${list.name}?${query}`);
        const where = `GET /${list.name}?${query}`;

        if (got.status !== status) return `${where}: ${got.status} ${got.error ?? ''}, not ${status}`;
        const problem = status === 200 && wrong(table, list, items, got.items);
        if (problem) return `${where}: ${problem}`;
    }
    return null;
}

async function round(seed) {
    const random = new Random(seed);
    const tables = Array.from({ length: TABLES }, (_, i) => randomTable(random, `t${i}`));

    for (const table of tables) addLists(random, table);
    const spec = specOf(tables), folder = `build/property/${seed}`;
    const failure = build(spec, folder);
    check(`round ${seed}: the spec is generated and built`, failure === null, failure);
    if (failure !== null) return;
    const database = await startDynalite();
    const service = await startService({ template: `${folder}/out/template.json`,
        bootstrap: `${folder}/out/bootstrap`, dynamodb: database.url });
    for (const table of tables) {
        const model = new Table(table);
        const unmade = await fill(random, service, table, model);
        check(`round ${seed}: ${table.name} takes what the model takes`, unmade === null,
            `${unmade}\n${spec}`);
        const unlike = await ask(random, service, table, model);
        check(`round ${seed}: ${table.name} lists what the model lists`, unlike === null,
            `${unlike}\n${listingOf(spec, table)}`);
    }
    await stop(service);
    await stop(database);
}

const listingOf = (spec, { name }) => spec.split('\n')
    .filter((line) => line.includes(`/${name}`) || line.startsWith('    ')).join('\n');

const absent = missing(dynaliteCli);
if (absent) skip('property', `${absent} is not there`);
else
    for (let i = 0; i < Number(process.env.PROPERTY_ROUNDS ?? 2); i++)
        await round(Number(process.env.PROPERTY_SEED ?? 20261122) + i);
finish();
