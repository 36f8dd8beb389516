// The tables of a local database when the template's change: items stay where only global indexes
// differ, whatever the database is and whatever ends the way there.
import { ask, askJson, byPath, changedTemplate, check, dynaliteCli, dynamodb, end, finish, freePort,
    hasMoto, newFolder, requireBuild, run, runAndWait, skip, start, startDynalite, startMoto, stop, until }
    from './support.mjs';

requireBuild();
const table = 'tap-items-dev', copy = `${table}.lockstep-copy`;
const index = (IndexName, key, ProjectionType = 'ALL') => ({ IndexName, Projection: { ProjectionType },
    KeySchema: key.map((AttributeName, i) => ({ AttributeName, KeyType: i ? 'RANGE' : 'HASH' })) });
const withIndexes = (...indexes) => changedTemplate((json, find) => {
    const properties = find('DynamoDB::Table');
    const names = new Set(['id', ...indexes.flatMap((one) =>
        one.KeySchema.map((key) => key.AttributeName))]);

    properties.AttributeDefinitions = [...names].map((AttributeName) =>
        ({ AttributeName, AttributeType: 'S' }));
    if (indexes.length) properties.GlobalSecondaryIndexes = indexes;
});
const plain = withIndexes(), byName = withIndexes(index('by_name', ['name']));
const byBoth = withIndexes(index('by_both', ['kind', 'name'], 'KEYS_ONLY'), index('by_kind', ['kind']));
const count = 60; // more than a page, and than a batch
const fill = (service) => Promise.all(Array.from({ length: count }, (_, i) => askJson(service, 'POST',
    '/items', { id: `item-${i}`, name: `n${i % 3}`, kind: 'k', nested: { list: [i, null, 'é'] } })));
const all = async (service) => (await ask(service, 'GET', '/items?limit=1000')).json?.items ?? [];
const sorted = (items) => JSON.stringify(items.sort((a, b) => a.id.localeCompare(b.id)));
const describe = async (url, name = table) =>
    (await dynamodb(url, 'DescribeTable', { TableName: name })).json.Table;
const indexesOf = async (url) => ((await describe(url))?.GlobalSecondaryIndexes ?? [])
    .map((one) => one.IndexName).sort().join();
