import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { httpServer, sendJson } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { openTerminal } from '../support/terminal.ts';

const desk = sandboxForFile();
/** As a shell leaves a terminal: lines are edited and shown. */
const RESTORED = /(?<!-)icanon[\s\S]*(?<!-)echo /;
const ASKED = /Token \(not shown\):/;
const LOGIN = 'bbx auth login --store file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bbx-auth-terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

const places = (url = desk.sandbox.url) => ({
  BBX_API_URL: url,
  BBX_GIT_URL: desk.sandbox.gitUrl,
  BBX_CONFIG_DIR: folder,
});
const full = () => desk.sandbox.credentials.full;
const settings = (): unknown => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));

describe.skipIf(lacks('tmux'))('bbx auth login on a terminal', () => {
  test('shows the scopes to tick, asks, and never shows the token', async () => {
    const terminal = await openTerminal(places());
    await terminal.enter(LOGIN);
    const intro = await terminal.until(ASKED);
    expect(intro).toContain('https://id.atlassian.com/manage-profile/security/api-tokens');
    expect(intro).toMatch(/pr review +read:user:bitbucket/);
    const { token, email } = full();
    // Typed in pieces, with a slip that is taken back.
    await terminal.type(token.slice(0, 50));
    await terminal.type('QZ');
    await terminal.press('BSpace', 'BSpace');
    await terminal.type(token.slice(50));
    await terminal.until(/\(192 characters\)/);
    await terminal.press('Enter');
    await terminal.until(/E-mail of the Atlassian account:/);
    await terminal.type(email);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    const screen = await terminal.until(/Signed in at .* as .*profile default, workspace acme/);
    expect(screen).toContain('for you alone');
    expect(terminal.written()).toContain(email);
    for (let at = 0; at + 8 <= token.length; at += 4) {
      expect(terminal.written()).not.toContain(token.slice(at, at + 8));
    }
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
    expect((await terminal.run('bbx get /user --jq nickname')).screen).toContain('maya');
  });

  test('takes a paste with its line end, and answers that were typed ahead', async () => {
    const terminal = await openTerminal(places());
    await terminal.enter(LOGIN);
    await terminal.until(ASKED);
    const { token, email } = full();
    await terminal.type(`\u001b[200~${token}\u001b[201~\r${email}\r`);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written()).not.toContain(token.slice(-20));
    expect(settings()).toMatchObject({ profiles: { default: { email } } });
  });

  test.each([
    ['the token', []],
    ['the e-mail', ['token']],
  ])('^C at %s stores nothing and gives the terminal back', async (_, before) => {
    const terminal = await openTerminal(places());
    await terminal.enter(LOGIN);
    await terminal.until(ASKED);
    await terminal.type(full().token);
    if (before.length > 0) {
      await terminal.press('Enter');
      await terminal.until(/E-mail of/);
    }
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await terminal.until(/^error: Cancelled/m)).not.toMatch(/^ +at /m);
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
    expect(terminal.written()).not.toContain(full().token.slice(0, 12));
    expect(readdirSync(folder)).toEqual([]);
    expect(desk.requests).toEqual([]);
  });

  test('^C while Bitbucket is asked stores nothing', async () => {
    const terminal = await openTerminal(places());
    desk.sandbox.faults.add({ path: '/user', stall: true });
    await terminal.enter(`${LOGIN} --email ${full().email}`);
    await terminal.until(ASKED);
    await terminal.type(`${full().token}\r`);
    await expect.poll(() => desk.requests.length).toBe(1);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not show a token that is given where the e-mail belongs', async () => {
    const terminal = await openTerminal(places());
    await terminal.enter(LOGIN);
    await terminal.until(ASKED);
    await terminal.type(`${full().token}\r`);
    await terminal.until(/E-mail of/);
    await terminal.type(full().token);
    await terminal.until(/\*\*\*/);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(4);
    await terminal.until(/token where the e-mail belongs/);
    expect(terminal.written()).not.toContain(full().token.slice(6, 20));
  });

  test('asks for the workspace of an access token, and for no e-mail', async () => {
    const terminal = await openTerminal(places());
    await terminal.enter(`${LOGIN} -o json`);
    await terminal.until(ASKED);
    await terminal.type(`${desk.sandbox.credentials.accessToken.token}\r`);
    await terminal.until(/Workspace of the access token:/);
    await terminal.type('acme\r');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/"kind": "access-token"/)).not.toContain('E-mail');
  });

  test('has one of several workspaces chosen, whose names cannot command it', async () => {
    const server = await httpServer(({ url }, response) => {
      const slugs = ['first', 'b\u001b]0;owned\u0007'];
      const values = slugs.map((slug) => ({ workspace: { slug } }));
      const account = { account_id: '1', display_name: 'M\u001b[31m' };
      sendJson(response, url.includes('workspaces') ? { values } : account);
    });
    const terminal = await openTerminal(places(server.url));
    await terminal.enter(`${LOGIN} --email a@b.c`);
    await terminal.until(ASKED);
    await terminal.type(`${full().token}\r`);
    await terminal.until(/Workspace for names[\s\S]*first/);
    await terminal.press('Down');
    await terminal.until(/❯ b/);
    await terminal.press('Up');
    await terminal.until(/❯ first/);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    expect(settings()).toMatchObject({ profiles: { default: { workspace: 'first' } } });
    expect(terminal.written()).not.toContain('\u001b]0;owned');
    expect(terminal.written()).not.toContain('M\u001b[31m');
    expect((await terminal.run('stty -a')).screen).toMatch(RESTORED);
  });

  test('--with-token asks as well, where what is typed would be echoed', async () => {
    const terminal = await openTerminal(places());
    await terminal.enter(`${LOGIN} --with-token --email ${full().email}`);
    await terminal.until(ASKED);
    await terminal.type(`${full().token}\r`);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written()).not.toContain(full().token.slice(0, 12));
  });
});

describe.skipIf(lacks('tmux'))('the profiles on a terminal', () => {
  test('that are not there yet are said to be none', async () => {
    const terminal = await openTerminal(places());
    expect((await terminal.run('bbx auth list')).screen).toContain('bbx auth login makes one');
  });

  test('are a table; one is chosen; a printed token is said to be a secret', async () => {
    const { readOnly } = desk.sandbox.credentials;
    const signIn = async ({ email, token }: typeof readOnly, profile: string) => {
      const args = ['auth', 'login', '--with-token', '--store', 'file'];
      const ran = await desk.bbx([...args, '--email', email, '--profile', profile], {
        stdin: token,
        env: places(),
      });
      expect(ran.exitCode, ran.stderr).toBe(0);
    };
    await signIn(full(), 'work');
    await signIn(readOnly, 'reader');
    const terminal = await openTerminal(places());
    const { screen } = await terminal.run('bbx auth list');
    expect(screen).toMatch(/^NAME +CURRENT +HOST/m);
    expect(screen).toMatch(/^reader +(true|yes)/m);
    await terminal.enter('bbx auth switch');
    await terminal.until(/❯ work/);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    await terminal.enter('bbx auth switch');
    await terminal.until(/❯ work/);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    await terminal.until(/Profile work is the current one/);
    expect((await terminal.run('bbx auth token')).screen).toContain('This is a secret');
    const out = await terminal.run('bbx auth logout');
    expect(out.screen).toMatch(/Signed out: profile work is gone. The current profile is reader./);
    expect((await terminal.run('bbx get /user --jq nickname')).exitCode).toBe(0);
  });
});
