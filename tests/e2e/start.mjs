// How `lockstep run` starts: what it prints, what it keeps, and what it says when it cannot.
import net from 'node:net';
import { ask, askJson, byPath, changedTemplate, check, end, finish, newFolder, requireBuild, run,
    runAndWait, skip } from './support.mjs';

requireBuild();
const data = newFolder();
let service = await run({ data });
const fails = (name, options, ...texts) => {
    const result = runAndWait(options);

    check(name, result.status === 2 && texts.every((text) => result.stderr.includes(text)),
        `${result.status} ${result.stdout} ${result.stderr}`);
};

check('it prints the routes of the template', [
    '  GET     /items\n', '  GET     /items/{id}\n', '  POST    /items\n',
    '  PUT     /items/{id}\n', '  DELETE  /items/{id}\n',
].every((line) => service.output().includes(line)), service.output());
check('and where the items are', service.output().includes(
    `DynamoDB: dynalite at ${service.database}, items kept in ${data}\n`), service.output());

// ---- items survive ----

await askJson(service, 'POST', '/items', { id: 'kept', name: 'tea' });
fails('a second one does not touch the same items', { data }, `the items in ${data} are in use`,
    '--data');
fails('a port in use is told', { port: new URL(service.url).port }, 'cannot listen on 127.0.0.1',
    'Address already in use', '--port');
await end(service);
service = await run({ data });
check('an item survives a restart', (await ask(service, 'GET', '/items/kept')).json?.name === 'tea');
await end(service, 'SIGKILL');
service = await run({ data });
check('and a kill', (await ask(service, 'GET', '/items/kept')).json?.name === 'tea');
await end(service);

fails('a table with another key is refused, with its name and a remedy', {
    data,
    template: changedTemplate((json, find) => {
        Object.assign(find('DynamoDB::Table'), {
            AttributeDefinitions: [{ AttributeName: 'sku', AttributeType: 'N' }],
            KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }],
        });
    }),
}, 'the table tap-items-dev exists', 'there:    key HASH id (S)', 'template: key HASH sku (N)',
`Delete the folder ${data} (its items are lost)`);

service = await run({
    data,
    template: changedTemplate((json, find) => {
        find('DynamoDB::Table').WarmThroughput = { ReadUnitsPerSecond: 99 };
        find('DynamoDB::Table').BillingMode = 'PROVISIONED';
    }),
});
check('settings that are no key do not matter',
    (await ask(service, 'GET', '/items/kept')).json?.name === 'tea');
await end(service);

// ---- a database that runs already ----

const first = await run({ env: 'prod' });
check('the environment chooses the table', first.output().includes('environment prod\n'));
service = await run({ dynamodb: first.database });
check('it uses the database that it is given',
    service.output().includes(`DynamoDB at ${first.database}\n`), service.output());
check('and serves', (await askJson(service, 'POST', '/items', { id: 'dev' })).status === 201);
check('environments do not share items', (await ask(first, 'GET', '/items')).json?.count === 0);
await end(service);
if (await freePort('::1') !== 0) {
    service = await run({ dynamodb: first.database, host: '::1' });
    check('it listens on an IPv6 address', /^http:\/\/\[::1\]:\d+$/.test(service.url) &&
        (await ask(service, 'GET', '/items/dev')).status === 200, service.url);
    await end(service);
} else {
    skip('it listens on an IPv6 address', 'this machine has none');
}
await end(first);

// ---- what it cannot do ----

fails('an unknown environment is told', { env: 'test' },
    'Parameters.Environment: `test` is not one of `dev`, `prod`');
fails('a template that is not there is told', { template: 'no/such.json' },
    'cannot read no/such.json: No such file or directory', 'lockstep generate');
fails('a bootstrap that is not there is told', { bootstrap: 'no/such' }, 'cannot run no/such');
fails('dynalite that is not there is told', { dynalite: 'no/cli.js' }, 'cannot read no/cli.js',
    '--dynamodb');
fails('a database that is not there is told', { dynamodb: `http://127.0.0.1:${await freePort('127.0.0.1')}` },
    'cannot reach DynamoDB at http://127.0.0.1:');
fails('a bad URL is told', { dynamodb: 'localhost:8000' }, 'does not begin with http://');
fails('a bad port is told', { port: '70000' }, '--port wants a number from 0 to 65535, not `70000`');
fails('a bad number of bootstraps is told', { concurrency: 0 },
    '--concurrency wants a number from 1 to 64');
fails('an unknown option is told', { sport: 1 }, '--sport', '--help');

service = await run({ bootstrap: byPath, template: changedTemplate((json) => {
    json.Resources = Object.fromEntries(Object.entries(json.Resources)
        .filter(([, one]) => one.Type !== 'AWS::DynamoDB::Table'));
    Object.values(json.Resources).find((one) => one.Type === 'AWS::Lambda::Function')
        .Properties.Environment = { Variables: { GREETING: 'hello' } };
}) });
check('a service without tables has no database', !service.output().includes('DynamoDB') &&
    (await ask(service, 'GET', '/items/environment')).text.includes('GREETING=hello\n'),
service.output());
await end(service);

// A port that was free a moment ago; 0 when the address cannot be listened on.
async function freePort(host) {
    const server = net.createServer().listen(0, host);

    return new Promise((resolve) => {
        server.once('error', () => resolve(0));
        server.once('listening', () => {
            const { port } = server.address();

            server.close(() => resolve(port));
        });
    });
}
finish();
