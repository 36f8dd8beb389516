// Who may call a route: JWTs, Lambda authorizers and IAM, over a bootstrap that sends the event back
// and over the real one.
import { ask, askJson, byPath, changedTemplate, check, end, finish, newFile, requireBuild, run,
    runAndWait, token } from './support.mjs';

requireBuild();
const issuer = 'https://id.example.com/pool';
const template = changedTemplate((json) => {
    const route = (key, properties) => Object.assign(Object.values(json.Resources).find((one) =>
        one.Properties?.RouteKey === key).Properties, properties);
    const authorizer = (properties) =>
        ({ Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, ...properties } });

    json.Resources.Users = authorizer({ Name: 'users', AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuer, Audience: ['app', 'web'] } });
    json.Resources.Keys = authorizer({ Name: 'keys', AuthorizerType: 'REQUEST',
        AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn/invocations',
        AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true,
        IdentitySource: ['$request.header.x-key'] });
    route('GET /items/{id}', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' } });
    route('POST /items', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' },
        AuthorizationScopes: ['items/write', 'items/all'] });
    route('PUT /items/{id}', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Keys' } });
    route('DELETE /items/{id}', { AuthorizationType: 'AWS_IAM' });
});
const now = Math.floor(Date.now() / 1000);
const claims = { iss: issuer, aud: 'app', exp: now + 3600, iat: now - 1, sub: 'ada',
    'cognito:groups': ['admin', 'power user'], email_verified: true, 'custom:tenant': 'Grün "1"' };
const bearer = (more, scheme = 'Bearer ') =>
    ({ authorization: scheme + token({ ...claims, ...more }) });
const show = (reply) => `${reply.status} ${reply.headers['www-authenticate']} ${reply.text.slice(0, 600)}`;
const refused = (reply, status, challenge) => reply.status === status &&
    reply.text === (status === 401 ? '{"message":"Unauthorized"}' : '{"message":"Forbidden"}') &&
    reply.headers['content-type'] === 'application/json' && 'apigw-requestid' in reply.headers &&
    reply.headers['www-authenticate'] === challenge;
const invalid = (why, scopes = '') =>
    `Bearer scope="${scopes}" error="invalid_token" error_description="${why}"`;

let service = await run({ bootstrap: byPath, template });

check('it says that signatures are not verified', service.output().includes(
    'JWT: tokens are read and their claims checked, but no signature is verified here\n'),
service.output());
check('and how to say who calls', service.output().includes('--caller FILE, {"lambda":') &&
    service.output().includes('--caller FILE, {"iam":'), service.output());
check('others cannot reach it', !service.output().includes('Others'), service.output());

// ---- JWT ----

let reply = await ask(service, 'GET', '/items/x', { headers: bearer() });
let authorizer = reply.json?.requestContext?.authorizer;
check('a token is let in', reply.status === 200, show(reply));
check('the function gets its claims as texts', JSON.stringify(authorizer) === JSON.stringify({ jwt: {
    claims: { iss: issuer, aud: 'app', exp: `${now + 3600}`, iat: `${now - 1}`, sub: 'ada',
        'cognito:groups': '[admin power user]', email_verified: 'true',
        'custom:tenant': 'Grün "1"' },
    scopes: null,
} }), JSON.stringify(authorizer));
check('and the header', reply.json?.headers?.authorization === bearer().authorization, show(reply));
reply = await ask(service, 'GET', '/items/x', { headers: bearer({}, '') });
check('a token without Bearer is let in', reply.status === 200, show(reply));
reply = await ask(service, 'GET', '/items/x');
check('no token is a 401', refused(reply, 401, 'Bearer'), show(reply));
reply = await ask(service, 'GET', '/items/x', { headers: { authorization: 'Bearer token' } });
check('a token of one part is a 401', refused(reply, 401,
    invalid('token contains an invalid number of segments')), show(reply));
for (const [why, more] of [['the token does not have a valid issuer', { iss: `${issuer}/` }],
    ['the token does not have a valid audience', { aud: ['x'], client_id: 'app' }],
    ['the token has expired', { exp: now - 1 }], ['the token has no time of expiry', { exp: '9' }],
    ['the token is not valid yet', { nbf: now + 60 }],
    ['the token was issued in the future', { iat: now + 60 }]]) {
    reply = await ask(service, 'GET', '/items/x', { headers: bearer(more) });
    check(`a 401: ${why}`, refused(reply, 401, invalid(why)), show(reply));
}
reply = await ask(service, 'GET', '/items/x', { headers: [
    'Host', 'x', 'Authorization', bearer().authorization, 'Authorization', bearer().authorization] });
