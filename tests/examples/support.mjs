// What the walks share: a service of spec/examples with a database of its own, tokens, requests, and
// the comparison of an answer with what it must be.
import { isDeepStrictEqual } from 'node:util';
import { check, dynaliteCli, finish, missing, skip, startDynalite, startService, stop }
    from '../support/service.mjs';

export { check, skip };

const folder = (name) => `${process.env.EXAMPLES ?? 'build/examples'}/${name}`;

// Runs `walk(service)` over a fresh database, and ends the script.
export async function walkThrough(name, walk, more = []) {
    const bootstrap = `${folder(name)}/bootstrap`, template = `${folder(name)}/template.json`;
    const absent = missing(bootstrap, template, dynaliteCli);

    if (absent) {
        skip(name, `${absent} is not there`);
        return;
    }
    const database = await startDynalite();
    const service = await startService({ template, bootstrap, dynamodb: database.url, more });

    try {
        await walk(service, database);
    } catch (problem) {
        check(`${name}: the walk comes to its end`, false, problem.stack);
    }
    await stop(service);
    await stop(database);
    finish();
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// A token as an issuer would make it; `lockstep run` checks all of it but the signature.
export function token(claims) {
    const now = Math.floor(Date.now() / 1000);

    return [part({ alg: 'RS256', kid: 'k', typ: 'JWT' }), part({ iat: now, exp: now + 600, ...claims }),
        'c2lnbmF0dXJl'].join('.');
}

// ask(service, 'GET /notes?limit=1', { as: TOKEN, body: {…}, headers: {…} })
export async function ask(service, line, { as, body, headers = {} } = {}) {
    const [method, path] = line.split(' ');
    const all = { ...headers };

    if (as) all.authorization = `Bearer ${as}`;
    if (body !== undefined) all['content-type'] = 'application/json';
    const answer = await fetch(service.url + path, { method, headers: all,
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) });
    const text = await answer.text();
    let json;

    try {
        json = JSON.parse(text);
    } catch {
        json = undefined;
    }
    return { line, status: answer.status, text, json, etag: answer.headers.get('etag'),
        header: (one) => answer.headers.get(one) };
}

const show = (reply) => `${reply.line}: ${reply.status} ${reply.text.slice(0, 600)}`;

// The status, and of the body the members that are given (each whole).
export function answers(name, reply, status, members = {}) {
    const fits = reply.status === status && Object.entries(members).every(([key, value]) =>
        isDeepStrictEqual(reply.json?.[key], value));

    check(name, fits, `${show(reply)}\nwanted ${status} ${JSON.stringify(members)}`);
    return reply;
}

// A list's items, each reduced by `of`, in this order; and no cursor, unless `more`.
export function lists(name, reply, wanted, of, { more = false } = {}) {
    const got = reply.json?.items?.map(of);
    const fits = reply.status === 200 && isDeepStrictEqual(got, wanted) &&
        reply.json.count === wanted.length && ('cursor' in reply.json) === more;

    check(name, fits, `${show(reply)}\nwanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
    return reply;
}

// All items of a list, page by page; `path` has a query already, or none.
export async function pages(service, path, size, options) {
    const items = [], sizes = [];
    let cursor = '';

    for (let i = 0; i < 100; i++) {
        const join = path.includes('?') ? '&' : '?';
        const reply = await ask(service, `GET ${path}${join}limit=${size}${cursor}`, options);

        if (reply.status !== 200) throw new Error(show(reply));
        items.push(...reply.json.items);
        sizes.push(reply.json.items.length);
        if (!reply.json.cursor) return { items, sizes };
        cursor = `&cursor=${encodeURIComponent(reply.json.cursor)}`;
    }
    throw new Error(`${path}: the pages do not end`);
}

export const cursorOf = (reply) => encodeURIComponent(reply.json.cursor);
// What a cursor holds, as far as it can be read.
export const readable = (cursor) => Buffer.from(cursor, 'base64url').toString('latin1');
export const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
export const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
