// One template for several environments: conditions, mappings and values that are not there, as
// CloudFormation decides them.
import { ask, byPath, changedTemplate, check, end, finish, requireBuild, run, runAndWait } from
    './support.mjs';

requireBuild();
const template = changedTemplate((json, find) => {
    const settings = find('Lambda::Function');
    const perEnvironment = (key) => ({ 'Fn::FindInMap': ['Settings', { Ref: 'Environment' }, key] });

    json.Mappings = { Settings: { dev: { Memory: 128, Level: 'DEBUG', Origins: ['http://localhost:5173'] },
        prod: { Memory: '1024', Level: 'ERROR', Origins: ['https://a.example', 'https://b.example'] } } };
    json.Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] },
        IsDev: { 'Fn::Not': [{ Condition: 'IsProd' }] } };
    settings.MemorySize = perEnvironment('Memory');
    settings.LoggingConfig.ApplicationLogLevel = perEnvironment('Level');
    Object.assign(settings.Environment.Variables, {
        GREETING: { 'Fn::If': ['IsProd', 'good day', 'hello'] },
        ONLY_PROD: { 'Fn::If': ['IsProd', 'yes', { Ref: 'AWS::NoValue' }] },
    });
    find('ApiGatewayV2::Api').CorsConfiguration = { 'Fn::If': ['IsProd',
        { AllowOrigins: perEnvironment('Origins') }, { Ref: 'AWS::NoValue' }] };
    json.Resources.AuditTable = { Type: 'AWS::DynamoDB::Table', Condition: 'IsProd', Properties: {
        TableName: 'audit', BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] } };
    Object.values(json.Resources).find((one) => one.Properties?.RouteKey === 'DELETE /items/{id}')
        .Condition = 'IsDev';
    json.Outputs.Audit = { Condition: 'IsProd', Value: { Ref: 'AuditTable' } };
});
const environmentOf = async (service) => (await ask(service, 'GET', '/items/environment')).text;

let service = await run({ template, bootstrap: byPath });
let environment = await environmentOf(service);

check('the first environment is the default', service.output().includes('environment dev\n'));
check('mappings are looked up', /^AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128$/m.test(environment) &&
    /^AWS_LAMBDA_LOG_LEVEL=DEBUG$/m.test(environment), environment);
check('conditions decide', /^GREETING=hello$/m.test(environment), environment);
check('what has no value is not there', !environment.includes('ONLY_PROD'), environment);
check('a route is there where its condition holds', service.output().includes('  DELETE  /items/{id}\n') &&
    (await ask(service, 'DELETE', '/items/x')).status === 200, service.output());
let reply = await ask(service, 'GET', '/items', { headers: { origin: 'https://b.example' } });
check('CORS is not configured here', !('access-control-allow-origin' in reply.headers));
await end(service);

service = await run({ template, bootstrap: byPath, env: 'prod' });
environment = await environmentOf(service);
check('another environment has others', /^AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024$/m.test(environment) &&
    /^AWS_LAMBDA_LOG_LEVEL=ERROR$/m.test(environment) &&
    /^GREETING=good day$/m.test(environment) && /^ONLY_PROD=yes$/m.test(environment), environment);
check('and not the route', !service.output().includes('DELETE') &&
    (await ask(service, 'DELETE', '/items/x')).status === 404, service.output());
reply = await ask(service, 'GET', '/items', { headers: { origin: 'https://b.example' } });
check('CORS is, with a list of a mapping',
    reply.headers['access-control-allow-origin'] === 'https://b.example');
await end(service);

let result = runAndWait({ template, env: 'test' });
check('an unknown environment is told which there are', result.status === 2 &&
    result.stderr.includes('Parameters.Environment: `test` is not one of `dev`, `prod`'),
result.stderr);
result = runAndWait({ template: changedTemplate((json, find) => {
    find('Lambda::Function').MemorySize = { 'Fn::If': ['IsPrd', 1, 2] };
}) });
check('a mistake is told with its place', result.status === 2 && result.stderr.includes(
    'Resources.ApiFunction.Properties.MemorySize.Fn::If: there is no condition `IsPrd`'),
result.stderr);
finish();
