import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../../src/cli/command-line.ts';
import { MCP_FLAGS } from '../../../src/cli/mcp-flags.ts';
import { pathBelow } from '../../../src/core/client/url.ts';
import { BbxError } from '../../../src/core/errors.ts';
import { MCP_KEYS, readMcpSetting } from '../../../src/core/settings/mcp-settings.ts';
import { checkPolicySettings } from '../../../src/mcp/policy/check-settings.ts';
import { OPEN_POLICY } from '../../../src/mcp/policy/policy.ts';
import { startPolicy } from '../../../src/mcp/policy/start-policy.ts';
import { run } from '../../support/cli.ts';
import { homeForTest } from '../../support/home.ts';
import { startMcp } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { spoken } from './judging.ts';

const desk = sandboxForFile();
const API = 'https://api.bitbucket.org';
const REPO = '/repositories/acme/backend-api';

interface Places {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** The key mcp of config.json, or the whole file as text. */
  readonly mcp?: unknown;
}

/** Starts as `bbx mcp` does, and asks about requests. */
async function started({ flags = {}, environment = {}, mcp }: Places) {
  const home = homeForTest();
  if (mcp !== undefined) {
    home.put('config.json', typeof mcp === 'string' ? mcp : { workspace: 'acme', mcp });
  }
  const env = { HOME: home.path, BBX_CONFIG_DIR: home.path, ...environment };
  const { policy, tools } = await startPolicy(flags, env);
  const refused = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string) => {
    const url = new URL(`${API}/2.0${path}`);
    const exchange = { method, url, path: pathBelow(API, url), redirected: false };
    return spoken(() => policy.permit?.(exchange));
  };
  return { policy, tools, refused, home: home.path };
}

/** Why it does not start. */
async function stopped(places: Places): Promise<string> {
  try {
    await started(places);
  } catch (error) {
    if (error instanceof BbxError) return `${error.code}: ${error.message} ${error.hint}`;
  }
  return 'it starts';
}

test('nothing is forbidden where nobody says anything', async () => {
  for (const places of [{}, { mcp: undefined }, { mcp: '{"workspace": "acme"}' }]) {
    const { policy, tools } = await started(places);
    expect(policy).toBe(OPEN_POLICY);
    expect(tools).toBeUndefined();
  }
  const { policy } = await started({ environment: { BBX_MCP_DENY: '', BBX_MCP_READ_ONLY: '0' } });
  expect(policy.permit).toBeUndefined();
});

describe.each([
  ['a flag', (key: string, value: unknown) => ({ flags: { [key.replaceAll('_', '-')]: value } })],
  [
    'a variable',
    (key: string, value: unknown) => ({
      environment: {
        [`BBX_MCP_${key.toUpperCase()}`]: Array.isArray(value) ? value.join(', ') : String(value),
      },
    }),
  ],
  ['the settings', (key: string, value: unknown) => ({ mcp: { [key]: value } })],
])('%s', (_, place) => {
  test('forbids by each key, and the refusal names it', async () => {
    const said = async (key: string, value: unknown, ...request: ['POST' | 'DELETE', string]) => {
      const { refused, home } = await started(place(key, value));
      return refused(...request).replace(home, 'HOME');
    };
    const named = (key: string) =>
      new RegExp(
        `(--${key.replaceAll('_', '-')} ?.*of bbx mcp|BBX_MCP_${key.toUpperCase()}|mcp\\.${key}.* in HOME/config\\.json)`,
      );
    const post = ['POST', `${REPO}/pullrequests/1/merge`] as const;
    expect(await said('read_only', true, ...post)).toMatch(named('read_only'));
    expect(await said('no_merge', true, ...post)).toMatch(named('no_merge'));
    expect(await said('no_delete', true, 'DELETE', REPO)).toMatch(named('no_delete'));
    expect(await said('deny', ['PUT /**', 'POST,PUT /repositories/**'], ...post)).toMatch(
      named('deny'),
    );
    expect(await said('allow', ['GET /**', 'POST /repositories/*/*'], ...post)).toMatch(
      named('allow'),
    );
    expect(await said('pin', ['other', 'acme/web'], ...post)).toMatch(named('pin'));
  });

  test('stops the start where it names something that there is not', async () => {
    expect(await stopped(place('read_onyl', true))).toMatch(/read.onyl|it starts/i);
    expect(await stopped(place('deny', ['PATCH /**']))).toMatch(/^USAGE: .*deny.*no PATCH/i);
    expect(await stopped(place('allow', ['GET /repos/**']))).toMatch(
      /^USAGE: .*allow.*begins with/i,
    );
    expect(await stopped(place('pin', ['acme/web/x']))).toMatch(/^USAGE: .*pin.*WORKSPACE/i);
    expect(await stopped(place('confirm', 'sometimes'))).toMatch(/confirm.*(always|one of)/i);
  });
});

