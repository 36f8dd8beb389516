// Bookings: two ways to find them, and no change that was not seen.
import { answers, ask, check, cursorOf, lists, pages, token, walkThrough } from './support.mjs';

const customer = (sub) => token({ iss: 'https://login.example.com/', client_id: 'bookings', sub });
const ann = customer('ann'), bob = customer('bob');
const at = (day) => `2026-03-0${day}T09:00:00.000Z`;
const startOf = (booking) => booking.starts;

await walkThrough('bookings', async (service) => {
    const get = (path, as = ann) => ask(service, `GET ${path}`, { as });
    const post = (body, as = ann) => ask(service, 'POST /bookings', { as, body });
    const put = (id, body, match, as = ann) => ask(service, `PUT /bookings/${id}`,
        { as, body, headers: match === undefined ? {} : { 'if-match': match } });
    const remove = (id, match) => ask(service, `DELETE /bookings/${id}`,
        { as: ann, headers: match === undefined ? {} : { 'if-match': match } });
    let reply;

    // ---- create and get ----
    reply = await post({ room: 'oak', starts: at(1), ends: at(2) });
    check('an id of ten characters is generated', reply.status === 201 &&
        /^[0-9A-Za-z]{10}$/.test(reply.json.booking_id), reply.text);
    check('create gives the first version', reply.etag === '"1"', reply.etag);
    const id = reply.json.booking_id;
    reply = answers('get', await get(`/bookings/${id}`), 200, { room: 'oak', customer: 'ann', revision: 1 });
    check('get gives the version as ETag', reply.etag === '"1"', reply.etag);
    answers('a version in the body is the server\'s to set', await post({ booking_id: 'own', room: 'elm',
        starts: at(1), revision: 77, customer: 'bob' }), 201);
    answers('so it is 1', await get('/bookings/own'), 200, { revision: 1, customer: 'ann' });
    answers('an index attribute of the wrong form: 400', await post({ room: 'oak', starts: 'soon' }), 400);
    answers('a booking without a start is in no index', await post({ booking_id: 'bare', room: 'oak' }), 201);

    // ---- locks ----
    answers('update without If-Match: 428', await put(id, { note: 'a' }), 428,
        { error: 'If-Match header required' });
    reply = answers('with the version that was seen', await put(id, { note: 'a' }, '"1"'), 200);
    check('it answers the next one', reply.etag === '"2"', reply.etag);
    answers('with one that is old: 412', await put(id, { note: 'b' }, '"1"'), 412,
        { error: 'Item has changed' });
    answers('nothing was written', await get(`/bookings/${id}`), 200, { note: 'a', revision: 2 });
    answers('one of a list', await put(id, { note: 'c' }, '"7", "2"'), 200);
    answers('a weak one never matches: 412', await put(id, { note: 'd' }, 'W/"3"'), 412);
    answers('any: *', await put(id, { note: 'e' }, '*'), 200);
    answers('* and no booking: 412', await put('absent', { note: 'e' }, '*'), 412);
    answers('a version of what is absent: 412', await put('absent', { note: 'e' }, '"1"'), 412);
    for (const bad of ['1', '"1', '"1" "2"', ''])
        answers(`If-Match [${bad}] is no list of entity tags: 400`, await put(id, { note: 'x' }, bad), 400);
    answers('two at once: one of them wins', await get(`/bookings/${id}`), 200, { revision: 4 });
    const both = await Promise.all([put(id, { by: 'x' }, '"4"'), put(id, { by: 'y' }, '"4"', bob)]);
    check('and the other is told', both.map((one) => one.status).sort().join() === '200,412',
        both.map((one) => one.text).join('\n'));

    // ---- counting ----
    const remind = () => ask(service, `POST /bookings/${id}/reminders`, { as: bob, body: {} });
    const all = await Promise.all([remind(), remind(), remind()]);
    check('three at once count three', all.every((one) => one.status === 200), all[0].text);
    answers('exactly', await get(`/bookings/${id}`), 200, { reminders: 3, reminded_by: 'bob', revision: 8 });
    answers('the body cannot count', await ask(service, `POST /bookings/${id}/reminders`,
        { as: bob, body: { reminders: 100 } }), 200);
    answers('nor set', await get(`/bookings/${id}`), 200, { reminders: 4 });
    answers('what is absent is not counted: 404', await ask(service, 'POST /bookings/absent/reminders',
        { as: bob, body: {} }), 404);
    reply = answers('upsert makes what is absent', await ask(service, 'PUT /seats/seat-1',
        { as: ann, body: { room: 'elm', starts: at(8) } }), 200);
    check('as the first version', reply.etag === '"1"', reply.etag);
    reply = await ask(service, 'PUT /seats/seat-1', { as: ann, body: { floor: 2 } });
    check('and changes what is there', reply.etag === '"2"', reply.etag);
    reply = answers('they are one booking', await get('/bookings/seat-1'), 200, { kind: 'seat', floor: 2, room: 'elm', revision: 2 });
    check('with one time of creation', reply.json.createdAt <= reply.json.updatedAt, reply.text);

    // ---- delete ----
    answers('delete with an old version: 412', await remove(id, '"1"'), 412);
    answers('delete', await remove(id, (await get(`/bookings/${id}`)).etag), 200);
    answers('again, and it must exist: 404', await remove(id), 404);
    answers('with a version of what is absent: 412', await remove(id, '"1"'), 412);

    // ---- the indexes ----
    for (let day = 1; day <= 6; day++)
        await post({ booking_id: `b${day}`, room: day % 2 ? 'oak' : 'ash', starts: at(day), ends: at(day + 1) },
            day <= 4 ? ann : bob);
    lists('by room, in order', await get('/rooms/oak/bookings'), [at(1), at(3), at(5)], startOf);
    lists('in a range', await get(`/rooms/oak/bookings?from=${at(3)}&to=${at(5)}`), [at(3), at(5)], startOf);
    lists('one\'s own', await get('/me/bookings', bob), [at(5), at(6)], startOf);
    lists('one\'s own, after a day', await get(`/me/bookings?after=${at(2)}`), [at(3), at(4)], startOf);
    reply = await get('/me/bookings', bob);
    check('the index holds what it projects', !('createdAt' in reply.json.items[0]) &&
        reply.json.items[0].room === 'oak' && reply.json.items[0].revision === 1, reply.text);
    await put('b3', { cancelled: true }, '"1"');
    lists('what is cancelled is left out', await get('/rooms/oak/bookings'), [at(1), at(5)], startOf);
    answers('moved to another room', await put('b5', { room: 'ash', starts: '2026-03-02T12:00:00Z' }, '"1"', bob),
        200);
    lists('it is in the other list', await get('/rooms/ash/bookings'),
        [at(2), '2026-03-02T12:00:00.000Z', at(4), at(6)], startOf);
    answers('a start that is no time: 400', await put('b4', { starts: 'later' }, '"1"'), 400);
    const paged = await pages(service, '/rooms/ash/bookings', 1, { as: ann });
    check('by pages of one', paged.items.length === 4, JSON.stringify(paged));
    const cursor = cursorOf(await get('/rooms/ash/bookings?limit=1'));
    answers('a cursor of another room: 400', await get(`/rooms/oak/bookings?limit=1&cursor=${cursor}`), 400);
    const mine = cursorOf(await get('/me/bookings?limit=1'));
    answers('another\'s cursor: 400', await get(`/me/bookings?limit=1&cursor=${mine}`, bob), 400);
});
