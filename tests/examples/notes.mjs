// Notes of many tenants: nobody sees, changes, lists or pages through what is another tenant's.
import { answers, ask, check, cursorOf, lists, pages, readable, time, token, uuid7, walkThrough }
    from './support.mjs';

const issuer = 'https://login.example.com/dev';
const claims = (tenant, sub, more = {}) =>
    token({ iss: issuer, aud: 'notes-dev', sub, 'custom:tenant_id': tenant, ...more });
const ann = claims('acme', 'ann'), bob = claims('acme', 'bob'), eve = claims('evil', 'eve');
const support = claims('support', 'sue', { scope: 'openid notes/support' });
const idOf = (note) => note.note_id, titleOf = (note) => note.title;

await walkThrough('notes', async (service) => {
    const get = (path, as) => ask(service, `GET ${path}`, { as });
    const post = (body, as) => ask(service, 'POST /notes', { as, body });
    const put = (id, body, as) => ask(service, `PUT /notes/${id}`, { as, body });
    let reply;

    // ---- who may come in ----
    answers('without a token: 401', await get('/notes'), 401, { message: 'Unauthorized' });
    answers('a token of another issuer: 401',
        await get('/notes', token({ iss: 'https://other.example.com', aud: 'notes-dev' })), 401);
    answers('a token for another audience: 401',
        await get('/notes', token({ iss: issuer, aud: 'notes' })), 401);
    answers('an expired token: 401', await get('/notes', claims('acme', 'ann', { exp: 1000 })), 401);
    answers('a token without a tenant: 403',
        await get('/notes', token({ iss: issuer, aud: 'notes-dev', sub: 'x' })), 403,
        { error: 'Forbidden' });
    answers('an empty tenant is nobody: 403', await get('/notes', claims('', 'x')), 403);

    // ---- create ----
    reply = await post({ title: 'Alpha', tags: ['red'], text: 'a' }, ann);
    check('create names the whole key', reply.status === 201 && reply.json.tenant_id === 'acme' &&
        uuid7.test(reply.json.note_id), reply.text);
    const first = reply.json.note_id;
    reply = await post({ note_id: 'n2', title: 'Beta', tags: ['red', 'blue'], author: 'mallory' }, bob);
    answers('create takes an id', reply, 201, { note_id: 'n2' });
    answers('the tenant in the body may be the own one',
        await post({ tenant_id: 'acme', note_id: 'n3', title: 'Gamma' }, ann), 201);
    answers('another tenant in the body: 400',
        await post({ tenant_id: 'evil', note_id: 'n4', title: 'Delta' }, ann), 400);
    answers('an id that exists: 409', await post({ note_id: 'n2', title: 'again' }, ann), 409);
    answers('the same id of another tenant is another note',
        await post({ note_id: 'n2', title: 'Theirs', text: 'secret' }, eve), 201);
    answers('a title of another type than its index has: 400',
        await post({ note_id: 'n5', title: 5 }, ann), 400);

    // ---- get ----
    reply = answers('get', await get('/notes/n2', ann), 200,
        { tenant_id: 'acme', note_id: 'n2', title: 'Beta', author: 'bob' });
    check('the times are the server\'s', time.test(reply.json.createdAt), reply.text);
    answers('the other tenant gets its own', await get('/notes/n2', eve), 200, { title: 'Theirs' });
    answers('a foreign note is not there: 404', await get(`/notes/${first}`, eve), 404,
        { error: 'Item not found' });
    reply = await get('/notes/n2?fields=title,author', ann);
    check('fields narrow what comes', reply.text === '{"title":"Beta","author":"bob"}' ||
        reply.text === '{"author":"bob","title":"Beta"}', reply.text);
    answers('a field that is empty: 400', await get('/notes/n2?fields=title,,author', ann), 400);
    answers('a tenant in the query changes nothing',
        await get(`/notes/${first}?tenant_id=acme`, eve), 404);

    // ---- update and delete ----
    answers('update', await put('n2', { title: 'Beta 2', text: null, tags: null }, ann), 200);
    reply = await get('/notes/n2', ann);
    check('null removes', !('text' in reply.json) && !('tags' in reply.json), reply.text);
    answers('the editor is the server\'s', reply, 200, { editor: 'ann', author: 'bob' });
    answers('a note can be put back as it was read', await put('n2', reply.json, bob), 200);
    answers('and the editor is who did', await get('/notes/n2', ann), 200, { editor: 'bob' });
    answers('a foreign note cannot be changed: 404', await put(first, { title: 'x' }, eve), 404);
    answers('the tenant cannot be changed: 400', await put('n2', { tenant_id: 'evil' }, ann), 400);
    answers('a foreign note cannot be deleted: 404',
        await ask(service, `DELETE /notes/${first}`, { as: eve }), 404);
    answers('it is still there', await get(`/notes/${first}`, ann), 200, { title: 'Alpha' });

    // ---- lists ----
    await ask(service, 'DELETE /notes/n2', { as: ann });
    await ask(service, 'DELETE /notes/n3', { as: ann });
    await ask(service, `DELETE /notes/${first}`, { as: ann });
    for (const [i, title] of ['Ant', 'Bee', 'Bear', 'Cat', 'Dog'].entries())
        await post({ note_id: `n${i}`, title, tags: i % 2 ? ['odd', 'all'] : ['all'] },
            i < 3 ? ann : bob);
    lists('a list is the tenant\'s, newest first', await get('/notes', ann),
        ['n4', 'n3', 'n2', 'n1', 'n0'], idOf);
    lists('and the other\'s its own', await get('/notes', eve), ['n2'], idOf);
    lists('a filter', await get('/notes?author=bob', ann), ['n4', 'n3'], idOf);
    lists('a filter on a list\'s element', await get('/notes?tag=odd', ann), ['n3', 'n1'], idOf);
    lists('two filters', await get('/notes?tag=odd&author=ann', ann), ['n1'], idOf);
    lists('a filter that nothing passes', await get('/notes?author=eve', ann), [], idOf);
    reply = await get('/notes?fields=title', ann);
    check('a list of one field', JSON.stringify(reply.json.items[0]) === '{"title":"Dog"}', reply.text);
    lists('an index by its prefix', await get('/titles?begins=Be', ann), ['Bear', 'Bee'], titleOf);
    lists('an absent prefix is no bound', await get('/titles', ann),
        ['Ant', 'Bear', 'Bee', 'Cat', 'Dog'], titleOf);
    reply = await get('/titles', eve);
    lists('an index of the other tenant', reply, ['Theirs'], titleOf);
    check('a list has the route\'s fields only',
        JSON.stringify(Object.keys(reply.json.items[0]).sort()) === '["author","note_id","title"]',
        reply.text);

    // ---- pages ----
    let all = await pages(service, '/notes', 2, { as: ann });
    check('pages of two', JSON.stringify(all.sizes) === '[2,2,1]' &&
        all.items.map(idOf).join() === 'n4,n3,n2,n1,n0', JSON.stringify(all));
    all = await pages(service, '/titles', 2, { as: ann });
    check('pages of an index', all.items.map(titleOf).join() === 'Ant,Bear,Bee,Cat,Dog',
        JSON.stringify(all));
    reply = await get('/notes?limit=2', ann);
    const cursor = cursorOf(reply);
    check('a cursor does not name the tenant', !readable(reply.json.cursor).includes('acme'));
    lists('a cursor goes on', await get(`/notes?limit=2&cursor=${cursor}`, ann), ['n2', 'n1'], idOf,
        { more: true });
    answers('another tenant\'s cursor: 400', await get(`/notes?limit=2&cursor=${cursor}`, eve), 400);
    answers('another list\'s cursor: 400', await get(`/titles?limit=2&cursor=${cursor}`, ann), 400);
    answers('a cursor under another filter: 400',
        await get(`/notes?limit=2&author=ann&cursor=${cursor}`, ann), 400);
    answers('a cursor cut short: 400', await get(`/notes?limit=2&cursor=${cursor.slice(0, -1)}`, ann), 400);
    answers('a cursor of nobody\'s: 400', await get(`/notes?limit=2&cursor=A${cursor.slice(1, 6)}${
        cursor[6] === 'A' ? 'B' : 'A'}${cursor.slice(7)}`, ann), 400);

    // ---- the support desk ----
    answers('without the scope: 403', await get('/tenants/acme/notes', ann), 403,
        { message: 'Forbidden' });
    lists('with it, any tenant', await get('/tenants/evil/notes', support), ['Theirs'], titleOf);
});
