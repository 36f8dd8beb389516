// What the gateway refuses by itself.
import net from 'node:net';
import { ask, check, end, finish, requireBuild, run } from './support.mjs';

requireBuild();
const service = await run();
const show = (reply) => `${reply.status} ${reply.text.slice(0, 200)}`;
const isOwn = (reply, status, message) =>
    reply.status === status && reply.text === `{"message":"${message}"}` &&
    reply.headers['content-type'] === 'application/json' && 'apigw-requestid' in reply.headers;

for (const [method, path] of [['GET', '/'], ['GET', '/nothing'], ['GET', '/items/'],
    ['GET', '/items/a/b'], ['GET', '/Items'], ['PATCH', '/items/a'], ['DELETE', '/items'],
    ['POST', '/items/a'], ['OPTIONS', '/items'], ['TRACE', '/items'], ['PURGE', '/items'],
    ['GET', '//items']]) {
    const reply = await ask(service, method, path);

    check(`${method} ${path} has no route`, isOwn(reply, 404, 'Not Found'), show(reply));
}
let reply = await ask(service, 'HEAD', '/items');
check('GET does not serve HEAD', reply.status === 404 && reply.text === '', show(reply));
reply = await ask(service, 'GET', '/items/%zz');
check('a bad escape in the path is a 400', isOwn(reply, 400, 'Bad Request'), show(reply));
reply = await ask(service, 'GET', '/%69tems');
check('an escaped letter is the letter', reply.status === 200, show(reply));

const json = { 'content-type': 'application/json' };
reply = await ask(service, 'POST', '/items', { headers: json, body: 'x'.repeat(10 * 1024 * 1024 + 1) })
    .catch((problem) => ({ status: problem.code, text: '', headers: {} }));
check('a body over 10 MB is refused',
    isOwn(reply, 413, 'Request Entity Too Large') || reply.status === 'EPIPE' ||
    reply.status === 'ECONNRESET', show(reply));
reply = await ask(service, 'POST', '/items',
    { headers: { ...json, 'transfer-encoding': 'chunked' }, body: 'x'.repeat(10 * 1024 * 1024 + 1) });
check('a chunked body over 10 MB is a 413', isOwn(reply, 413, 'Request Entity Too Large'),
    show(reply));
reply = await ask(service, 'POST', '/items', { headers: json, body: 'x'.repeat(7 * 1024 * 1024) });
check('an event over 6 MB is a 413', isOwn(reply, 413, 'Request Entity Too Large'), show(reply));
reply = await ask(service, 'POST', '/items', { headers: json, body: 'x'.repeat(5 * 1024 * 1024) });
check('5 MB reach the function', reply.status === 400 || reply.status === 413, show(reply));
check('which answers itself', typeof reply.json?.error === 'string', show(reply));

reply = await ask(service, 'GET', '/items', { headers: { 'x-large': 'x'.repeat(10300) } });
check('headers over 10,240 bytes are a 431',
    isOwn(reply, 431, 'Request Header Fields Too Large'), show(reply));
reply = await ask(service, 'GET', '/items', { headers: { 'x-large': 'x'.repeat(9900) } });
check('headers under 10,240 bytes are fine', reply.status === 200, show(reply));

// A client that asks before it sends a body that is too large need not send it.
const answer = await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.url);
    const socket = net.connect(port, hostname);
    let text = '';

    socket.on('data', (chunk) => (text += chunk));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    socket.write('POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 10485761\r\n' +
        'Expect: 100-continue\r\n\r\n');
    setTimeout(() => socket.destroy(), 1000);
});
check('a length over 10 MB is a 413 before the body',
    answer.startsWith('HTTP/1.1 413 ') && answer.includes('{"message":"Request Entity Too Large"}'),
    answer);

check('it still serves', (await ask(service, 'GET', '/items')).status === 200);
check('it stops with status 0', await end(service, 'SIGTERM') === 0, service.output());
finish();
