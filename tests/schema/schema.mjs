// Each row is a spec and whether it is one: the schema, by ajv, and the command must both say so.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { uncovered } from './coverage.mjs';

const require = createRequire(import.meta.url);
const lockstep = process.env.LOCKSTEP ?? 'build/lockstep';
let failed = 0;

function optional(name) {
    try {
        return require(name);
    } catch (error) {
        if (error.code !== 'MODULE_NOT_FOUND') throw error;
        console.log(`skip - schema (npm package ${name} is not installed)`);
        process.exit(0);
    }
}
const Ajv = optional('ajv/dist/2020').default;
const YAML = optional('yaml');

function report(ok, name, why) {
    console.log(`${ok ? 'ok' : 'not ok'} - ${name}`);
    if (!ok) {
        failed = 1;
        console.log(String(why).replace(/^/gm, '    '));
    }
}

// Strict: an unknown keyword, or one that does not fit its type, is a mistake of the schema's.
const schema = JSON.parse(spawnSync(lockstep, ['schema'], { encoding: 'utf8' }).stdout);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, strictRequired: false });
const valid = ajv.compile(schema);
report(ajv.validateSchema(schema), 'the schema is one of JSON Schema 2020-12',
    JSON.stringify(ajv.errors, null, 1));

const commandSays = (text) =>
    spawnSync(lockstep, ['check', '-'], { input: text, encoding: 'utf8' });

// ---- Accepted

const specs = ['spec/spec.yaml'];
for (const [folder, parent] of [['tests/golden', ''], ['spec/examples', '']]) {
    for (const name of readdirSync(folder).sort()) {
        const file = `${folder}/${name}${parent}/spec.yaml`;
        if (existsSync(file)) specs.push(file);
    }
}
for (const file of specs) {
    const text = readFileSync(file, 'utf8');
    const accepted = valid(YAML.parse(text));
    report(accepted, `accepts ${file}`, JSON.stringify(valid.errors, null, 1));
    const command = commandSays(text);
    report(command.status === 0, `so does the command: ${file}`, command.stderr);
}

const missing = uncovered(schema, specs.map((file) => YAML.parse(readFileSync(file, 'utf8'))));
report(missing.length === 0, 'every key and every word stands in one of them', missing.join('\n'));

// ---- Refused: one thing changed in a spec that is fine

