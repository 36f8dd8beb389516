// A request for every route of each service, in an order in which each meets what it needs.
import { token } from '../examples/support.mjs';

const json = (value) => JSON.stringify(value);
const bearer = (claims) => ({ authorization: `Bearer ${token(claims)}` });
const example = (name) => ({
    template: `build/examples/${name}/template.json`,
    bootstrap: `build/examples/${name}/bootstrap`,
});

const noteUser = bearer({ iss: 'https://login.example.com/dev', aud: 'notes-dev', sub: 'ann',
    'custom:tenant_id': 'acme', scope: 'notes/support' });
const member = bearer({ iss: 'https://login.example.com/', aud: 'chat', org: 'acme', sub: 'ann' });
const customer = bearer({ iss: 'https://login.example.com/', aud: 'bookings', sub: 'ann' });
const moment = '2026-03-01T10:00:00.000Z';

export const services = {
    items: {
        template: 'out/template.json',
        bootstrap: process.env.BOOTSTRAP ?? 'build/bootstrap',
        requests: [
            { route: 'POST /items', path: '/items', body: json({ id: 'a', name: 'tea' }), status: 201 },
            { route: 'POST /items', path: '/items', body: json({ id: 'a' }), status: 409 },
            { route: 'GET /items', path: '/items', status: 200 },
            { route: 'GET /items/{id}', path: '/items/a', status: 200 },
            { route: 'PUT /items/{id}', path: '/items/a', body: json({ name: 'mate' }), status: 200 },
            { route: 'DELETE /items/{id}', path: '/items/a', status: 200 },
            { route: 'GET /items/{id}', path: '/items/a', status: 404 },
        ],
    },
    shop: {
        template: 'build/examples/shop/template.json',
        bootstrap: 'build/examples/shop/bootstrap',
        requests: [
            { route: 'POST /items', path: '/items', body: json({ id: 'a', stock: 5 }), status: 201 },
            { route: 'POST /items/{id}/reserve', path: '/items/a/reserve',
                body: json({ customer: 'ann', quantity: 3 }), status: 201 },
            { route: 'POST /items/{id}/reserve', path: '/items/a/reserve',
                body: json({ customer: 'bob', quantity: 3 }), status: 409 },
            { route: 'GET /items/{id}/reservations', path: '/items/a/reservations', status: 200 },
            { route: 'GET /customers/{customer}/reservations', path: '/customers/ann/reservations',
                status: 200 },
            { route: 'GET /items', path: '/items', status: 200 },
            { route: 'GET /items/{id}', path: '/items/a', status: 200 },
            { route: 'PUT /items/{id}', path: '/items/a', body: json({ name: 'tea' }), status: 200 },
            { route: 'DELETE /items/{id}', path: '/items/a', status: 200 },
        ],
    },
    notes: {
        ...example('notes'),
        requests: [
            { route: 'POST /notes', path: '/notes', body: json({ note_id: 'n', title: 't' }), status: 201 },
            { route: 'GET /notes', path: '/notes', status: 200 },
            { route: 'GET /titles', path: '/titles', status: 200 },
            { route: 'GET /notes/{note_id}', path: '/notes/n', status: 200 },
            { route: 'PUT /notes/{note_id}', path: '/notes/n', body: json({ a: 1 }), status: 200 },
            { route: 'GET /tenants/{tenant_id}/notes', path: '/tenants/acme/notes', status: 200 },
            { route: 'DELETE /notes/{note_id}', path: '/notes/n', status: 200 },
        ].map((request) => ({ ...request, headers: noteUser })),
    },
    readings: {
        ...example('readings'),
        requests: [
            { route: 'POST /devices/{device_id}/readings', path: '/devices/d/readings',
                body: json({ measured: moment, kind: 'k' }), status: 201 },
            { route: 'GET /devices/{device_id}/readings', path: '/devices/d/readings', status: 200 },
            { route: 'GET /devices/{device_id}/latest', path: '/devices/d/latest', status: 200 },
            { route: 'GET /devices/{device_id}/since', path: '/devices/d/since', status: 200 },
            { route: 'GET /devices/{device_id}/until', path: '/devices/d/until', status: 200 },
            { route: 'GET /kinds/{kind}/readings', path: '/kinds/k/readings', status: 200 },
            { route: 'GET /devices/{device_id}/readings/{measured}', path: `/devices/d/readings/${moment}`,
                status: 200 },
            { route: 'DELETE /devices/{device_id}/readings/{measured}',
                path: `/devices/d/readings/${moment}`, status: 200 },
        ],
    },
    chat: {
        ...example('chat'),
        requests: [
            { route: 'POST /rooms/{room}/messages', path: '/rooms/r/messages',
                body: json({ sent: moment, message_id: 'm' }), status: 201 },
            { route: 'GET /rooms/{room}/messages', path: '/rooms/r/messages', status: 200 },
            { route: 'GET /rooms/{room}/messages/{sent}', path: `/rooms/r/messages/${moment}`, status: 200 },
            { route: 'GET /rooms/{room}/messages/{sent}/{message_id}', path: `/rooms/r/messages/${moment}/m`,
                status: 200 },
            { route: 'PUT /rooms/{room}/messages/{sent}/{message_id}', path: `/rooms/r/messages/${moment}/m`,
                body: json({ text: 'x' }), status: 200 },
            { route: 'GET /me/messages', path: '/me/messages', status: 200 },
            { route: 'DELETE /rooms/{room}/messages/{sent}/{message_id}',
                path: `/rooms/r/messages/${moment}/m`, status: 200 },
        ].map((request) => ({ ...request, headers: member })),
    },
    bookings: {
        ...example('bookings'),
        requests: [
            { route: 'POST /bookings', path: '/bookings',
                body: json({ booking_id: 'b', room: 'r', starts: moment }), status: 201 },
            { route: 'GET /bookings/{booking_id}', path: '/bookings/b', status: 200 },
            { route: 'PUT /bookings/{booking_id}', path: '/bookings/b', body: json({ a: 1 }), status: 200,
                headers: { 'if-match': '"1"' } },
            { route: 'POST /bookings/{booking_id}/reminders', path: '/bookings/b/reminders', body: '{}',
                status: 200 },
            { route: 'GET /rooms/{room}/bookings', path: '/rooms/r/bookings', status: 200 },
            { route: 'GET /me/bookings', path: '/me/bookings', status: 200 },
            { route: 'PUT /seats/{booking_id}', path: '/seats/s', body: '{}', status: 200 },
            { route: 'DELETE /bookings/{booking_id}', path: '/bookings/b', status: 200 },
        ].map((request) => ({ ...request, headers: { ...customer, ...request.headers } })),
    },
    intake: {
        ...example('intake'),
        transactions: true,
        requests: [
            { route: 'POST /sources/{source}/events', path: '/sources/s/events',
                body: json({ event_id: 'e', number: 1 }), headers: { 'idempotency-key': 'k' }, status: 201 },
            { route: 'POST /sources/{source}/events', path: '/sources/s/events',
                body: json({ event_id: 'e', number: 1 }), headers: { 'idempotency-key': 'k' }, status: 201 },
            { route: 'POST /sources/{source}/notes', path: '/sources/s/notes', body: '{}', status: 201 },
            { route: 'GET /sources/{source}/events', path: '/sources/s/events', status: 200 },
            { route: 'GET /sources/{source}/numbers', path: '/sources/s/numbers', status: 200 },
            { route: 'GET /sources/{source}/events/{event_id}', path: '/sources/s/events/e', status: 200 },
            { route: 'GET /events', path: '/events', status: 200 },
        ],
    },
};