check('two tokens are a 401', reply.status === 401, show(reply));
reply = await ask(service, 'GET', '/items/x', { headers: bearer({ filler: 'x'.repeat(5600) }) });
check('a token near 8 KB is let in', reply.status === 200, show(reply));
reply = await ask(service, 'GET', '/items/x', { headers: bearer({ filler: 'x'.repeat(6400) }) });
check('a larger one is not', refused(reply, 401, invalid('the token is larger than 8 KB')),
    show(reply));
reply = await ask(service, 'GET', '/nothing');
check('what has no route has no authorizer', reply.status === 404, show(reply));

reply = await ask(service, 'POST', '/items', { headers: bearer({ scope: 'a items/write' }) });
check('a scope lets in', reply.status === 200 && JSON.stringify(
    reply.json?.requestContext?.authorizer?.jwt?.scopes) === '["a","items/write"]', show(reply));
reply = await ask(service, 'POST', '/items', { headers: bearer({ scope: 'items/read' }) });
check('another scope is a 403', refused(reply, 403, 'Bearer scope="items/write items/all" ' +
    'error="insufficient_scope" error_description="the token has no scope that the route wants"'),
show(reply));
reply = await ask(service, 'POST', '/items', { headers: bearer({ exp: 1, scope: 'items/all' }) });
check('an expired one is a 401 all the same', refused(reply, 401,
    invalid('the token has expired', 'items/write items/all')), show(reply));

reply = await ask(service, 'GET', '/items', { headers: bearer() });
check('an open route has no authorizer', reply.status === 200 &&
    !('authorizer' in reply.json.requestContext), show(reply));

// ---- nobody ----

reply = await ask(service, 'PUT', '/items/x');
check('a Lambda authorizer wants its identity source: 401', refused(reply, 401, undefined),
    show(reply));
reply = await ask(service, 'PUT', '/items/x', { headers: { 'x-key': 'k' } });
check('and lets in nobody here: 403', refused(reply, 403, undefined), show(reply));
reply = await ask(service, 'DELETE', '/items/x');
check('IAM lets in nobody here: 403', refused(reply, 403, undefined), show(reply));
await end(service);

// ---- a caller ----

const lambda = { user: 'ada', tenant: 't1', admin: true };
const iam = { userArn: 'arn:aws:iam::123456789012:user/ada', accountId: '123456789012' };
service = await run({ bootstrap: byPath, template, host: '0.0.0.0',
    caller: newFile(JSON.stringify({ lambda, iam }, null, 2)) });
check('it says whose requests these are', service.output().includes('the caller\'s file, `lambda`') &&
    service.output().includes('the caller\'s file, `iam`'), service.output());
check('and that others can reach it', service.output().includes('Others can reach this address'),
    service.output());
reply = await ask(service, 'PUT', '/items/x');
check('the identity source is wanted still', refused(reply, 401, undefined), show(reply));
reply = await ask(service, 'PUT', '/items/x', { headers: { 'x-key': 'k' } });
authorizer = reply.json?.requestContext?.authorizer;
check('the caller stands for the Lambda authorizer\'s answer',
    JSON.stringify(authorizer) === JSON.stringify({ lambda }), show(reply));
reply = await ask(service, 'DELETE', '/items/x');
authorizer = reply.json?.requestContext?.authorizer;
check('and for the signature', JSON.stringify(authorizer) === JSON.stringify({ iam }), show(reply));
reply = await ask(service, 'GET', '/items/x');
check('but not for a token', refused(reply, 401, 'Bearer'), show(reply));
await end(service);

for (const [name, caller, ...texts] of [
    ['that is not there', 'no/such.json', 'cannot read no/such.json: No such file'],
    ['that is no JSON', newFile('ada'), 'is no JSON object; it wants {"lambda":{…}} or {"iam":{…}}'],
    ['of a JWT', newFile('{"jwt":{}}'), 'neither `lambda` nor `iam`'],
    ['that is too large', newFile(`{"iam":{"x":"${'x'.repeat(65536)}"}}`), 'larger than 64 KB']]) {
    const result = runAndWait({ template, caller });

    check(`a caller ${name} is told`, result.status === 2 &&
        texts.every((text) => result.stderr.includes(text)), `${result.status} ${result.stderr}`);
}

// ---- the service itself ----

service = await run({ template });
reply = await askJson(service, 'POST', '/items', { id: 'tea' });
check('nothing is made without a token', refused(reply, 401, 'Bearer'), show(reply));
reply = await ask(service, 'POST', '/items', { body: '{"id":"tea","name":"Grüner Tee"}',
    headers: { ...bearer({ scp: ['items/all'] }), 'content-type': 'application/json' } });
check('with one it is', reply.status === 201 && reply.json?.id === 'tea', show(reply));
reply = await ask(service, 'GET', '/items/tea', { headers: bearer() });
check('and read', reply.status === 200 && reply.json?.name === 'Grüner Tee', show(reply));
check('it stops with status 0', await end(service) === 0, service.output());
finish();