const base = () => YAML.parse(readFileSync('tests/golden/everything/spec.yaml', 'utf8'));
const refused = {
    'an unknown key': (s) => { s.tabels = {}; },
    'an unknown key of a table': (s) => { s.tables.users.retention = 3; },
    'no language version': (s) => { delete s.lockstep; },
    'a language version in quotes': (s) => { s.lockstep = '1'; },
    'no service': (s) => { delete s.service; },
    'a service with a capital': (s) => { s.service = 'Tap'; },
    'a description that is no text': (s) => { s.description = 7; },
    'an environment that is no name': (s) => { s.environments = ['Dev']; },
    'a table with a capital': (s) => { s.tables.Users = s.tables.users; },
    'a table without a key': (s) => { delete s.tables.users.key; },
    'two partition attributes': (s) => { s.tables.users.key.partition.other = 'string'; },
    'an unknown attribute type': (s) => { s.tables.users.key.partition.user_id = 'text'; },
    "AWS's word for on demand": (s) => { s.tables.users.billing = 'PAY_PER_REQUEST'; },
    'a word of nobody for on demand': (s) => { s.tables.users.billing = 'ON_DEMAND'; },
    'capacity of zero': (s) => { s.tables.users.warm_throughput.write = 0; },
    'a flag in quotes': (s) => { s.tables.users.deletion_protection = 'true'; },
    'a key of a later version': (s) => { s.tables.users.model = 'User'; },
    'a template without a part': (s) => { s.tables.users.key.partition.user_id = { template: 'user' }; },
    'a format of nobody': (s) => { s.tables.users.key.partition.user_id = { format: 'date' }; },
    'a source without a name': (s) => { s.tables.users.key.partition.user_id = { source: 'claim' }; },
    'a part that is a number': (s) => {
        s.tables.users.key.partition.user_id = { template: '{a}', parts: { a: 'number' } };
    },
    'five attributes of a partition': (s) => {
        s.tables.orders.indexes.by_total.key.partition = ['a', 'b', 'c', 'd', 'e'];
    },
    'an index key that is a number': (s) => { s.tables.orders.indexes.by_total.key.partition = 5; },
    'insights in quotes': (s) => { s.tables.users.contributor_insights = 'true'; },
    'an unknown word for insights': (s) => { s.tables.users.contributor_insights = 'all'; },
    "AWS's word for a stream": (s) => { s.tables.users.stream = 'KEYS_ONLY'; },
    'an encryption of nobody': (s) => { s.tables.users.encryption = 'kms'; },
    'an encryption without a key': (s) => { s.tables.users.encryption = {}; },
    'a recovery of 36 days': (s) => { s.tables.users.recovery_period_days = 36; },
    'an expiry after no days': (s) => { s.tables.users.ttl = { attribute: 'x', after_days: 0 }; },
    'a range of units without a maximum': (s) => {
        s.tables.users.capacity = { read: { min: 1 }, write: 1 };
    },
    'a policy for nobody': (s) => {
        s.tables.users.policy = [{ actions: 'dynamodb:GetItem', resources: '*' }];
    },
    'a principal that is a role by name': (s) => {
        s.tables.users.policy = [{ principals: 'role/a', actions: '*', resources: '*' }];
    },
    'a table by half an ARN': (s) => { s.tables.users.existing = 'arn:aws:dynamodb:x'; },
    'principals of the function': (s) => { s.iam.statements[0].principals = '*'; },
    'a KMS key with a capital': (s) => { s.kms_keys = { Books: {} }; },
    'too little memory': (s) => { s.function.memory_mb = 127; },
    'a timeout of zero': (s) => { s.function.timeout_s = 0; },
    'an unknown processor': (s) => { s.function.architecture = 'arm'; },
    'a variable that is no text': (s) => { s.function.environment.GREETING = 3; },
    'CORS without origins': (s) => { s.api.cors = {}; },
    'a CORS age over a day': (s) => { s.api.cors.max_age_s = 86401; },
    'a route key without a blank': (s) => { s.routes['GET/x'] = 'list users'; },
    'a method in small letters': (s) => { s.routes['get /x'] = 'list users'; },
    'a path without a slash': (s) => { s.routes['GET x'] = 'list users'; },
    'a parameter that begins with a colon': (s) => { s.routes['GET /x/:id'] = 'list users'; },
    'a greedy parameter in the middle': (s) => { s.routes['GET /{x+}/y'] = { handler: 'y' }; },
    'a short form without a table': (s) => { s.routes['GET /x'] = 'list'; },
    'a short form of an unknown action': (s) => { s.routes['GET /x'] = 'scan users'; },
    'a preflight of a table': (s) => { s.routes['OPTIONS /x'] = 'preflight users'; },
    'an unknown action': (s) => { s.routes['GET /x'] = { action: 'scan', table: 'users' }; },
    'a route that is a list': (s) => { s.routes['GET /x'] = ['list', 'users']; },
    'an unknown key of a route': (s) => { s.routes['/users'].tables = 'users'; },
    'a page of no items': (s) => { s.routes['GET /states/{state}/orders'].page_size = 0; },
    'an unknown order': (s) => { s.routes['GET /states/{state}/orders'].order = 'desc'; },
    'a filter of nothing': (s) => { s.routes['GET /states/{state}/orders'].filter = {}; },
    'an equal sign in words': (s) => {
        s.routes['GET /states/{state}/orders'].filter = { a: { equals: 'query.a' } };
    },
    'a flag of existence in quotes': (s) => {
        s.routes['GET /states/{state}/orders'].filter = { a: { exists: 'true' } };
    },
    'a text that is added': (s) => { s.routes['GET /states/{state}/orders'].add = { a: '1' }; },
    'a constant without const': (s) => { s.routes['GET /states/{state}/orders'].set = { a: 'open' }; },
    'fields without brackets': (s) => { s.routes['GET /states/{state}/orders'].fields = 'total'; },
    'If-Match by a flag': (s) => { s.routes['GET /states/{state}/orders'].if_match = true; },
    'idempotency without a table': (s) => {
        s.routes['GET /states/{state}/orders'].idempotency = { required: true };
    },
    'a scope with a blank': (s) => { s.routes['GET /states/{state}/orders'].scopes = ['a b']; },
    'an authorizer without a type': (s) => { s.api.authorizers = { users: {} }; },
    'an issuer without https': (s) => {
        s.api.authorizers = { users: { type: 'jwt', issuer: 'login.example.com' } };
    },
    'an identity without a place': (s) => {
        s.api.authorizers = { users: { type: 'lambda', identity: ['authorization'] } };
    },
    'no environments': (s) => { s.environments = {}; },
    'an environment that is a number': (s) => { s.environments = { dev: 5 }; },
    'an unknown key in an environment': (s) => { s.environments = { dev: { tabels: {} } }; },
    'a route that differs': (s) => { s.environments = { dev: { routes: {} } }; },
    'a key that differs': (s) => {
        s.environments = { dev: { tables: { users: { key: { partition: { a: 'string' } } } } } };
    },
    'a processor that differs': (s) => {
        s.environments = { dev: { function: { architecture: 'arm64' } } };
    },
    'a wrong value in an environment': (s) => {
        s.environments = { dev: { function: { memory_mb: 1 } } };
    },
    'a statement without actions': (s) => { delete s.iam.statements[0].actions; },
    'an effect with a capital': (s) => { s.iam.statements[0].effect = 'Allow'; },
    'a retention that CloudWatch has not': (s) => { s.logs.retention_days = 15; },
    'an unknown log format': (s) => { s.logs.format = 'JSON'; },
};
for (const [name, change] of Object.entries(refused)) {
    const spec = base();
    change(spec);
    report(!valid(spec), `refuses ${name}`, 'the schema accepts it');
    const command = commandSays(JSON.stringify(spec));
    report(command.status === 1, `so does the command: ${name}`, 'the command accepts it');
}

