// Bootstraps that are slow, hang, crash or cannot start; several at once; and that nothing is left.
import { closeSync, openSync } from 'node:fs';
import { ask, askJson, bootstrap, bootstrapsOf, byPath, changedTemplate, check, commandOf,
    descendants, end, filesOf, finish, pause, requireBuild, run, runs, until } from './support.mjs';

requireBuild();
const show = (reply) => `${reply.status} ${reply.text.slice(0, 300)}`;
const isUnavailable = (reply) =>
    reply.status === 503 && reply.text === '{"message":"Service Unavailable"}';
const isFailure = (reply) =>
    reply.status === 500 && reply.text === '{"message":"Internal Server Error"}';
async function timed(promise) {
    const start = Date.now();
    const reply = await promise;

    return { ...reply, ms: Date.now() - start };
}

// ---- several at once ----

let service = await run({ bootstrap: byPath, concurrency: 2 });
await Promise.all([ask(service, 'GET', '/items/a'), ask(service, 'GET', '/items/b')]);
let replies = await Promise.all(['slow', 'slow', 'slow'].map((id) =>
    timed(ask(service, 'GET', `/items/${id}`))));
const times = replies.map((one) => one.ms).sort((a, b) => a - b);
check('two run at once, the third waits', replies.every((one) => one.text === 'slow') &&
    times[0] >= 1000 && times[1] - times[0] < 700 && times[2] - times[1] > 700, times.join(' '));

// ---- one is killed while it works ----

const atWork = () => bootstrapsOf(service, byPath).find((pid) =>
    descendants(pid).some((child) => commandOf(child)[0] === 'sleep'));
const hanging = ask(service, 'GET', '/items/hang');
check('a bootstrap hangs', await until(atWork));
const killed = atWork();
process.kill(killed, 'SIGKILL');
let reply = await hanging;
check('one that is killed at work is a 500', isFailure(reply), show(reply));
check('it is replaced', await until(() => bootstrapsOf(service, byPath).length === 2 &&
    !bootstrapsOf(service, byPath).includes(killed)));
replies = await Promise.all(Array.from({ length: 6 }, () => ask(service, 'GET', '/items/a')));
check('the service goes on', replies.every((one) => one.status === 200));
check('the end is told', /bootstrap \d was killed by signal 9 \(Killed\) during request [0-9a-f-]{36}\n/
    .test(service.output()), service.output());
replies = await Promise.all(Array.from({ length: 5 }, () => ask(service, 'GET', '/items/crash')));
check('each crash is a 500', replies.every(isFailure));
check('and the service goes on', (await ask(service, 'GET', '/items/a')).status === 200);

// ---- Ctrl-C while one works ----

const last = ask(service, 'GET', '/items/hang');
await until(atWork);
let family = descendants(service.pid);
const stopped = timed(end(service, 'SIGINT').then((status) => ({ status })));
reply = await last;
check('what waits at Ctrl-C gets a 503', isUnavailable(reply), show(reply));
const { status, ms } = await stopped;
check('Ctrl-C ends it with status 0', status === 0, `${status} ${service.output()}`);
check('within three seconds', ms < 3000, `${ms} ms`);
check('it had children', family.length >= 4, `${family.length}`); // dynalite, 2 bootstraps, sleep
check('and none is left', family.every((pid) => !runs(pid)), family.filter(runs).map(commandOf));

// ---- and when it has no chance to clean up ----

service = await run({ bootstrap: byPath });
await ask(service, 'GET', '/items/a');
family = descendants(service.pid).filter((pid) => ['node', '/bin/sh'].includes(commandOf(pid)[0]));
await end(service, 'SIGKILL');
check('kill -9 leaves no child either', family.length >= 3 &&
    await until(() => family.every((pid) => !runs(pid))), family.filter(runs).map(commandOf));

// ---- late ----

service = await run({ bootstrap: byPath, concurrency: 1, template: changedTemplate((json, find) => {
    find('Lambda::Function').Timeout = 1;
}) });
await ask(service, 'GET', '/items/a');
let late = await timed(ask(service, 'GET', '/items/hang'));
check('the function\'s timeout is a 503', isUnavailable(late) && late.ms >= 1000 && late.ms < 2500,
    `${show(late)} ${late.ms} ms`);
