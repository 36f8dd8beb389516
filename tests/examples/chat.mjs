// Chat: composed keys that nobody sees, histories in reverse order, and parts that hold what looks
// like a separator.
import { answers, ask, check, cursorOf, lists, pages, readable, time, token, uuid7, walkThrough }
    from './support.mjs';

const member = (org, sub) => token({ iss: 'https://login.example.com/', aud: 'chat', org, sub });
const ann = member('acme', 'ann'), bob = member('acme', 'bob'), eve = member('evil', 'eve');
const at = (second) => `2026-03-01T10:00:${String(second).padStart(2, '0')}.000Z`;
const textOf = (message) => message.text;
const encode = encodeURIComponent;

await walkThrough('chat', async (service) => {
    const get = (path, as = ann) => ask(service, `GET ${path}`, { as });
    const post = (room, body, as = ann) => ask(service, `POST /rooms/${encode(room)}/messages`, { as, body });
    let reply;

    // ---- create ----
    const before = Date.now();
    reply = await post('blue', { text: 'now' });
    check('create names the parts of the key', reply.status === 201 && reply.json.org === 'acme' &&
        reply.json.room === 'blue' && time.test(reply.json.sent) && uuid7.test(reply.json.message_id) &&
        Math.abs(Date.parse(reply.json.sent) - before) < 10000, reply.text);
    check('and not what is made of them', !reply.text.includes('_key'), reply.text);
    const { sent, message_id: id } = reply.json;
    reply = await get(`/rooms/blue/messages/${sent}/${id}`);
    check('the item shows the parts, and not what is made of them', reply.status === 200 &&
        Object.keys(reply.json).sort().join() ===
            'author,edited_at,message_id,org,room,sent,text,written_at', reply.text);
    answers('the author is the caller', reply, 200, { author: 'ann', org: 'acme', room: 'blue', sent });
    answers('a composed attribute in the body: 400', await post('blue', { message_key: 'message#x#y' }), 400);
    answers('one of an index, too: 400', await post('blue', { author_key: 'evil#eve' }), 400);
    answers('an org in the body that is another: 400', await post('blue', { org: 'evil' }), 400);
    answers('a time that is none: 400', await post('blue', { sent: 'now' }), 400);

    // ---- history ----
    for (let i = 0; i < 6; i++)
        await post('red', { sent: at(i), message_id: `m${i}`, text: `r${i}` }, i % 2 ? bob : ann);
    await post('red', { sent: at(3), message_id: 'n3', text: 'r3b' }, bob);
    answers('the same key again: 409', await post('red', { sent: at(3), message_id: 'm3' }), 409);
    lists('newest first', await get('/rooms/red/messages'), ['r5', 'r4', 'r3b', 'r3', 'r2', 'r1', 'r0'],
        textOf);
    lists('from is inclusive', await get(`/rooms/red/messages?from=${at(3)}`), ['r5', 'r4', 'r3b', 'r3'],
        textOf);
    lists('to is inclusive, whatever follows it in the key', await get(`/rooms/red/messages?to=${at(3)}`),
        ['r3b', 'r3', 'r2', 'r1', 'r0'], textOf);
    lists('both', await get(`/rooms/red/messages?from=${at(2)}&to=${at(3)}`), ['r3b', 'r3', 'r2'], textOf);
    lists('in another zone', await get(
        '/rooms/red/messages?from=2026-03-01T12:00:04%2B02:00&to=2026-03-01T10:00:04Z'), ['r4'], textOf);
    answers('ends the wrong way round: 400', await get(`/rooms/red/messages?from=${at(3)}&to=${at(2)}`), 400);
    lists('all of one moment', await get(`/rooms/red/messages/${at(3)}`), ['r3', 'r3b'], textOf);
    lists('none of another', await get(`/rooms/red/messages/${at(9)}`), [], textOf);

    // ---- pages ----
    let all = await pages(service, `/rooms/red/messages?to=${at(4)}`, 2, { as: ann });
    check('pages, newest first', all.items.map(textOf).join() === 'r4,r3b,r3,r2,r1,r0', JSON.stringify(all));
    reply = await get('/rooms/red/messages?limit=2');
    const cursor = cursorOf(reply);
    check('a cursor does not name organisation or room', !/acme|red/.test(readable(reply.json.cursor)));
    answers('a cursor of another room: 400', await get(`/rooms/blue/messages?limit=2&cursor=${cursor}`), 400);
    answers('a cursor of another organisation: 400',
        await get(`/rooms/red/messages?limit=2&cursor=${cursor}`, eve), 400);
    const position = Buffer.from(reply.json.cursor, 'base64url');
    const forged = Buffer.from(position);
    forged.write('massage', position.indexOf('message'), 'latin1');
    answers('a cursor whose key is of another form: 400',
        await get(`/rooms/red/messages?limit=2&cursor=${forged.toString('base64url')}`), 400);

    // ---- whose is whose ----
    lists('another organisation\'s room of the same name is empty', await get('/rooms/red/messages', eve),
        [], textOf);
    answers('and a message there is not found: 404', await get(`/rooms/red/messages/${at(1)}/m1`, eve), 404);
    answers('nor changed: 404', await ask(service, `PUT /rooms/red/messages/${at(1)}/m1`,
        { as: eve, body: { text: 'x' } }), 404);
    await ask(service, `DELETE /rooms/red/messages/${at(1)}/m1`, { as: eve });
    answers('nor deleted', await get(`/rooms/red/messages/${at(1)}/m1`), 200, { text: 'r1' });
    lists('by author: one\'s own only, newest first', await get('/me/messages', bob), ['r5', 'r3b', 'r3', 'r1'],
        textOf);
    lists('after a moment', await get(`/me/messages?after=${at(3)}`, bob), ['r5'], textOf);
    all = await pages(service, '/me/messages', 1, { as: bob });
    check('and by pages', all.items.map(textOf).join() === 'r5,r3b,r3,r1', JSON.stringify(all));
    await post('red', { sent: at(9), message_id: 'x', text: 'theirs' }, member('evil', 'bob'));
    lists('a namesake of another organisation is another author', await get('/me/messages', bob),
        ['r5', 'r3b', 'r3', 'r1'], textOf);

    // ---- parts that hold the separator ----
    for (const org of ['acme#red', '#', 'a#b#c'])
        answers(`the organisation "${org}" holds the separator: 400`,
            await get('/rooms/red/messages', member(org, 'ann')), 400);
    answers('create in its name neither: 400', await post('x', { text: 'x' }, member('acme#red', 'ann')), 400);
    answers('a time may not smuggle one in: 400', await get(`/rooms/red/messages/${encode(`${at(1)}#m1`)}`), 400);
    await post('red#blue', { sent: at(1), message_id: 'a#b', text: 'odd' });
    lists('the last part may hold it: it ends the key', await get(`/rooms/${encode('red#blue')}/messages`),
        ['odd'], textOf);
    answers('and is found', await get(`/rooms/${encode('red#blue')}/messages/${at(1)}/${encode('a#b')}`), 200,
        { room: 'red#blue', message_id: 'a#b' });
    lists('it is nobody else\'s room', await get('/rooms/red/messages'),
        ['r5', 'r4', 'r3b', 'r3', 'r2', 'r1', 'r0'], textOf);

    // ---- change ----
    answers('update', await ask(service, `PUT /rooms/red/messages/${at(0)}/m0`,
        { as: bob, body: { text: 'edited' } }), 200);
    answers('who edited it', await get(`/rooms/red/messages/${at(0)}/m0`), 200,
        { text: 'edited', editor: 'bob', author: 'ann' });
    answers('a part of the key cannot be changed: 400', await ask(service,
        `PUT /rooms/red/messages/${at(0)}/m0`, { as: bob, body: { room: 'blue' } }), 400);
    answers('an author can', await ask(service, `PUT /rooms/red/messages/${at(0)}/m0`,
        { as: ann, body: { author: 'bob' } }), 200);
    lists('and then is found as that one\'s', await get('/me/messages', bob), ['r5', 'r3b', 'r3', 'r1', 'edited'],
        textOf);
    answers('delete', await ask(service, `DELETE /rooms/red/messages/${at(0)}/m0`, { as: ann }), 200);
    answers('it is gone', await get(`/rooms/red/messages/${at(0)}/m0`), 404);
});