// ---- Refused: of tests/bad what is wrong with one value, whatever the others are

const expressible = new Set([
    'unknown_key', 'not_supported_yet', 'missing_key', 'wrong_type', 'unknown_value', 'bad_text',
    'unquoted_text', 'out_of_range', 'too_few', 'too_many', 'overlay_compiled_in', 'route_form',
    'route_summary', 'unknown_action', 'unknown_crud_action', 'greedy_not_last', 'unknown_method',
    'template_without_part', 'unknown_grant', 'unknown_source', 'cors_origin', 'cors_method',
    'cors_header',
]);
const ids = (file) => [...readFileSync(file, 'utf8').matchAll(/ error: .* \[(\w+)\]$/gm)].map((m) => m[1]);
for (const name of readdirSync('tests/bad').sort()) {
    if (!name.endsWith('.yaml')) continue;
    const found = ids(`tests/bad/${name.replace('.yaml', '.err')}`).filter((id) => expressible.has(id));
    const document = YAML.parseDocument(readFileSync(`tests/bad/${name}`, 'utf8'), { logLevel: 'silent' });
    if (found.length === 0 || document.errors.length > 0) continue;
    report(!valid(document.toJS()), `refuses tests/bad/${name}`, `the schema accepts ${found}`);
}

// ---- For people

const properties = [schema, ...Object.values(schema.$defs)]
    .flatMap((one) => [one, ...(one.anyOf ?? [])])
    .flatMap((one) => Object.entries(one.properties ?? {}));
const mute = properties.filter(([, field]) => !field.description && !field.$ref && !field.additionalProperties)
    .map(([key]) => key);
report(properties.length > 50 && mute.length === 0, 'every key has a description', mute.join(' '));
report(schema.properties.tables && !schema.properties.queues, 'keys of later versions are left out',
    Object.keys(schema.properties).join(' '));
const memory = schema.$defs.function.properties.memory_mb;
report(memory.default === 256 && memory.minimum === 128 && memory.maximum === 10240,
    'defaults and limits are there', JSON.stringify(memory));
process.exit(failed);
