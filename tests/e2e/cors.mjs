// CORS, as the template's CorsConfiguration says.
import { ask, byPath, changedTemplate, check, end, finish, requireBuild, run } from './support.mjs';

requireBuild();
const origin = 'https://app.example.com';
const cors = { AllowOrigins: [origin, 'http://localhost:8080'], AllowMethods: ['GET', 'PUT'],
    AllowHeaders: ['Content-Type', 'X-Id'], ExposeHeaders: ['ETag'], AllowCredentials: true,
    MaxAge: 600 };
const corsHeaders = (reply) => Object.fromEntries(Object.entries(reply.headers)
    .filter(([name]) => name.startsWith('access-control-')));
const same = (reply, wanted) =>
    JSON.stringify(Object.entries(corsHeaders(reply)).sort()) ===
    JSON.stringify(Object.entries(wanted).sort());
const show = (reply) => `${reply.status} ${JSON.stringify(reply.headers)}`;
const simple = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'ETag' };

let service = await run({ template: changedTemplate((json, find) => {
    find('ApiGatewayV2::Api').CorsConfiguration = cors;
}) });
const preflight = (path, from) => ask(service, 'OPTIONS', path,
    { headers: { origin: from, 'access-control-request-method': 'PUT' } });

for (const path of ['/items', '/items/a', '/nothing']) {
    const reply = await preflight(path, origin);

    check(`the gateway answers preflight of ${path} without a route`, reply.status === 204 &&
        reply.text === '' && same(reply, {
        'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,PUT', 'access-control-allow-headers': 'Content-Type,X-Id',
        'access-control-max-age': '600' }), show(reply));
}
let reply = await preflight('/items', 'https://evil.example.com');
check('preflight of another origin gets no CORS header', reply.status === 204 && same(reply, {}),
    show(reply));
reply = await ask(service, 'OPTIONS', '/items', { headers: { origin } });
check('OPTIONS that asks for no method is no preflight', reply.status === 404, show(reply));
reply = await ask(service, 'GET', '/items', { headers: { origin } });
check('an answer to the origin has the headers', reply.status === 200 && same(reply, simple),
    show(reply));
reply = await ask(service, 'GET', '/items', { headers: { origin: 'http://localhost:8080' } });
check('the second origin gets itself', corsHeaders(reply)['access-control-allow-origin'] ===
    'http://localhost:8080', show(reply));
reply = await ask(service, 'GET', '/items');
check('an answer without origin has none', reply.status === 200 && same(reply, {}), show(reply));
reply = await ask(service, 'GET', '/nothing', { headers: { origin } });
check('the gateway\'s own 404 has them too', reply.status === 404 && same(reply, simple),
    show(reply));
await end(service);

service = await run({ bootstrap: byPath, template: changedTemplate((json, find) => {
    find('ApiGatewayV2::Api').CorsConfiguration = cors;
    json.Resources.Preflight = { Type: 'AWS::ApiGatewayV2::Route',
        Properties: { RouteKey: 'OPTIONS /own' } };
}) });
reply = await ask(service, 'GET', '/items/cookies', { headers: { origin } });
check('the function\'s own CORS headers are ignored', reply.status === 299 && same(reply, simple),
    show(reply));
reply = await preflight('/own', origin);
check('a route of one\'s own gets the preflight', reply.status === 200 &&
    reply.json?.routeKey === 'OPTIONS /own' &&
    corsHeaders(reply)['access-control-allow-origin'] === origin, show(reply));
await end(service);

service = await run({ bootstrap: byPath, template: changedTemplate((json, find) => {
    delete find('ApiGatewayV2::Api').CorsConfiguration;
}) });
reply = await preflight('/items', origin);
check('without CORS preflight is a 404', reply.status === 404 && same(reply, {}), show(reply));
reply = await ask(service, 'GET', '/items/cookies', { headers: { origin } });
check('without CORS the function\'s own headers count', same(reply,
    { 'access-control-allow-origin': 'https://function.example' }), show(reply));
await end(service);
finish();