const query = async (url, IndexName, expression, values) => (await dynamodb(url, 'Query', {
    TableName: table, IndexName, KeyConditionExpression: expression, ExpressionAttributeNames:
        Object.fromEntries(expression.match(/#\w+/g).map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: values })).json.Count;

// ---- dynalite, in a folder of ours ----

const data = newFolder();
let service = await run({ data, template: plain });
await fill(service);
const items = sorted(await all(service));
check('the items are made', JSON.parse(items).length === count, items);
await end(service);

service = await run({ data, template: byName });
check('a new index is made', await indexesOf(service.database) === 'by_name');
check('and the items are kept', sorted(await all(service)) === items);
check('the index has them', await query(service.database, 'by_name', '#name = :n',
    { ':n': { S: 'n1' } }) === count / 3);
check('no copy is left', await describe(service.database, copy) === undefined);
await end(service);
service = await run({ data, template: byBoth });
check('other indexes take its place', await indexesOf(service.database) === 'by_both,by_kind' &&
    sorted(await all(service)) === items, await indexesOf(service.database));
check('with their sort attribute', await query(service.database, 'by_both',
    '#kind = :k AND #name = :n', { ':k': { S: 'k' }, ':n': { S: 'n2' } }) === count / 3);
await end(service);
service = await run({ data, template: plain });
check('indexes go as well', await indexesOf(service.database) === '' &&
    sorted(await all(service)) === items);
await end(service);

// An item that does not fit: DynamoDB itself would leave it out of the index.
service = await run({ data, template: plain });
await askJson(service, 'POST', '/items', { id: 'odd', name: 7 });
await end(service);
let result = runAndWait({ data, template: byName });
check('an item that dynalite cannot index is told', result.status === 2 && result.stderr.includes(
    `The items of the table ${table} could not be carried over to its new indexes. Delete the folder`),
result.stderr);
service = await run({ data, template: plain });
check('and nothing is lost', (await all(service)).length === count + 1 &&
    await describe(service.database, copy) === undefined);
await ask(service, 'DELETE', '/items/odd');

// ---- what an earlier start has left half-way ----

const definition = () => ({ TableName: copy, BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'name'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [index('by_name', ['name'])] });
// The copy, with these items.
async function makeCopy(url, ...ids) {
    await dynamodb(url, 'CreateTable', definition());
    await until(async () => (await describe(url, copy))?.TableStatus === 'ACTIVE', 1);
    for (const id of ids)
        await dynamodb(url, 'PutItem', { TableName: copy, Item: { id: { S: id } } });
}

await makeCopy(service.database, 'half');
await end(service);
service = await run({ data, template: plain });
check('a copy that was not finished is thrown away', sorted(await all(service)) === items &&
    await describe(service.database, copy) === undefined);
await makeCopy(service.database, 'half');
await end(service);
service = await run({ data, template: byName });
check('also on the way to new indexes', sorted(await all(service)) === items &&
    await indexesOf(service.database) === 'by_name');

// Both have the new indexes: the table was made anew, and not all items have come back.
await makeCopy(service.database, 'back-1', 'back-2');
await end(service);
service = await run({ data, template: byName });
check('items that were on their way back come back', (await all(service)).length === count + 2 &&
    await describe(service.database, copy) === undefined);
for (const id of ['back-1', 'back-2']) await ask(service, 'DELETE', `/items/${id}`);

// The table was deleted, and not made anew yet.
await dynamodb(service.database, 'DeleteTable', { TableName: table });
await makeCopy(service.database, 'alone');
await end(service);
service = await run({ data, template: plain });
check('a table that was deleted is made again, and then as the template wants it',
    (await all(service)).map((one) => one.id).join() === 'alone' &&
    await indexesOf(service.database) === '' && await describe(service.database, copy) === undefined);
await makeCopy(service.database, 'alone');
await end(service);

// No table is made or deleted as slowly as by this dynalite: it is stopped on the way.
async function stopped(work, { createMs = 0, deleteMs = 0 }) {
    const port = await freePort();
    const slow = await start('node', [dynaliteCli, '--host', '127.0.0.1', '--port', `${port}`,
        '--path', data, '--createTableMs', `${createMs}`, '--deleteTableMs', `${deleteMs}`],
    /listening/i);
    const url = `http://127.0.0.1:${port}`;

    await work(url);
    const states = [(await describe(url))?.TableStatus, (await describe(url, copy))?.TableStatus];
    await end(slow, 'SIGKILL');
    return states.join();
}

let states = await stopped((url) => dynamodb(url, 'DeleteTable', { TableName: table }),
    { deleteMs: 1e6 });
service = await run({ data, template: byName });
check('a table that was being deleted is made again', states === 'DELETING,ACTIVE' &&
    (await all(service)).map((one) => one.id).join() === 'alone' &&
    await indexesOf(service.database) === 'by_name' &&
    await describe(service.database, copy) === undefined, states);
await makeCopy(service.database, 'alone');
await end(service);
states = await stopped(async (url) => {
    await dynamodb(url, 'DeleteTable', { TableName: table });
    await until(async () => await describe(url) === undefined);
    await dynamodb(url, 'CreateTable', { ...definition(), TableName: table });
}, { createMs: 1e6 });
service = await run({ data, template: byName });
check('a table that was being made is made again', states === 'CREATING,ACTIVE' &&
    (await all(service)).map((one) => one.id).join() === 'alone' &&
    await describe(service.database, copy) === undefined, states);
await end(service);
for (const [name, times] of [['made', { createMs: 1e6 }], ['deleted', { deleteMs: 1e6 }]]) {
    states = await stopped(async (url) => {
        await makeCopy(url, 'half');
        if (times.deleteMs) await dynamodb(url, 'DeleteTable', { TableName: copy });
    }, times);
    service = await run({ data, template: plain });
    check(`a copy that was being ${name} is thrown away`,
        states === `ACTIVE,${times.deleteMs ? 'DELETING' : 'CREATING'}` &&
        (await all(service)).map((one) => one.id).join() === 'alone' &&
        await describe(service.database, copy) === undefined, states);
    await end(service);
}

// ---- what dynalite cannot do ----

service = await run({ template: changedTemplate((json, find) => {
    Object.assign(find('DynamoDB::Table'), {
        AttributeDefinitions: ['id', 'a', 'b'].map((AttributeName) =>
            ({ AttributeName, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [{ IndexName: 'by_both', Projection: { ProjectionType: 'ALL' },
            KeySchema: ['a', 'b'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })) }],
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    json.Metadata = { Lockstep: { Transactions: ['POST /items'] } };
}) });
check('it serves without an index that dynalite does not know', service.output().includes(
    `several partition or sort attributes: by_both of ${table} is not made`) &&
    (await askJson(service, 'POST', '/items', { id: 'x' })).status === 201, service.output());
check('it says that nothing expires', service.output().includes(
    `dynalite has no time to live, so expired items stay: ${table}\n`), service.output());
check('it says that there are no transactions', service.output().includes(
    'dynalite has no transactions: with an Idempotency-Key POST /items answers 501 here\n'), service.output());
await end(service);

service = await run({ bootstrap: byPath, template: changedTemplate((json) => {
    const [name] = Object.entries(json.Resources).find(([, one]) => one.Type === 'AWS::DynamoDB::Table');
    const fn = Object.values(json.Resources).find((one) => one.Type === 'AWS::Lambda::Function');

    delete json.Resources[name];
    fn.Properties.Environment.Variables.LOCKSTEP_TABLE_ITEMS =
        'arn:aws:dynamodb:eu-west-1:111122223333:table/legacy-items';
}) });
check('an existing table is told not to be made', service.output().includes(
    'legacy-items is no table of this stack (LOCKSTEP_TABLE_ITEMS): it is not made here\n') &&
    await describe(service.database, 'legacy-items') === undefined, service.output());
const environment = (await ask(service, 'GET', '/items/environment')).text;
check('the function asks the local database for it, by its name',
    environment.includes('LOCKSTEP_TABLE_ITEMS=legacy-items\n') &&
    environment.includes(`AWS_ENDPOINT_URL_DYNAMODB=${service.database}\n`), environment);
await end(service);

// ---- a database that runs already ----

const other = await startDynalite();
service = await run({ dynamodb: other.url, template: plain });
check('nothing is said of what another database can do', !service.output().includes('dynalite'),
    service.output());
await end(service);
result = runAndWait({ dynamodb: other.url, template: byName });
const told = (...texts) => result.status === 2 && [...texts,
    `the table ${table} exists at ${other.url} with another key or other indexes`,
    'template: key HASH id (S); index by_name HASH name (S) ALL', 'aws dynamodb delete-table',
].every((text) => result.stderr.includes(text));
check('a database that refuses a new index is told', told('refuses UpdateTable'), result.stderr);
result = runAndWait({ dynamodb: other.url, template: changedTemplate((json, find) => {
    const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
    const properties = find('DynamoDB::Table');

    properties.AttributeDefinitions.push({ AttributeName: 'name', AttributeType: 'S' });
    Object.assign(properties, { BillingMode: 'PROVISIONED', ProvisionedThroughput: units,
        GlobalSecondaryIndexes: [{ ...index('by_name', ['name']), ProvisionedThroughput: units }] });
}) });
check('one that ignores it as well', told() && !result.stderr.includes('UpdateTable'), result.stderr);
await stop(other);

if (hasMoto()) {
    const moto = await startMoto();
    const { url } = moto;

    service = await run({ dynamodb: url, template: plain });
    await fill(service);
    await end(service);
    service = await run({ dynamodb: url, template: byName });
    check('UpdateTable makes a new index', await indexesOf(url) === 'by_name' &&
        sorted(await all(service)).length === items.length, await indexesOf(url));
    await end(service);
    service = await run({ dynamodb: url, template: byBoth });
    check('one index goes and two come', await indexesOf(url) === 'by_both,by_kind' &&
        (await all(service)).length === count, await indexesOf(url));
    check('they have the items', await query(url, 'by_kind', '#kind = :k',
        { ':k': { S: 'k' } }) === count);
    await end(service);
    service = await run({ dynamodb: url, template: plain });
    check('the last ones go', await indexesOf(url) === '' && (await all(service)).length === count);
    await end(service);
    await stop(moto);
} else {
    skip('UpdateTable makes a new index', 'moto_server is not installed');
}
finish();
