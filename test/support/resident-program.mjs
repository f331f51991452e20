/**
 * The delivered program, kept running for many command lines: see resident.ts. Every run has its own
 * arguments, environment, folder and stdin, writes to the real stdout and stderr, and is over when
 * nothing of it is left, as a process is. Only what the modules hold is shared.
 */
import { randomUUID } from 'node:crypto';
import { globalAgent } from 'node:http';
import { Readable } from 'node:stream';

const MAIN = new URL('../../dist/main.js', import.meta.url);
const really = process.exit.bind(process);
const heard = [process, process.stdout, process.stderr];
let runs = 0;

/** What process.exit throws, for code behind it must not run; what runs all the same says nothing. */
class Left extends Error {}

const mute = (_chunk, encoding, done = encoding) => {
  if (typeof done === 'function') done();
  return true;
};

process.on('disconnect', () => really());
process.on('uncaughtException', (error) => {
  if (error instanceof Left) return;
  process.stderr.write(`${error?.stack ?? error}\n`);
  really(1);
});
process.on('message', (job) => void run(job));

async function run({ program, args, env, cwd, stdin }) {
  const before = heard.map(listeners);
  const kept = resources();
  const exit = leaving();
  process.exitCode = undefined;
  process.argv = [process.execPath, program, ...args];
  become(env);
  process.chdir(cwd);
  const input = Readable.from(stdin.length > 0 ? [Buffer.from(stdin)] : [], { objectMode: false });
  Object.defineProperty(process, 'stdin', { value: input, configurable: true });
  MAIN.search = `?run=${++runs}`;
  let settled = false;
  const main = import(MAIN.href)
    .catch((error) => {
      if (!(error instanceof Left)) throw error;
    })
    .then(() => {
      settled = true;
    });
  await Promise.race([main, exit.called]);
  // A program that does not leave is over when nothing holds it.
  while (exit.code() === undefined && more(kept)) await turn();
  globalAgent.destroy();
  for (let turns = 0; turns < 20 && (!settled || more(kept)); turns += 1) await turn();
  const exitCode = exit.code() ?? process.exitCode ?? 0;
  for (const [index, emitter] of heard.entries()) restore(emitter, before[index]);
  process.chdir('/');
  for (const stream of [process.stdout, process.stderr]) delete stream.write;
  const mark = randomUUID();
  await Promise.all([process.stdout, process.stderr].map((stream) => written(stream, mark)));
  // What a process takes with it when it leaves would go on here, and disturb the next run.
  process.send({ exitCode, mark, spent: !settled || more(kept) });
}

/** Has process.exit end the run, and not this program. */
function leaving() {
  let code;
  let call = () => undefined;
  const called = new Promise((resolve) => {
    call = resolve;
  });
  process.exit = (given) => {
    if (code === undefined) {
      if (given !== undefined) process.exitCode = given;
      process.emit('exit', process.exitCode ?? 0);
      code = process.exitCode ?? 0;
      for (const stream of [process.stdout, process.stderr]) stream.write = mute;
      call();
    }
    throw new Left();
  };
  return { called, code: () => code };
}

/** Puts on an environment, and nothing of the one before. */
function become(env) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

const listeners = (emitter) =>
  new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));

/** Takes the listeners away that a run has added. */
function restore(emitter, before) {
  for (const name of emitter.eventNames()) {
    const old = before.get(name) ?? [];
    for (const listener of emitter.rawListeners(name)) {
      if (!old.includes(listener)) emitter.removeListener(name, listener);
    }
  }
}

/** What keeps the process alive, by kind. */
const resources = () => process.getActiveResourcesInfo().sort();

/** Whether there is more of it than there was. */
function more(kept) {
  const left = [...kept];
  return resources().some((kind) => {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
    return at < 0 && kind !== 'Immediate';
  });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const written = (stream, text) => new Promise((resolve) => stream.write(text, resolve));
