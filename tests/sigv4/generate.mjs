// Writes cases.json: requests as the DynamoDB client sends them, signed by aws4, which shares no
// code with us.
//
//     NODE_PATH=build/npm/tests/node_modules node tests/sigv4/generate.mjs >tests/sigv4/cases.json
import { createRequire } from 'node:module';

const aws4 = createRequire(import.meta.url)('aws4');

const base = {
    region: 'eu-west-1',
    host: 'dynamodb.eu-west-1.amazonaws.com',
    date: '20260131T235959Z',
    target: 'DynamoDB_20120810.GetItem',
    body: '{"TableName":"tap-items-dev","Key":{"id":{"S":"1"}}}',
    access_key_id: 'AKIDEXAMPLE',
    secret_access_key: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    session_token: '',
};

const cases = [
    { name: 'get item' },
    {
        name: 'put item with text beyond ASCII',
        target: 'DynamoDB_20120810.PutItem',
        body: '{"TableName":"tap-items-dev","Item":{"id":{"S":"1"},"name":{"S":"thé vert \u{1f375}, 緑茶"}}}',
    },
    {
        name: 'session token',
        access_key_id: 'ASIAEXAMPLE',
        session_token: `IQoJb3JpZ2luX2VjEXAMPLE${'token/+='.repeat(120)}==`,
    },
    { name: 'the next day, so another key', date: '20260201T000000Z' },
    { name: 'region of China', region: 'cn-north-1', host: 'dynamodb.cn-north-1.amazonaws.com.cn' },
    { name: 'region with a long name', region: 'us-gov-west-1', host: 'dynamodb.us-gov-west-1.amazonaws.com' },
    { name: 'host with a port', region: 'us-east-1', host: '127.0.0.1:8000' },
    { name: 'empty body', target: 'DynamoDB_20120810.ListTables', body: '' },
    {
        name: 'body of many blocks',
        target: 'DynamoDB_20120810.UpdateItem',
        body: JSON.stringify({ TableName: 'tap-items-dev', Filler: 'x'.repeat(2000) }),
    },
    { name: 'secret longer than a block of the hash', secret_access_key: 'S3cret/'.repeat(12) },
    { name: 'secret that fills the block with its prefix', secret_access_key: 's'.repeat(60) },
].map((own) => ({ ...base, ...own }));

for (const one of cases) {
    const signed = aws4.sign({
        service: 'dynamodb',
        region: one.region,
        method: 'POST',
        path: '/',
        headers: {
            Host: one.host,
            'Content-Type': 'application/x-amz-json-1.0',
            'X-Amz-Date': one.date,
            'X-Amz-Target': one.target,
        },
        body: one.body,
        extraHeadersToIgnore: { 'content-length': true },
    }, {
        accessKeyId: one.access_key_id,
        secretAccessKey: one.secret_access_key,
        sessionToken: one.session_token || undefined,
    });
    one.authorization = signed.headers.Authorization;
}
const order = ['name', ...Object.keys(base), 'authorization'];
const text = cases.map((one) => JSON.stringify(one, order, 2)).join(',\n');
process.stdout.write(`[\n${text}\n]\n`);
