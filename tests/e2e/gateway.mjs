// The event that a function gets, and what becomes of its answer: over a bootstrap that sends the
// event back.
import { ask, byPath, check, end, finish, requireBuild, run } from './support.mjs';

requireBuild();
const service = await run({ bootstrap: byPath, concurrency: 1 });
const show = (reply) => `${reply.status} ${reply.text.slice(0, 1000)}`;

let reply = await ask(service, 'GET', '/items/a%20b%2Fc?x=1&y=%C3%A9&x=2', { headers: [
    'Host', 'api.example.com:3000', 'X-Dup', 'a', 'x-dup', 'b', 'Cookie', 's=1; t=2',
    'User-Agent', 'agent/1', 'X-Forwarded-For', '198.51.100.7'] });
const event = reply.json ?? {};
const { requestContext: context = {}, headers = {} } = event;

check('a bare answer is a 200 of JSON', reply.status === 200 &&
    reply.headers['content-type'] === 'application/json', show(reply));
check('version and route', event.version === '2.0' && event.routeKey === 'GET /items/{id}' &&
    context.routeKey === 'GET /items/{id}' && context.stage === '$default', show(reply));
check('the raw path is decoded', event.rawPath === '/items/a b/c' &&
    context.http?.path === '/items/a b/c', show(reply));
check('the path parameter is decoded', event.pathParameters?.id === 'a b/c', show(reply));
check('the raw query is not', event.rawQueryString === 'x=1&y=%C3%A9&x=2', show(reply));
check('query parameters are decoded and joined', JSON.stringify(event.queryStringParameters) ===
    '{"x":"1,2","y":"é"}', show(reply));
check('headers are joined and in lower case', headers['x-dup'] === 'a,b' &&
    headers['user-agent'] === 'agent/1' && !('cookie' in headers), show(reply));
check('cookies are an array', JSON.stringify(event.cookies) === '["s=1","t=2"]', show(reply));
check('the gateway adds its headers', headers['x-forwarded-for'] === '198.51.100.7,127.0.0.1' &&
    headers['x-forwarded-port'] === new URL(service.url).port && headers['content-length'] === '0' &&
    /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(headers['x-amzn-trace-id']), show(reply));
check('the context names the caller', context.http?.sourceIp === '127.0.0.1' &&
    context.http.userAgent === 'agent/1' && context.http.method === 'GET' &&
    context.http.protocol === 'HTTP/1.1' && context.domainName === 'api.example.com' &&
    context.domainPrefix === 'api', show(reply));
check('the request id is the answer\'s header',
    context.requestId === reply.headers['apigw-requestid'], show(reply));
check('the time is now', Math.abs(context.timeEpoch - Date.now()) < 10000 &&
    /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/.test(context.time), show(reply));
check('a request without body has none', !('body' in event) && event.isBase64Encoded === false,
    show(reply));

reply = await ask(service, 'PUT', '/items/x', { body: '{"é":1}',
    headers: { 'content-type': 'application/json' } });
check('a JSON body is plain', reply.json?.body === '{"é":1}' &&
    reply.json.isBase64Encoded === false, show(reply));
reply = await ask(service, 'PUT', '/items/x', { body: Buffer.from([0, 255]),
    headers: { 'content-type': 'image/png', 'transfer-encoding': 'chunked' } });
check('another is base64', reply.json?.body === 'AP8=' && reply.json.isBase64Encoded === true &&
    reply.json.headers['content-length'] === '2', show(reply));

reply = await ask(service, 'GET', '/items/cookies');
check('status, cookies, headers and bytes of an answer', reply.status === 299 &&
    reply.headers['x-own'] === 'y' && reply.headers['set-cookie']?.join() === 'a=1,b=2' &&
    reply.bytes.equals(Buffer.from([0, 255])) && reply.headers['content-length'] === '2',
show(reply));
for (const [id, what] of [['garbage', 'no JSON'], ['error', 'an error'], ['crash', 'a crash'],
    ['large', 'more than 6 MB']]) {
    reply = await ask(service, 'GET', `/items/${id}`);
    check(`${what} is a 500`, reply.status === 500 &&
        reply.text === '{"message":"Internal Server Error"}', show(reply));
}
reply = await ask(service, 'GET', '/items/last_code');
check('the function hears 413 and goes on', reply.text === '413', show(reply));
reply = await ask(service, 'GET', '/items/largest');
check('6,291,556 bytes are an answer', reply.status === 200 && reply.bytes.length === 6291556,
    `${reply.status} ${reply.bytes.length}`);
reply = await ask(service, 'GET', '/items/other_id');
check('another request\'s id is refused', reply.json?.errorType === 'InvalidRequestID', show(reply));
reply = await ask(service, 'GET', '/items/next_twice');
check('asking for a request while there is one is refused',
    reply.json?.errorType === 'InvalidStateTransition', show(reply));
check('errors are told', /bootstrap 1 reports an error: Function\.Sad: no luck 2\n/
    .test(service.output()) && service.output().includes('the payload is no JSON'), service.output());
check('one line a request', /^\d\d:\d\d:\d\d GET     \/items\/garbage 500 \d+\.\d ms$/m
    .test(service.output()), service.output());
check('the query is not in it', !service.output().includes('x=1'), service.output());

reply = await ask(service, 'GET', '/items/environment');
const variables = Object.fromEntries(reply.text.trim().split('\n').map((line) =>
    [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
check('the template\'s variables and Lambda\'s', variables.LOCKSTEP_TABLE_ITEMS === 'tap-items-dev' &&
    /^[0-9a-f]{64}$/.test(variables.LOCKSTEP_CONTRACT) && variables._HANDLER === 'bootstrap' &&
    variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE === '256' && variables.AWS_REGION === 'us-east-1' &&
    variables.AWS_LAMBDA_LOG_FORMAT === 'JSON' && variables.AWS_LAMBDA_LOG_LEVEL === 'INFO' &&
    variables.AWS_ENDPOINT_URL_DYNAMODB === service.database &&
    variables.LAMBDA_TASK_ROOT?.endsWith('/tests/e2e/bootstraps'), reply.text);
check('nothing of ours is inherited', !('HOME' in variables) && !('NODE_PATH' in variables) &&
    !('TMPDIR' in variables), reply.text);

check('it stops with status 0', await end(service) === 0, service.output());
finish();
