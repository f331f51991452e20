import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Agent, connectAgent } from './demo/agent.ts';
import { check, type Expected, numberIn } from './demo/expect.ts';
import { reviewFromFile } from './demo/review.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { excerpt, paint, part, say, title } from './demo/voice.ts';

/**
 * The main job of bbx on the embedded Bitbucket, as a person and as an agent would do it. Each
 * command is printed before its answer, each answer is checked, and the first wrong one ends the
 * demo with exit code 1. ^C ends it with 130. Nothing stays behind.
 */

const PULLS = '/repositories/acme/backend-api/pullrequests';
const REMARK = 'Does the old key stay valid for a day?';
const REPLY = 'Yes, until the last token it signed expires.';

const stopped = new AbortController();

async function main(): Promise<void> {
  checkMachine();
  const began = Date.now();
  say(paint('bold', 'bbx on an embedded Bitbucket: no account, nothing leaves this machine.'));
  const stage = await openStage(stopped.signal);
  try {
    await asPerson(stage);
    const agent = await connectAgent(stage, stopped.signal);
    try {
      await asAgent(agent);
    } finally {
      await agent.close();
    }
    await afterwards(stage);
  } finally {
    await stage.close();
  }
  say(`\n${paint('green', 'Every step did what it should')} (${seconds(began)} s).`);
  say('To play on, with bbx for node bin/bbx.js: node bin/bbx.js sandbox -- bash');
}

async function asPerson(stage: Stage): Promise<void> {
  const type = typist(stage);
  title('Open pull requests, as a table');
  await type(`bbx get ${PULLS} --limit 5 -o table`, /^ID +TITLE/m, /\n108 .*OPEN/, /5 of 66 shown/);

  title('All of them as JSON, through a pipe');
  await type(
    `bbx get ${PULLS} --all |\n    node -p 'JSON.parse(fs.readFileSync(0)).values.length + " open"'`,
    /^66 open$/m,
  );
  const everyAuthor = `bbx get ${PULLS} --all \\\n    --jq 'values[].author.display_name' -o raw | sort | uniq -c`;
  await type(everyAuthor, /^ +\d+ Maya Alvarez$/m);

  title('As TOON, with a filter: what a model reads cheaply');
  const filter = "'values[].{id: id, title: title, by: author.nickname}'";
  await type(
    `bbx get ${PULLS} \\\n    -q state=MERGED -q pagelen=5 -o toon \\\n    --jq ${filter}`,
    /^\[5\]\{id,title,by\}:$/m,
  );

  title('A diff, byte for byte');
  await type(`bbx get ${PULLS}/42/diff | head -n 18`, /^diff --git a\/src/m, /^\+\S/m);

  title('A comment, written and read back');
  const id = numberIn(
    await type(
      `bbx post ${PULLS}/42/comments \\\n    -f 'content[raw]=${REMARK}' \\\n    --jq '{id: id, by: user.nickname}'`,
      /^\{"id":\d+,"by":"maya"\}$/m,
    ),
  );
  await type(`bbx get ${PULLS}/42/comments/${id} \\\n    --jq content.raw -o raw`, REMARK);

  await reviewFromFile(type);

  title('A clone over HTTPS, which asks bbx for the token');
  await type('bbx clone backend-api -o table', /^Cloned acme\/backend-api into /m);
  await type('git -C backend-api log --oneline --no-merges -3', /^([0-9a-f]{7,} .+\n){3}$/);
  await type('git -C backend-api pull', /Already up to date/);
}

async function asAgent(agent: Agent): Promise<void> {
  const { protocol, tools } = agent;
  title(`The same as an agent: bbx mcp, protocol ${protocol}`);
  say(excerpt(tools.names.join(' '), tools.tokens));
  if (tools.names.length < 6) throw new Error(`only ${tools.names.length} tools are offered`);
  const call = caller(agent);
  await call('bb_get', { path: PULLS, queryParams: { pagelen: 20 } }, /\b108\b/, /20 of 66 shown/);
  const jq = 'values[].{id: id, title: title}';
  await call('bb_get', { path: PULLS, queryParams: { pagelen: 3 }, jq }, /^\[3\]\{id,title\}:$/m);
  await call('bb_get', { path: `${PULLS}/42/diff` }, /^diff --git a\/src/m);
  const body = { content: { raw: REPLY } };
  const written = await call(
    'bb_post',
    { path: `${PULLS}/42/comments`, body, jq: '{id: id}' },
    /\bid\W+\d+/,
  );
  const path = `${PULLS}/42/comments/${numberIn(written)}`;
  await call('bb_get', { path, jq: 'content.raw' }, REPLY);
  await call('bb_clone', { repoSlug: 'acme/frontend', depth: 1 }, /Cloned acme\/frontend/);
}

/** What the agent did is there for the person as well. */
async function afterwards(stage: Stage): Promise<void> {
  title('And what the agent did, a person sees');
  const type = typist(stage);
  await type(
    `bbx get ${PULLS}/42/comments --all \\\n    --jq 'values[-3:].content.raw' -o raw`,
    REMARK,
    REPLY,
  );
  await type('git -C frontend log --oneline', /^[0-9a-f]{7,} .+\n$/);
}

/** Types a command, shows the answer, and holds it against what has to be in it. */
function typist(stage: Stage) {
  return async (line: string, ...expected: Expected[]): Promise<string> => {
    say(paint('bold', `$ ${line}`));
    const { text, plain, code } = await stage.shell(line);
    stopped.signal.throwIfAborted();
    say(text.trimEnd());
    if (code !== 0) throw new Error(`the command ended with exit code ${code}`);
    check(plain, expected);
    return plain;
  };
}

/** Calls a tool, shows both ends of its answer with what it costs, and checks all of it. */
function caller(agent: Agent) {
  return async (name: string, given: Record<string, unknown>, ...expected: Expected[]) => {
    say(paint('bold', `> ${name}`));
    for (const [key, value] of Object.entries(given))
      say(paint('bold', `    ${key}: ${JSON.stringify(value)}`));
    const { text, tokens, isError } = await agent.call(name, given);
    say(excerpt(text, tokens));
    if (isError) throw new Error('the tool answered with an error');
    check(text, expected);
    return text;
  };
}

const seconds = (began: number) => Math.round((Date.now() - began) / 100) / 10;

function checkMachine(): void {
  if (!existsSync(new URL('../dist/main.js', import.meta.url)))
    throw new Error('bbx is not built yet: npm run build does it, and npm run demo calls it');
  if (spawnSync('git', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Error('git is not on the PATH: the sandbox serves real repositories with it');
}

// Not once: npm and tsx pass on the ^C that the terminal has already given to everybody.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort());
process.stdout.on('error', () => stopped.abort());

try {
  await main();
} catch (error) {
  process.exitCode = stopped.signal.aborted ? 130 : 1;
  const reason = error instanceof Error ? error.message : String(error);
  const where = part() === 0 ? 'The demo cannot begin' : `The demo failed in part ${part()}`;
  if (!stopped.signal.aborted) process.stderr.write(`\n${paint('red', where)}: ${reason}\n`);
}
