import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../src/core/operation-fields.ts';
import { agentWords } from '../../src/mcp/agent-words.ts';
import { GROUP_NAMES, operationsOf } from '../../src/operations/registry.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/**
 * What no agent sees: the terminal's renderer and headers, an operation that is no tool, and what
 * only signing in and out, or installing, says.
 */
const NOT_FOR_AGENTS = [
  'core/output/renderer.ts',
  'operations/api/headers.ts',
  'operations/api/endpoints.ts',
  'operations/pr/checkout.ts',
  'operations/pr/checkout-branch.ts',
  'core/git/setup-git-answer.ts',
  'core/auth/sign-in.ts',
  'core/auth/sign-in-token.ts',
  'core/auth/sign-in-workspace.ts',
  'core/auth/sign-out.ts',
  'core/auth/token-place.ts',
  'core/mcp-clients/install-clients.ts',
  'core/mcp-clients/install-server.ts',
  'core/mcp-clients/probe-server.ts',
  'core/branches/plan-file.ts',
  'core/branches/plan-from-file.ts',
  'core/review/plan-file.ts',
  'operations/pr/review-save.ts',
];

/** What tools beyond the generic ones take, whose hints name their own flags. */
const ARGUMENTS = (await operationsOf(GROUP_NAMES.filter((name) => name !== 'api'))).flatMap(
  (operation) =>
    fieldsOf(operation).flatMap(({ name, terminalOnly }) => (terminalOnly ? [] : [name])),
);

/** A flag, or a command line of bbx; signing in is the user's work, whoever asks for it. */
const FOR_PEOPLE =
  /(^|[\s("'`])--?[a-zA-Z]|\bbbx (get|post|put|patch|delete|clone|endpoints|pr|branches)\b/;

const SIGN_IN = /\bbbx auth \w+( --profile \S+)?/g;

const files = ['core', 'operations'].flatMap((room) =>
  readdirSync(join(SOURCES, room), { recursive: true, encoding: 'utf8' })
    .map((file) => `${room}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !NOT_FOR_AGENTS.includes(file))
    // Installing is a person's work.
    .filter((file) => !file.startsWith('core/mcp-clients/')),
);

/** The texts in the sources that are given as a hint, or that look like one. */
function hintsIn(file: string): string[] {
  const source = readFileSync(join(SOURCES, file), 'utf8');
  const texts = source.matchAll(
    /(?:hint(?:: string)?[:=]|instead:|return|[?:]|\d+:)\s*(?:\{ \w+: )?('(?:[^'\\\n]|\\.)+'|`(?:[^`\\]|\\.)+`)/g,
  );
  return [...texts]
    .map(([, text = '']) => text.slice(1, -1))
    .filter((text) => text.length < 300 && / .*[.?]$/.test(text));
}

test('the hints of the sources are found', () => {
  expect(files.flatMap(hintsIn).length).toBeGreaterThan(60);
});

test.each(files.filter((file) => hintsIn(file).some((hint) => FOR_PEOPLE.test(hint))))(
  'no hint of %s sends an agent to the terminal',
  (file) => {
    const misleading = hintsIn(file)
      // Only who gives a plan in a file reads these, and agents cannot.
      .filter((hint) => !/--(apply|plan)\b/.test(hint))
      .map((hint) => agentWords(hint, ARGUMENTS))
      .filter((hint) => FOR_PEOPLE.test(hint.replace(SIGN_IN, '')));
    expect(misleading).toEqual([]);
  },
);

test('a hint in plain words stays as it is', () => {
  const hint = 'Check the names in it, and that the token may see the repository.';
  expect(agentWords(hint)).toBe(hint);
});

test.each([
  ['This address takes GET, PUT.', 'This address takes GET, PUT; bb_patch changes single fields.'],
  ['This address takes POST, DELETE.', 'This address takes POST, DELETE.'],
  ['Send a body, for example -b {}.', 'Send a body, for example body: {}.'],
  ['Fetch single pages with -q page=N.', 'Fetch single pages with queryParams {"page": N}.'],
  ['Leave --all away: the answer is always whole.', 'Leave all away: the answer is always whole.'],
  [
    'Try again, ask for less, or give it longer with --timeout SECONDS.',
    'Try again, or ask for less.',
  ],
  [
    'bbx endpoints WORD... finds the right one.',
    'bb_get with path "endpoints:WORDS" finds what there is.',
  ],
  [
    'List the branches: bbx get /repositories/WORKSPACE/REPO/refs/branches',
    'List the branches: bb_get /repositories/WORKSPACE/REPO/refs/branches',
  ],
  [
    'Run bbx auth login. Or: Set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN.',
    'Ask the user to run bbx auth login, or to set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN.',
  ],
  [
    'Sign in again: bbx auth login --profile work',
    'Ask the user to run bbx auth login --profile work',
  ],
  [
    'There are none yet: run bbx auth login.',
    'There are none yet: ask the user to run bbx auth login.',
  ],
  [
    'Make a new token with it (no scope implies another).',
    'Ask the user to make a new token with it (no scope implies another).',
  ],
  [
    'Come back at 06:38 UTC. The limit counts for the whole account.',
    'The limit counts for the whole account.',
  ],
])('%s becomes %s', (person, agent) => {
  expect(agentWords(person)).toBe(agent);
});
