// A request for every route of each service, in an order in which each meets what it needs.
const json = (value) => JSON.stringify(value);

export const services = {
    items: {
        template: 'out/template.json',
        bootstrap: 'build/bootstrap',
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
};