check('the next request is served', (await ask(service, 'GET', '/items/a')).status === 200);
check('the timeout is told',
    /bootstrap 1: request [0-9a-f-]{36} timed out after 1\.00 seconds\n/.test(service.output()),
    service.output());
await end(service);

service = await run({ bootstrap: byPath, concurrency: 1, template: changedTemplate((json, find) => {
    find('ApiGatewayV2::Integration').TimeoutInMillis = 400;
}) });
await ask(service, 'GET', '/items/a');
late = await timed(ask(service, 'GET', '/items/slow'));
check('the gateway\'s timeout is a 503', isUnavailable(late) && late.ms >= 400 && late.ms < 900,
    `${show(late)} ${late.ms} ms`);
late = await timed(ask(service, 'GET', '/items/a'));
check('one that waits for the late one is late as well', isUnavailable(late), show(late));
await pause(500);
reply = await ask(service, 'GET', '/items/a');
check('the late one was not killed', reply.status === 200 &&
    !service.output().includes('bootstrap 1 '), service.output());
await end(service);

// ---- bootstraps that cannot start ----

for (const [name, told] of [
    ['init_error', 'bootstrap 1 cannot start: Runtime.SpecMismatch: code and stack differ'],
    ['dies', 'bootstrap 1 exited with status 7 before it asked for a request']]) {
    service = await run({ bootstrap: `tests/e2e/bootstraps/${name}` });
    replies = [await timed(ask(service, 'GET', '/items')), await timed(ask(service, 'GET', '/items'))];
    check(`${name}: requests are a 500, soon`, replies.every((one) => isFailure(one) && one.ms < 2500),
        replies.map((one) => `${show(one)} ${one.ms} ms`).join('\n'));
    check(`${name}: the reason is told`, service.output().includes(told), service.output());
    const starts = () => service.output().match(/bootstrap \d /g).length;
    await pause(300); // the two of them may still be at it
    const before = starts();
    await pause(1000);
    check(`${name}: it is not started again without need`, before < 10 && starts() === before,
        service.output());
    check(`${name}: it stops with status 0`, await end(service) === 0);
}

// ---- the real one, with a file open that is nobody's business ----

const foreign = openSync('Makefile', 'r');
service = await run({ concurrency: 4 }, { stdio: ['ignore', 'pipe', 'pipe', foreign] });
closeSync(foreign);
await askJson(service, 'POST', '/items', { id: 'a', n: 1 });
replies = await Promise.all(Array.from({ length: 100 }, (_, i) => i % 10 === 0
    ? askJson(service, 'PUT', '/items/a', { [`k${i}`]: i }) : ask(service, 'GET', '/items/a')));
check('100 requests over 4 bootstraps', replies.every((one) => one.status === 200),
    replies.find((one) => one.status !== 200)?.text);
reply = await ask(service, 'GET', '/items/a');
check('each update is kept', Array.from({ length: 10 }, (_, i) => i * 10)
    .every((i) => reply.json?.[`k${i}`] === i), show(reply));
const all = bootstrapsOf(service, bootstrap.replace(/.*\//, '/'));
check('there are 4 bootstraps', all.length === 4, `${all.length}`);
check('children get no descriptor of ours', [service.pid, ...descendants(service.pid)]
    .map((pid) => filesOf(pid).filter((file) => file.endsWith('/Makefile')).length).join() ===
    '1,0,0,0,0,0');
const running = Array.from({ length: 40 }, () => ask(service, 'GET', '/items/a'));
for (const pid of all) process.kill(pid, 'SIGKILL');
replies = await Promise.all(running);
check('all are killed: requests are a 200 or a 500', replies.every((one) =>
    one.status === 200 || isFailure(one)), replies.map(show).join('\n'));
check('all are replaced', await until(() =>
    bootstrapsOf(service, bootstrap.replace(/.*\//, '/')).length === 4));
check('and serve', (await ask(service, 'GET', '/items/a')).json?.n === 1);
family = descendants(service.pid);
check('it stops with status 0', await end(service, 'SIGHUP') === 0, service.output());
check('no process of it is left', family.length === 5 && family.every((pid) => !runs(pid)),
    `${family.length} ${family.filter(runs).map(commandOf)}`);
finish();