test('a misspelt variable, key or value stops the start, since it may be meant to forbid', async () => {
  expect(await stopped({ environment: { BBX_MCP_READONLY: '1' } })).toMatch(
    /^USAGE: .*BBX_MCP_READONLY/,
  );
  expect(await stopped({ environment: { bbx_mcp_deny: 'x' } })).toMatch(/^USAGE: .*bbx_mcp_deny/);
  expect(await stopped({ environment: { BBX_MCP_READ_ONLY: 'yes' } })).toMatch(/^USAGE: .*true/);
  for (const name of ['BBX_MCPREAD_ONLY', 'BBX_READ_ONLY', 'bbx-mcp-pin', 'BBX_MCP', 'BBX_DENY']) {
    expect(await stopped({ environment: { [name]: '1' } })).toMatch(
      `USAGE: There is no variable ${name}`,
    );
  }
  for (const key of [...MCP_KEYS, 'mcp.read_only', 'MCP', 'mcp-deny', 'readOnly', 'mcpServers']) {
    const mcp = JSON.stringify({ [key]: true });
    expect(await stopped({ mcp })).toMatch(
      `config.json is not usable: "${key}" is no setting there`,
    );
  }
  expect(await stopped({ mcp: { readonly: true } })).toMatch(
    /^FILE: .*config\.json.*mcp\.readonly/,
  );
  expect(await stopped({ mcp: { read_only: 'true' } })).toMatch(
    /^FILE: .*mcp\.read_only must be true/,
  );
  expect(await stopped({ mcp: { deny: 'GET /**' } })).toMatch(/^FILE: .*mcp\.deny must be a list/);
  expect(await stopped({ mcp: '{"mcp": {' })).toMatch(/^FILE: .*not valid JSON/);
  expect(await stopped({ mcp: { deny: ['DELETE'] }, flags: { 'read-only': true } })).toMatch(
    /^USAGE/,
  );
});

test('a list that is given and names nothing stops the start, and does not open it', async () => {
  const empty = /^USAGE: .*(is empty|cannot be)/;
  for (const key of ['pin', 'allow', 'deny']) {
    expect(await stopped({ mcp: { [key]: [] } })).toMatch(empty);
    expect(await stopped({ environment: { [`BBX_MCP_${key.toUpperCase()}`]: ', ,' } })).toMatch(
      /^USAGE/,
    );
  }
  expect(await stopped({ flags: { pin: [''] } })).toMatch(empty);
  expect(await stopped({ flags: { pin: ['acme', ','] } })).toMatch(empty);
  expect(await stopped({ flags: { tools: ',' } })).toMatch(empty);
  await expect(checkPolicySettings(readMcpSetting('pin', ','))).rejects.toThrow(
    /mcp\.pin is empty/,
  );
});

test('settings that cannot be reached stop the start', async () => {
  const home = homeForTest();
  const startedIn = async (folder: string) =>
    await stopped({ environment: { BBX_CONFIG_DIR: folder } });
  expect(await startedIn('bbx')).toMatch(/^USAGE: BBX_CONFIG_DIR is relative: bbx/);
  home.put('file', '');
  expect(await startedIn(join(home.path, 'file'))).toMatch(/^FILE: .*(reached|ENOTDIR)/);
  symlinkSync(join(home.path, 'nowhere'), join(home.path, 'link'));
  expect(await startedIn(join(home.path, 'link'))).toMatch(/^FILE: .*link cannot be reached/);
  symlinkSync(join(home.path, 'nowhere'), join(home.path, 'config.json'));
  expect(await startedIn(home.path)).toMatch(/^FILE: .*config\.json cannot be reached/);
  expect(await startedIn(join(home.path, 'none'))).toBe('it starts');
});

test('a flag of one value is not given twice', () => {
  const grammar = { name: 'mcp', usage: 'mcp [FLAGS]', flags: MCP_FLAGS, args: {}, rest: true };
  const read = (...argv: string[]) => readCommandLine(argv, grammar).values;
  for (const name of ['confirm', 'tools', 'profile']) {
    const value = name === 'confirm' ? 'never' : 'api';
    expect(() => read(`--${name}`, value, `--${name}=${value}`)).toThrow(
      `--${name} is given twice`,
    );
  }
  expect(() => read('--confirm', '')).toThrow('--confirm cannot be empty: it takes always');
  expect(read('--pin', 'a', '--pin', 'b', '--confirm', 'never')).toMatchObject({ pin: ['a', 'b'] });
});

