// Readings by time: the edges of ranges, times in every notation, and what has expired.
import { answers, ask, check, cursorOf, lists, pages, time, walkThrough } from './support.mjs';
import { createRequire } from 'node:module';

const at = (minute) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const timeOf = (reading) => reading.measured, valueOf = (reading) => reading.value;
const day = 86400;

await walkThrough('readings', async (service, database) => {
    const get = (path) => ask(service, `GET ${path}`);
    const post = (device, body) => ask(service, `POST /devices/${device}/readings`, { body });
    let reply;

    // ---- create ----
    const before = Date.now();
    reply = await post('d0', { kind: 'heat', value: 1 });
    check('the time is generated', reply.status === 201 && time.test(reply.json.measured) &&
        Math.abs(Date.parse(reply.json.measured) - before) < 10000, reply.text);
    reply = await get(`/devices/d0/readings/${reply.json.measured}`);
    check('it expires in thirty days', Math.abs(reply.json.expires - before / 1000 - 30 * day) < 10,
        reply.text);
    check('no timestamps of the server\'s', !('createdAt' in reply.json), reply.text);
    for (let minute = 0; minute < 6; minute++)
        answers(`reading ${minute}`, await post('d1', { measured: at(minute), value: minute * 10,
            kind: minute % 2 ? 'heat' : 'cold', unit: 'K' }), 201, { device_id: 'd1', measured: at(minute) });
    answers('a time with an offset is the same time: 409',
        await post('d1', { measured: '2026-03-01T12:03:00+02:00', value: 1 }), 409);
    answers('a time in microseconds is cut to milliseconds',
        await post('d2', { measured: '2026-03-01t10:00:00.123456z', kind: 'heat' }), 201,
        { measured: '2026-03-01T10:00:00.123Z' });
    answers('the client cannot say when it expires', await post('d2', { measured: at(1), expires: 1 }), 201);
    for (const bad of ['yesterday', '2026-02-30T00:00:00Z', '2026-03-01', '2026-03-01T10:00:00', 5])
        answers(`${bad} is no time: 400`, await post('d1', { measured: bad }), 400);
    answers('a device in the body that is another: 400',
        await post('d1', { device_id: 'd2', measured: at(9) }), 400);

    // ---- get ----
    answers('get', await get(`/devices/d1/readings/${at(2)}`), 200, { value: 20, kind: 'cold' });
    answers('get by another notation of the time',
        await get('/devices/d1/readings/2026-03-01T11:02:00%2B01:00'), 200, { value: 20 });
    answers('get what is not there: 404', await get(`/devices/d1/readings/${at(50)}`), 404);

    // ---- ranges ----
    const list = (query) => get(`/devices/d1/readings${query}`);
    lists('without bounds all', await list(''), [0, 10, 20, 30, 40, 50], valueOf);
    lists('from is inclusive', await list(`?from=${at(3)}`), [30, 40, 50], valueOf);
    lists('to is inclusive', await list(`?to=${at(2)}`), [0, 10, 20], valueOf);
    lists('both ends', await list(`?from=${at(1)}&to=${at(3)}`), [10, 20, 30], valueOf);
    lists('one moment', await list(`?from=${at(3)}&to=${at(3)}`), [30], valueOf);
    lists('between two moments', await list(`?from=${at(3).replace('00.000', '00.001')}&to=${
        at(4).replace('04:00.000', '03:59.999')}`), [], valueOf);
    lists('ends in another zone', await list('?from=2026-03-01T12:01:00%2B02:00&to=2026-03-01T10:02:00Z'),
        [10, 20], valueOf);
    reply = answers('an offset that was not encoded: 400',
        await list('?from=2026-03-01T12:01:00+02:00'), 400);
    check('and the answer says how', reply.json.error.includes('%2B'), reply.text);
    answers('ends the wrong way round: 400', await list(`?from=${at(3)}&to=${at(2)}`), 400);
    lists('after is exclusive', await get(`/devices/d1/since?time=${at(3)}`), [40, 50], valueOf);
    lists('before is exclusive, newest first', await get(`/devices/d1/until?time=${at(3)}`), [20, 10, 0],
        valueOf);
    lists('after without a time is all', await get('/devices/d1/since'), [0, 10, 20, 30, 40, 50], valueOf);
    lists('the latest', await get('/devices/d1/latest'), [50], valueOf, { more: true });
    lists('another device has its own', await get('/devices/d9/readings'), [], valueOf);

    // ---- filters ----
    lists('by kind', await list('?kind=heat'), [10, 30, 50], valueOf);
    lists('a number from the query', await list('?min=10&max=30'), [10, 20, 30], valueOf);
    lists('as a decimal', await list('?min=9.99&max=1e1'), [10], valueOf);
    lists('kind and range and number', await list(`?kind=heat&from=${at(2)}&max=30`), [30], valueOf);

    // ---- the index ----
    reply = await get('/kinds/heat/readings');
    check('an index lists over all devices', reply.json.items.length === 5, reply.text);
    lists('with a range', await get(`/kinds/cold/readings?from=${at(1)}&to=${at(4)}`), [20, 40], valueOf);
    check('and its fields only', Object.keys((await get(`/kinds/cold/readings?to=${at(0)}`)).json.items[0])
        .sort().join() === 'device_id,measured,unit,value');

    // ---- pages ----
    let all = await pages(service, `/devices/d1/readings?from=${at(1)}&to=${at(5)}`, 2);
    check('pages within a range', all.items.map(valueOf).join() === '10,20,30,40,50', JSON.stringify(all));
    all = await pages(service, `/devices/d1/readings?kind=heat`, 1);
    check('pages under a filter miss nothing', all.items.map(valueOf).join() === '10,30,50',
        JSON.stringify(all));
    all = await pages(service, '/kinds/heat/readings', 2);
    check('pages of the index', all.items.length === 5 &&
        new Set(all.items.map((one) => one.device_id + one.measured)).size === 5, JSON.stringify(all));
    const cursor = cursorOf(await list('?limit=2'));
    answers('a cursor of another device: 400', await get(`/devices/d2/readings?limit=2&cursor=${cursor}`),
        400);
    answers('a cursor of another range: 400', await list(`?limit=2&from=${at(1)}&cursor=${cursor}`), 400);

    // ---- what has expired ----
    const sdk = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
    const client = new sdk.DynamoDBClient({ endpoint: database.url, region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
    const [TableName] = (await client.send(new sdk.ListTablesCommand({}))).TableNames;
    await client.send(new sdk.UpdateItemCommand({ TableName,
        Key: { device_id: { S: 'd1' }, measured: { S: at(2) } },
        UpdateExpression: 'SET expires = :t', ExpressionAttributeValues: { ':t': { N: '1000' } } }));
    client.destroy();
    answers('an expired reading is not there: 404', await get(`/devices/d1/readings/${at(2)}`), 404);
    lists('nor in a list', await list(''), [0, 10, 30, 40, 50], valueOf);
    lists('nor in an index', await get(`/kinds/cold/readings?from=${at(0)}`), [0, 40], valueOf);
    answers('its place is free', await post('d1', { measured: at(2), value: 21, kind: 'cold' }), 201);
    lists('and taken again', await list(`?from=${at(2)}&to=${at(2)}`), [21], valueOf);
    answers('delete', await ask(service, `DELETE /devices/d1/readings/${at(2)}`), 200);
    answers('delete again', await ask(service, `DELETE /devices/d1/readings/${at(2)}`), 200);
    check('the times are normal', (await list('')).json.items.map(timeOf).every((one) => time.test(one)));
});
