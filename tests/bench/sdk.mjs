// Times what the AWS SDK for JavaScript does with the same document and the same request, and
// prints JSON lines as micro does: the fastest of several rounds.
//
//     NODE_PATH=packages node sdk.mjs DOCUMENT.json
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url); // import does not look at NODE_PATH
const { marshall, unmarshall } = require('@aws-sdk/util-dynamodb');
const { SignatureV4 } = require('@smithy/signature-v4');
const { Hash } = require('@smithy/hash-node');

const text = readFileSync(process.argv[2], 'utf8');
const typed = JSON.stringify(marshall(JSON.parse(text)));
const signer = new SignatureV4({
    service: 'dynamodb', region: 'eu-west-1', sha256: Hash.bind(null, 'sha256'),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
});
const request = () => ({
    method: 'POST', protocol: 'https:', hostname: 'dynamodb.eu-west-1.amazonaws.com', path: '/',
    query: {}, body: '{"TableName":"tap-items-dev","Key":{"id":{"S":"1"}}}',
    headers: {
        host: 'dynamodb.eu-west-1.amazonaws.com', 'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.GetItem',
    },
});

async function measure(name, run, count) {
    let best = Infinity;
    for (let round = 0; round < 8; round++) {
        const begin = process.hrtime.bigint();
        for (let i = 0; i < count; i++) await run();
        best = Math.min(best, Number(process.hrtime.bigint() - begin) / count);
    }
    console.log(JSON.stringify({ name, ns: best }));
}

await measure('item to typed, 4 KB', () => JSON.stringify(marshall(JSON.parse(text))), 500);
await measure('item to JSON, 4 KB', () => JSON.stringify(unmarshall(JSON.parse(typed))), 500);
await measure('sign one request, key cached', () => signer.sign(request()), 500);
