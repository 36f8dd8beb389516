// The items service: create, get, list, update, delete, and what must not work. Expected values are
// what the design says, not what the code answered once.
import { createRequire } from 'node:module';
import { ask, askJson, check, end, finish, requireBuild, run, skip } from './support.mjs';

requireBuild();
const service = await run();
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// An error of the service itself, with nothing in it but the text and the request's id.
const isError = (reply, status, error) =>
    reply.status === status && reply.json?.error === error &&
    typeof reply.json.requestId === 'string' && Object.keys(reply.json).length === 2;
const show = (reply) => `${reply.status} ${reply.text.slice(0, 400)}`;

// ---- the sequence ----

const digits = '12345678901234567890123456789012345678';
const item = `{"id":"tea-1","name":"Grüner Tee 🍵","status":"new","first-name":"Ada","#x":"hash",` +
    `"exact":${digits},"small":-1.5,"nested":{"list":[1,"two",{"three":[true,null]}],"empty":""},` +
    `"quote":"\\"\\\\\\u0000\\n"}`;
let reply = await askJson(service, 'POST', '/items', item);

check('create answers 201 with the id', reply.status === 201 &&
    reply.text === '{"message":"Item created successfully","id":"tea-1"}', show(reply));
check('create answers JSON', reply.headers['content-type'] === 'application/json',
    reply.headers['content-type']);
check('every answer has the gateway\'s request id',
    /^[A-Za-z0-9+/]{15}=$/.test(reply.headers['apigw-requestid']));

reply = await ask(service, 'GET', '/items/tea-1');
check('get answers 200', reply.status === 200, show(reply));
check('text is UTF-8 both ways', reply.json?.name === 'Grüner Tee 🍵', show(reply));
check('38 digits come back exactly', reply.text.includes(`"exact":${digits}`), show(reply));
check('a nested document comes back', JSON.stringify(reply.json?.nested) ===
    JSON.stringify({ list: [1, 'two', { three: [true, null] }], empty: '' }), show(reply));
check('reserved words and odd names are attributes', reply.json?.status === 'new' &&
    reply.json['first-name'] === 'Ada' && reply.json['#x'] === 'hash', show(reply));
check('escapes come back', reply.json?.quote === '"\\\u0000\n', show(reply));
check('the server sets both times', time.test(reply.json?.createdAt) &&
    reply.json.createdAt === reply.json.updatedAt, show(reply));
const created = reply.json?.createdAt;

reply = await ask(service, 'GET', '/items');
check('list answers the item', reply.status === 200 && reply.json?.count === 1 &&
    reply.json.items.length === 1 && reply.json.items[0].id === 'tea-1' &&
    !('cursor' in reply.json), show(reply));

reply = await askJson(service, 'PUT', '/items/tea-1', { status: 'sold', '#x': 2, 'a.b': [1],
    createdAt: 'mine', updatedAt: 'mine' });
check('update answers 200', reply.status === 200 &&
    reply.text === '{"message":"Item updated successfully"}', show(reply));
reply = await ask(service, 'GET', '/items/tea-1');
check('update sets what it was given', reply.json?.status === 'sold' && reply.json['#x'] === 2 &&
    reply.json['a.b']?.[0] === 1, show(reply));
check('update leaves the rest', reply.json?.name === 'Grüner Tee 🍵' &&
    reply.text.includes(`"exact":${digits}`), show(reply));
check('update leaves createdAt and moves updatedAt', reply.json?.createdAt === created &&
    time.test(reply.json?.updatedAt) && reply.json.updatedAt >= created, show(reply));

// ---- the same item by another client ----