test('what one place forbids no other allows', async () => {
  const { refused } = await started({
    flags: { allow: ['* /repositories/acme/**'], pin: ['acme'] },
    environment: { BBX_MCP_ALLOW: 'GET /**, POST /**', BBX_MCP_READ_ONLY: 'false' },
    mcp: {
      deny: [`POST ${REPO}/pullrequests`],
      pin: ['acme/backend-api', 'other'],
      no_merge: true,
    },
  });
  expect(refused('GET', REPO)).toBe('');
  expect(refused('POST', `${REPO}/hooks`)).toBe('');
  expect(refused('PUT', REPO)).toMatch(/BBX_MCP_ALLOW/);
  expect(refused('GET', '/repositories/other/x')).toMatch(/--pin acme of bbx mcp/);
  expect(refused('GET', '/repositories/acme/web')).toMatch(/mcp\.pin acme\/backend-api, other in/);
  expect(refused('POST', `${REPO}/pullrequests`)).toMatch(/mcp\.deny/);
  expect(refused('POST', `${REPO}/pullrequests/1/merge`)).toMatch(/mcp\.no_merge/);
});

test('the strictest word on confirming counts, and the nearest on tools', async () => {
  const confirm = async (places: Places) => (await started(places)).policy.confirm;
  expect(await confirm({ flags: { confirm: 'never' } })).toBe('never');
  expect(await confirm({ flags: { confirm: 'never' }, mcp: { confirm: 'destructive' } })).toBe(
    'destructive',
  );
  expect(
    await confirm({ environment: { BBX_MCP_CONFIRM: 'Always' }, mcp: { confirm: 'never' } }),
  ).toBe('always');
  expect(await confirm({ mcp: { read_only: true } })).toBe('destructive');
  const tools = async (places: Places) => (await started(places)).tools;
  const all = { environment: { BBX_MCP_TOOLS: 'pr, branches' }, mcp: { tools: ['api'] } };
  expect(await tools({ ...all, flags: { tools: 'branches' } })).toEqual(['branches']);
  expect(await tools(all)).toEqual(['pr', 'branches']);
  expect(await tools({ mcp: { tools: ['api'] } })).toEqual(['api']);
});

test('the program does not start with a rule that would never fit, and says why', async () => {
  const ran = await run(['mcp', '--deny', 'PATCH /repositories/*/*/pullrequests/*']);
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toMatch(/^error: --deny has no such rule as .*\nhint: Write PUT\.\n$/);
  expect(ran.stdout).toHaveLength(0);
});

test('the program lists and runs what is left, and clones only what is permitted', async () => {
  const flags = ['--pin', 'acme/backend-api', '--pin', 'acme/payments-service', '--no-delete'];
  const deny = { BBX_MCP_DENY: 'PUT /**, CLONE /repositories/acme/payments-service' };
  const program = await startMcp({ ...desk.env, ...deny }, { flags });
  const { result } = await program.request('tools/list', {});
  const { tools }: { tools: readonly { readonly name: string }[] } = Object.assign(
    { tools: [] },
    result,
  );
  expect(tools.map(({ name }) => name)).toEqual(['bb_get', 'bb_post', 'bb_delete', 'bb_clone']);

  const hidden = await program.call('bb_put', { path: REPO, body: {} });
  expect(hidden.text).toMatch(/^error: Not permitted: .*BBX_MCP_DENY/);
  const refused = await program.call('bb_clone', { repoSlug: 'acme/payments-service' });
  expect(refused.text).toMatch(/a clone of acme\/payments-service \(BBX_MCP_DENY/);
  expect(desk.requests.filter(({ server }) => server === 'git')).toEqual([]);

  const { gitUrl, faults } = desk.sandbox;
  const to = new URL(`${gitUrl}/acme/payments-service.git/info/refs?service=git-upload-pack`);
  const end = faults.add({ server: 'git', path: 'backend-api', redirect: to, times: 9 });
  const led = await program.call('bb_clone', { repoSlug: 'acme/backend-api', targetPath: 'led' });
  end();
  expect(led.isError).toBe(true);
  expect(led.text).toMatch(/302\nhint: .*another name/);
  expect(desk.asked.join()).not.toContain('payments-service');
  expect(existsSync(join(program.home, 'led'))).toBe(false);

  const cloned = await program.call('bb_clone', {
    repoSlug: 'acme/backend-api',
    targetPath: 'own',
  });
  expect(cloned.isError, cloned.text).toBe(false);
  expect(existsSync(join(program.home, 'own', '.git'))).toBe(true);
});
