// Intake: each event once, however often it is sent. The database is moto's, which has transactions;
// over one that has none, `lockstep run` says so and answers 501.
import { answers, ask, check, lists, pages, skip, uuid7, walkThrough } from './support.mjs';
import { finish, hasMoto, startMoto, startService, stop } from '../support/service.mjs';

const numberOf = (event) => event.number;

async function walk(service) {
    const get = (path) => ask(service, `GET ${path}`);
    const post = (source, key, body) => ask(service, `POST /sources/${source}/events`,
        { body, headers: key === undefined ? {} : { 'idempotency-key': key } });
    const count = async (source) => (await get(`/sources/${source}/events`)).json.count;
    let reply;

    // ---- once ----
    answers('without a key: 400', await post('pump', undefined, { number: 1 }), 400);
    answers('with an empty one: 400', await post('pump', '', { number: 1 }), 400);
    answers('with one that is too long: 400', await post('pump', 'x'.repeat(256), { number: 1 }), 400);
    const first = await post('pump', 'k1', { number: 1, level: 'low' });
    check('an event is taken in', first.status === 201 && first.json.source === 'pump' &&
        uuid7.test(first.json.event_id), first.text);
    reply = await post('pump', 'k1', { number: 1, level: 'low' });
    check('sent again: the same answer', reply.status === 201 && reply.text === first.text, reply.text);
    check('and no second event', await count('pump') === 1);
    answers('the key with another event: 422', await post('pump', 'k1', { number: 2 }), 422,
        { error: 'Idempotency-Key was used with another request' });
    reply = await post('valve', 'k1', { number: 1, level: 'low' });
    check('the same key of another source is another key', reply.status === 201 &&
        reply.json.event_id !== first.json.event_id && await count('valve') === 1, reply.text);
    const attempts = await Promise.all(Array.from({ length: 4 }, () => post('fan', 'same', { number: 5 })));
    const made = attempts.filter((one) => one.status === 201);
    check('at the same time: one event, one answer', made.length >= 1 &&
        new Set(made.map((one) => one.text)).size === 1 && await count('fan') === 1 &&
        attempts.every((one) => [201, 409, 503].includes(one.status)),
        attempts.map((one) => `${one.status} ${one.text}`).join('\n'));
    answers('an event that exists already: 409',
        await post('pump', 'k2', { event_id: first.json.event_id, number: 3 }), 409);
    answers('its key is free for the right event', await post('pump', 'k2', { event_id: 'e3', number: 3 }), 201);
    answers('a body that is no JSON: 400', await post('pump', 'k3', '{'), 400);
    answers('its key is free, too', await post('pump', 'k3', { number: 2.5 }), 201);

    // ---- where the key is optional ----
    const note = (key) => ask(service, 'POST /sources/pump/notes',
        { body: { text: 'hello' }, headers: key ? { 'idempotency-key': key } : {} });
    answers('without a key', await note(), 201);
    answers('is written each time', await note(), 201);
    reply = await note('k1');
    check('the key of another route is another key', reply.status === 201 &&
        reply.json.event_id !== first.json.event_id, reply.text);
    check('and again the same', (await note('k1')).text === reply.text);
    reply = await get('/events');
    check('a scan with a filter', reply.json.count === 3 &&
        reply.json.items.every((one) => one.kind === 'note'), reply.text);

    // ---- by number ----
    lists('by number, in the order of numbers', await get('/sources/pump/numbers'), [1, 2.5, 3], numberOf);
    lists('in a range', await get('/sources/pump/numbers?from=2.50&to=3e0'), [2.5, 3], numberOf);
    answers('a bound that is no number: 400', await get('/sources/pump/numbers?from=two'), 400);
    reply = await get('/sources/pump/numbers');
    check('an index of keys only', Object.keys(reply.json.items[0]).sort().join() ===
        'event_id,number,source', reply.text);
    const all = await pages(service, '/sources/pump/numbers', 1);
    check('and by pages', all.items.map(numberOf).join() === '1,2.5,3', JSON.stringify(all));
    answers('a number that is none: 400', await post('pump', 'k9', { number: 'nine' }), 400);
}

const folder = `${process.env.EXAMPLES ?? 'build/examples'}/intake`;
if (hasMoto()) {
    const moto = await startMoto();
    const service = await startService({ template: `${folder}/template.json`,
        bootstrap: `${folder}/bootstrap`, dynamodb: moto.url });
    await walk(service).catch((problem) => check('intake: the walk comes to its end', false, problem.stack));
    await stop(service);
    await stop(moto);
    finish();
} else {
    skip('intake', 'moto is not installed');
}
await walkThrough('intake', async (service) => {
    answers('a database without transactions: 501', await ask(service, 'POST /sources/a/events',
        { body: {}, headers: { 'idempotency-key': 'k' } }), 501,
    { error: 'The database has no transactions, which Idempotency-Key needs' });
    answers('where no key is sent, none is needed', await ask(service, 'POST /sources/a/notes', { body: {} }),
        201);
});