let sdk;
try {
    sdk = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
} catch {
    skip('the AWS SDK reads the same item', '@aws-sdk/client-dynamodb is not installed');
}
if (sdk) {
    const client = new sdk.DynamoDBClient({ endpoint: service.database, region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
    const { Item } = await client.send(new sdk.GetItemCommand({ TableName: 'tap-items-dev',
        Key: { id: { S: 'tea-1' } } }));

    check('the AWS SDK reads the same item', Item?.name?.S === 'Grüner Tee 🍵' &&
        Item.exact?.N === digits && Item.small?.N === '-1.5' && Item.status?.S === 'sold' &&
        Item.nested?.M?.list?.L?.[2]?.M?.three?.L?.[0]?.BOOL === true &&
        Item.nested.M.list.L[2].M.three.L[1].NULL === true, JSON.stringify(Item));
    await client.send(new sdk.PutItemCommand({ TableName: 'tap-items-dev',
        Item: { id: { S: 'sdk' }, set: { SS: ['a'] }, bytes: { B: Buffer.from([0, 255]) } } }));
    reply = await ask(service, 'GET', '/items/sdk');
    check('an item of the AWS SDK is read', reply.json?.set?.[0] === 'a' &&
        reply.json.bytes === 'AP8=', show(reply));
    await ask(service, 'DELETE', '/items/sdk');
    client.destroy();
}

reply = await ask(service, 'DELETE', '/items/tea-1');
check('delete answers 200', reply.status === 200 &&
    reply.text === '{"message":"Item deleted successfully"}', show(reply));
reply = await ask(service, 'GET', '/items/tea-1');
check('the deleted item is gone', isError(reply, 404, 'Item not found'), show(reply));
reply = await ask(service, 'DELETE', '/items/tea-1');
check('deleting what is missing answers 200', reply.status === 200, show(reply));

// ---- create ----

const before = Date.now();
reply = await askJson(service, 'POST', '/items', { name: 'no id', createdAt: 'mine' });
const uuid7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    .exec(reply.json?.id);
check('an id is generated', reply.status === 201 && uuid7 !== null, show(reply));
check('the generated id begins with the time', uuid7 &&
    Math.abs(parseInt(uuid7[1] + uuid7[2], 16) - before) < 10000, show(reply));
reply = await ask(service, 'GET', `/items/${reply.json?.id}`);
check('the client cannot set createdAt', time.test(reply.json?.createdAt), show(reply));

await askJson(service, 'POST', '/items', { id: 'once', v: 1 });
reply = await askJson(service, 'POST', '/items', { id: 'once', v: 2 });
check('an id that exists is a 409', isError(reply, 409, 'Item already exists'), show(reply));
reply = await ask(service, 'GET', '/items/once');
check('and the first item stays', reply.json?.v === 1, show(reply));
reply = await askJson(service, 'PUT', '/items/absent', { v: 1 });
check('updating what is missing is a 404', isError(reply, 404, 'Item not found'), show(reply));

for (const [name, body] of [['text', 'tea'], ['a comma too many', '{"a":1,}'], ['half', '{"a":'],
    ['two values', '{}{}']]) {
    reply = await askJson(service, 'POST', '/items', body);
    check(`bad JSON (${name}) is a 400`,
        isError(reply, 400, 'Request body is not valid JSON'), show(reply));
}
for (const body of ['[]', '"tea"', '7', 'null']) {
    reply = await askJson(service, 'POST', '/items', body);
    check(`${body} as body is a 400`,
        isError(reply, 400, 'Request body must be a JSON object'), show(reply));
}
reply = await ask(service, 'POST', '/items');
check('no body is a 400', reply.status === 400 && typeof reply.json?.error === 'string',
    show(reply));
reply = await askJson(service, 'POST', '/items', '{"id":"x","n":123456789012345678901234567890123456789}');
check('39 digits are a 400', reply.status === 400, show(reply));
reply = await askJson(service, 'POST', '/items', { id: '' });
check('an empty id is a 400', reply.status === 400, show(reply));
reply = await askJson(service, 'POST', '/items', { id: 7 });
check('an id that is no text is a 400', reply.status === 400, show(reply));

reply = await ask(service, 'POST', '/items', { body: '{"id":"plain curl"}' });
check('a body without content type arrives (as base64)', reply.status === 201 &&
    reply.json?.id === 'plain curl', show(reply));
reply = await ask(service, 'POST', '/items', { body: '{"id":"form"}',
    headers: { 'content-type': 'application/x-www-form-urlencoded' } });
check('a body as curl -d sends it arrives', reply.status === 201, show(reply));

reply = await askJson(service, 'POST', '/items', { id: 'large', text: 'x'.repeat(401 * 1024) });
check('401 KB are a 413', isError(reply, 413, 'Item is larger than 400 KB'), show(reply));
reply = await askJson(service, 'POST', '/items', { id: 'nearly', text: 'x'.repeat(399 * 1024) });
check('399 KB are stored', reply.status === 201, show(reply));
reply = await ask(service, 'GET', '/items/nearly');
check('and read', reply.json?.text?.length === 399 * 1024, `${reply.status}`);
await ask(service, 'DELETE', '/items/nearly');

// ---- ids in a path ----

for (const id of ['a b', 'a/b', 'ü', '100%', 'a+b', '#', '..', 'a&b=c']) {
    await askJson(service, 'POST', '/items', { id });
    reply = await ask(service, 'GET', `/items/${encodeURIComponent(id).replace('..', '%2E%2E')}`);
    check(`the id ${JSON.stringify(id)} is found by its path`, reply.json?.id === id, show(reply));
    await ask(service, 'DELETE', `/items/${encodeURIComponent(id).replace('..', '%2E%2E')}`);
}

// ---- pages ----

for (const id of ['once', 'plain%20curl', 'form']) await ask(service, 'DELETE', `/items/${id}`);
for (const one of (await ask(service, 'GET', '/items')).json.items)
    await ask(service, 'DELETE', `/items/${one.id}`);
await Promise.all(Array.from({ length: 25 }, (_, i) =>
    askJson(service, 'POST', '/items', { id: `page-${i}`, i })));
const pages = [];
let cursor = '';
do {
    reply = await ask(service, 'GET', `/items?limit=10${cursor}`);
    pages.push(reply.json);
    cursor = reply.json?.cursor ? `&cursor=${encodeURIComponent(reply.json.cursor)}` : '';
} while (cursor && pages.length < 5);
check('25 items come in pages of 10, 10 and 5',
    pages.map((page) => `${page.count}:${page.items.length}`).join(' ') === '10:10 10:10 5:5',
    JSON.stringify(pages.map((page) => page.count)));
check('every item is on one page', new Set(pages.flatMap((page) =>
    page.items.map((one) => one.id))).size === 25);
check('the last page has no cursor', !('cursor' in pages.at(-1)));

for (const forged of ['x', 'AAAA', '%00', 'e30', `${pages[0].cursor}x`,
    pages[0].cursor?.slice(0, -4), '']) {
    reply = await ask(service, 'GET', `/items?limit=10&cursor=${forged}`);
    check(`a forged cursor (${JSON.stringify(forged).slice(0, 12)}) is a 400`,
        reply.status === 400 && typeof reply.json?.error === 'string', show(reply));
}
for (const limit of ['0', '-1', '1001', 'ten', '1.5', '']) {
    reply = await ask(service, 'GET', `/items?limit=${limit}`);
    check(`the limit "${limit}" is a 400`, reply.status === 400, show(reply));
}
reply = await ask(service, 'GET', '/items?limit=1000');
check('the limit 1000 is fine', reply.status === 200 && reply.json?.count === 25, show(reply));

check('it stops with status 0', await end(service) === 0, service.output());
finish();
