import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { secretsOf } from '../../../src/core/auth/redact.ts';
import { ACCOUNT, Desk, ended, makeProgram, TOKEN } from '../../support/git-desk.ts';
import { type GitServer, git, startGitServer } from '../../support/git-server.ts';
import { lacks } from '../../support/needs.ts';

let server: GitServer;
let desk: Desk;
let program: string;
const shop = mkdtempSync(join(tmpdir(), 'bbx-program-'));

beforeAll(async () => {
  program = await makeProgram(shop);
  server = await startGitServer('x-bitbucket-api-token-auth', TOKEN);
  const library = server.add('acme/library', { 'lib.txt': 'library\n' });
  server.add('acme/api', { 'README.md': 'hello\n', 'src/a.ts': 'export {};\n' });
  server.add('acme/empty');
  server.add('open/public', { 'README.md': 'public\n' });
  const parts = server.add('acme/parts', { 'README.md': 'parts\n' });
  const work = join(parts, '..', 'work');
  git(parts, 'clone', '-q', parts, work);
  git(work, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library');
  const modules = '[submodule "library"]\n\tpath = library\n\turl = ../library.git\n';
  writeFileSync(join(work, '.gitmodules'), modules);
  git(work, 'commit', '-qam', 'Add the library');
  git(work, 'push', '-q', 'origin', 'main');
});
afterAll(async () => {
  rmSync(shop, { recursive: true, maxRetries: 10 });
  await server.close();
});

beforeEach(() => {
  desk = new Desk(program, server.url);
  server.release();
});
afterEach(() => desk.remove());

/** Nothing new in the work folder, and nothing in TMPDIR. */
const left = () => [...readdirSync(desk.work), ...bbxLeftovers()];
const bbxLeftovers = () => readdirSync(desk.temporary).filter((name) => name.startsWith('bbx-'));

describe('a clone over HTTPS', () => {
  test('brings the repository and tells where it is', async () => {
    const { answer, stderr } = await desk.clone({ repoSlug: 'acme/api' });
    const directory = join(desk.work, 'api');
    const commit = git(directory, 'rev-parse', 'HEAD');
    expect(answer).toEqual({
      kind: 'done',
      message: `Cloned acme/api into ${directory} (branch main).`,
      data: { repository: 'acme/api', directory, branch: 'main', commit, protocol: 'https' },
    });
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toBe('hello\n');
    expect(stderr).toContain('progress: Receiving objects: 100%');
    expect(bbxLeftovers()).toEqual([]);
  });

  test('takes the default workspace, a folder, a branch and a depth', async () => {
    const request = { repoSlug: 'api', targetPath: 'deep/er/here', branch: 'main', depth: 1 };
    const { answer } = await desk.clone(request, { BITBUCKET_DEFAULT_WORKSPACE: 'acme' });
    expect(answer.data.directory).toBe(join(desk.work, 'deep/er/here'));
    expect(git(answer.data.directory, 'rev-parse', '--is-shallow-repository')).toBe('true');
  });

  test.each(['/acme/api', '/acme/api/src/main/README.md', '/acme/api.git'])(
    'takes the address %s',
    async (path) => {
      const { answer } = await desk.clone({ repoSlug: `${server.url}${path}`, targetPath: '~/x' });
      expect(answer.data).toMatchObject({
        repository: 'acme/api',
        directory: join(desk.home, 'x'),
      });
    },
  );

  test('reads the token from ~/.mcp/configs.json as well', async () => {
    desk.remove();
    desk = new Desk(program, server.url, {});
    mkdirSync(join(desk.home, '.mcp'));
    const configs = { bitbucket: { environments: ACCOUNT } };
    writeFileSync(join(desk.home, '.mcp', 'configs.json'), JSON.stringify(configs));
    expect((await desk.clone({ repoSlug: 'acme/api' })).code).toBe(0);
    const pull = await desk.git(['pull'], join(desk.work, 'api'));
    expect(pull).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date') });
  });

  test('of an empty repository is a clone, with git’s warning as a note', async () => {
    const { answer, stderr } = await desk.clone({ repoSlug: 'acme/empty' });
    expect(answer.message).toMatch(/\(branch main, still empty\)\.$/);
    expect(answer.data).toMatchObject({ branch: 'main', commit: null });
    expect(stderr).toContain('note: You appear to have cloned an empty repository.');
  });

  test('of a public repository needs no credentials', async () => {
    const none = { ATLASSIAN_USER_EMAIL: '', ATLASSIAN_API_TOKEN: '' };
    const { code } = await desk.clone({ repoSlug: 'open/public' }, none);
    expect(code).toBe(0);
  });

  test('of a tag tells the commit', async () => {
    git(server.add('acme/tagged', { 'README.md': 'hello\n' }), 'tag', 'v1');
    const { answer, code } = await desk.clone({ repoSlug: 'acme/tagged', branch: 'v1' });
    expect(code).toBe(0);
    expect(answer.data.branch).toBeNull();
    expect(answer.message).toContain(`(commit ${answer.data.commit.slice(0, 12)})`);
  });

  test('keeps the configuration that the environment gives git', async () => {
    const stale = '!echo username=ann; echo password=ATBB-old; true';
    const given = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'credential.helper',
      GIT_CONFIG_VALUE_0: stale,
      GIT_CONFIG_KEY_1: 'clone.defaultRemoteName',
      GIT_CONFIG_VALUE_1: 'upstream',
    };
    const { code } = await desk.clone({ repoSlug: 'acme/api' }, given);
    expect(code).toBe(0);
    expect(git(join(desk.work, 'api'), 'remote')).toBe('upstream');
  });

  test('fills an empty folder that is there', async () => {
    mkdirSync(join(desk.work, 'mine'));
    expect((await desk.clone({ repoSlug: 'acme/api', targetPath: 'mine' })).code).toBe(0);
  });

  test('does not land in the repository whose hook started it', async () => {
    const inHook = { GIT_DIR: join(desk.work, 'other', '.git'), GIT_INDEX_FILE: '/nowhere' };
    expect((await desk.clone({ repoSlug: 'acme/api' }, inHook)).code).toBe(0);
    expect(readdirSync(desk.work)).toEqual(['api']);
  });

  test('passes the person’s own options to git', async () => {
    const { code } = await desk.clone({ repoSlug: 'acme/api', gitArgs: ['--bare', '-o', 'up'] });
    expect(code).toBe(0);
    expect(existsSync(join(desk.work, 'api', 'HEAD'))).toBe(true);
  });

  test('signs an access token with the user name that it needs', async () => {
    const other = await startGitServer('x-token-auth', 'ATCTT3-access-token');
    other.add('acme/api', { 'README.md': 'hello\n' });
    const access = { BBX_GIT_URL: other.url, BITBUCKET_ACCESS_TOKEN: 'ATCTT3-access-token' };
    const { code } = await desk.clone(
      { repoSlug: 'acme/api' },
      { ...access, ATLASSIAN_API_TOKEN: '' },
    );
    await other.close();
    expect(code).toBe(0);
  });
});

describe('afterwards', () => {
  test('git pull and git push work without typing, past helpers with an old password', async () => {
    const stale = '!echo username=ann; echo password=ATBB-old; true';
    git(desk.work, 'config', '--file', join(desk.home, '.gitconfig'), 'credential.helper', stale);
    await desk.clone({ repoSlug: 'acme/api', targetPath: 'one' });
    await desk.clone({ repoSlug: 'acme/api', targetPath: 'two' });
    const [one, two] = [join(desk.work, 'one'), join(desk.work, 'two')];
    writeFileSync(join(one, 'new.txt'), 'new\n');
    git(one, 'add', '-A');
    git(one, 'commit', '-qm', 'New');
    expect(await desk.git(['push', 'origin', 'HEAD:refs/heads/new'], one)).toMatchObject({
      code: 0,
    });
    expect(await desk.git(['pull', 'origin', 'new'], two)).toMatchObject({ code: 0 });
    expect(readFileSync(join(two, 'new.txt'), 'utf8')).toBe('new\n');
  });

  test('without credentials git says so instead of asking', async () => {
    await desk.clone({ repoSlug: 'acme/api' });
    const none = { ATLASSIAN_USER_EMAIL: '', ATLASSIAN_API_TOKEN: '' };
    const pull = await desk.git(['pull'], join(desk.work, 'api'), none);
    expect(pull.code).not.toBe(0);
    expect(pull.stderr).toContain('bbx: There are no credentials for Bitbucket.');
  });

  test('submodules of the same origin were cloned, and can pull too', async () => {
    const parts = { repoSlug: 'acme/parts', gitArgs: ['--recurse-submodules'] };
    expect((await desk.clone(parts)).code).toBe(0);
    const library = join(desk.work, 'parts', 'library');
    expect(readFileSync(join(library, 'lib.txt'), 'utf8')).toBe('library\n');
    expect(await desk.git(['fetch', 'origin', 'main'], library)).toMatchObject({ code: 0 });
  });

  test.skipIf(lacks('git-lfs'))('LFS files went up and came down', async () => {
    server.add('acme/large', { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' });
    expect((await desk.git(['lfs', 'install'], desk.work)).code).toBe(0);
    await desk.clone({ repoSlug: 'acme/large', targetPath: 'one' });
    const one = join(desk.work, 'one');
    writeFileSync(join(one, 'a.bin'), 'large');
    for (const args of [
      ['add', '-A'],
      ['commit', '-qm', 'Large'],
      ['push', 'origin', 'main'],
    ])
      expect(await desk.git(args, one)).toMatchObject({ code: 0 });
    expect(git(one, 'show', 'HEAD:a.bin')).toContain('oid sha256');
    const { code } = await desk.clone({ repoSlug: 'acme/large', targetPath: 'two' });
    expect(code).toBe(0);
    expect(readFileSync(join(desk.work, 'two', 'a.bin'), 'utf8')).toBe('large');
  });
});

describe('the token', () => {
  const forms = [
    ...secretsOf({ kind: 'api-token', email: 'ann@example.com', token: TOKEN, source: '' }),
    'secret-token',
  ];
  const found = (text: string) => forms.filter((form) => text.includes(form));

  test.skipIf(process.platform !== 'linux')(
    'is in no argument and no environment of what git starts',
    async () => {
      const spy = join(desk.root, 'spy.log');
      const template = join(desk.root, 'template');
      mkdirSync(join(template, 'hooks'), { recursive: true });
      // A hook sees the environment of git; a module that node loads first sees that of the helper.
      const hook = join(template, 'hooks', 'post-checkout');
      writeFileSync(
        hook,
        `#!/bin/sh\necho hook; env; cat /proc/$PPID/cmdline /proc/$PPID/environ\n`,
      );
      chmodSync(hook, 0o755);
      const preload = join(desk.root, 'preload.cjs');
      writeFileSync(
        preload,
        `if (process.argv.includes('git-credential'))
           require('fs').appendFileSync(${JSON.stringify(spy)},
             'helper ' + JSON.stringify([process.argv, process.execArgv, process.env]));`,
      );
      const held = server.hold();
      const child = desk.startClone(
        { repoSlug: 'acme/api', gitArgs: ['--template', template] },
        { NODE_OPTIONS: `--require=${preload}`, BITBUCKET_TOKEN: TOKEN, TOO: `x${TOKEN}` },
      );
      const end = ended(child);
      await held;
      // git and its HTTP process have the login by now and wait for the first signed answer.
      const children = desk.processes().filter(({ pid }) => pid !== child.pid);
      expect(children.length).toBeGreaterThan(1);
      expect(children.map(({ text }) => text).join()).toContain('remote-http');
      expect(children.flatMap(({ text }) => found(text))).toEqual([]);
      child.kill('SIGINT');
      await end;

      server.release();
      const second = await ended(
        desk.startClone(
          { repoSlug: 'acme/api', gitArgs: ['--template', template] },
          { NODE_OPTIONS: `--require=${preload}`, BITBUCKET_TOKEN: TOKEN },
        ),
      );
      expect(second.code).toBe(0);
      expect(second.stderr).toContain('hook');
      expect(readFileSync(spy, 'utf8')).toContain('helper');
      expect(found(readFileSync(spy, 'utf8') + second.stderr + second.stdout)).toEqual([]);
    },
  );

  test('is in no file of the clone, and its address names no user', async () => {
    await desk.clone({ repoSlug: 'acme/parts', gitArgs: ['--recurse-submodules'] });
    const directory = join(desk.work, 'parts');
    const files = readdirSync(join(desk.root), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(found)).toEqual([]);
    expect(git(directory, 'remote', 'get-url', 'origin')).toBe(`${server.url}/acme/parts.git`);
    expect(git(directory, 'config', '--get-all', `credential.${server.url}.helper`)).toMatch(
      /^!'.*node' .*'.*bbx program.*' auth git-credential$/,
    );
  });

  test('is masked in what git says, even when git is told to say all', async () => {
    const loud = { GIT_TRACE_CURL: '1', GIT_TRACE_REDACT: '0' };
    const { stderr } = await desk.clone({ repoSlug: 'acme/api' }, loud);
    expect(stderr).toContain('Authorization: Basic ***');
    expect(found(stderr)).toEqual([]);
  });
});

describe('a clone that fails leaves nothing behind', () => {
  test('when the token is wrong', async () => {
    const wrong = { ATLASSIAN_API_TOKEN: 'ATATT3-wrong-token' };
    const { answer, code } = await desk.clone({ repoSlug: 'acme/api', targetPath: 'a/b' }, wrong);
    expect(code).toBe(6);
    expect(answer.error).toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringMatching(/exit code 128.*Authentication failed/s),
      hint: expect.stringContaining('read:repository:bitbucket'),
    });
    expect(answer.error).not.toHaveProperty('status');
    expect(left()).toEqual([]);
  });

  test('when there are no credentials', async () => {
    const none = { ATLASSIAN_USER_EMAIL: '', ATLASSIAN_API_TOKEN: '' };
    const { answer } = await desk.clone({ repoSlug: 'acme/api' }, none);
    expect(answer.error).toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('could not read Username'),
      hint: expect.stringMatching(/no credentials.*ATLASSIAN_USER_EMAIL/),
    });
    expect(left()).toEqual([]);
  });

  test('when the credentials are an app password', async () => {
    const dead = { ATLASSIAN_API_TOKEN: 'ATBB-dead' };
    const { answer, code } = await desk.clone({ repoSlug: 'acme/api' }, dead);
    expect(code).toBe(4);
    expect(answer.error.message).toContain('2026-07-28');
    expect(left()).toEqual([]);
  });

  test('when the repository is not there', async () => {
    const { answer } = await desk.clone({ repoSlug: 'acme/none', targetPath: 'x/y/z' });
    expect(answer.error.message).toMatch(/repository '.*acme\/none.git\/' not found/);
    expect(answer.error.hint).toContain('spelling');
    expect(JSON.stringify(answer).length).toBeLessThan(600);
    expect(left()).toEqual([]);
  });

  test('when the branch is not there', async () => {
    const { answer } = await desk.clone({ repoSlug: 'acme/api', branch: 'nope' });
    expect(answer.error.message).toContain('Remote branch nope not found');
    expect(answer.error.hint).toContain('refs/branches');
    expect(left()).toEqual([]);
  });

  test('when nobody listens', async () => {
    const nobody = { BBX_GIT_URL: 'http://127.0.0.1:1' };
    const { answer } = await desk.clone({ repoSlug: 'acme/api' }, nobody);
    expect(answer.error.message).toContain('Failed to connect');
    expect(answer.error.hint).toContain('network');
    expect(left()).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')(
    'when the configuration of git makes SSH of HTTPS',
    async () => {
      const config = [
        `[url "git@localhost:"]\n\tinsteadOf = ${server.url}/`,
        `[core]\n\tsshCommand = "echo 'git@localhost: Permission denied (publickey).' >&2; exit 255;"`,
      ];
      writeFileSync(join(desk.home, '.gitconfig'), `${config.join('\n')}\n`);
      const { answer } = await desk.clone({ repoSlug: 'acme/api' });
      expect(answer.error.message).toContain('Permission denied (publickey)');
      expect(answer.error.hint).toContain('url.<base>.insteadOf');
      expect(left()).toEqual([]);
    },
  );

  test.skipIf(process.platform === 'win32')('when TMPDIR is not there', async () => {
    const TMPDIR = join(desk.root, 'none');
    const { answer, code } = await desk.clone({ repoSlug: 'acme/api' }, { TMPDIR });
    expect(code).toBe(6);
    expect(answer.error).toMatchObject({
      code: 'FILE',
      message: `Cannot make a folder for temporary files in ${TMPDIR} (ENOENT).`,
      hint: expect.stringContaining('TMPDIR'),
    });
    expect(left()).toEqual([]);
  });

  test('when a hook of the person refuses after the checkout', async () => {
    const template = join(desk.root, 'template');
    mkdirSync(join(template, 'hooks'), { recursive: true });
    const hook = join(template, 'hooks', 'post-checkout');
    writeFileSync(hook, '#!/bin/sh\necho no >&2; exit 1\n');
    chmodSync(hook, 0o755);
    const { code } = await desk.clone({ repoSlug: 'acme/api', gitArgs: ['--template', template] });
    expect(code).toBe(6);
    expect(left()).toEqual([]);
  });

  test('and keeps an empty folder that was there, and all that is in a full one', async () => {
    mkdirSync(join(desk.work, 'mine'));
    await desk.clone({ repoSlug: 'acme/none', targetPath: 'mine' });
    expect(readdirSync(join(desk.work, 'mine'))).toEqual([]);
    writeFileSync(join(desk.work, 'mine', 'work.txt'), 'dear\n');
    const { answer } = await desk.clone({ repoSlug: 'acme/api', targetPath: 'mine' });
    expect(answer.error.message).toContain('already exists and is not an empty directory');
    expect(answer.error.hint).toContain('DIR');
    expect(left()).toEqual(['mine']);
    expect(readFileSync(join(desk.work, 'mine', 'work.txt'), 'utf8')).toBe('dear\n');
  });

  test.skipIf(process.platform === 'win32')('on ^C, and no process either', async () => {
    const held = server.hold();
    const child = desk.startClone({ repoSlug: 'acme/api', targetPath: 'a/b' });
    const end = ended(child);
    await held;
    child.kill('SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(JSON.parse(stdout).error.code).toBe('CANCELLED');
    expect(left()).toEqual([]);
    if (process.platform === 'linux') expect(desk.processes()).toEqual([]);
  });

  test('when git is not installed', async () => {
    const { answer } = await desk.clone({ repoSlug: 'acme/api' }, { PATH: desk.home });
    expect(answer.error).toMatchObject({
      code: 'GIT_FAILED',
      message: 'git is not installed.',
      hint: expect.stringContaining('git-scm.com'),
    });
    expect(left()).toEqual([]);
  });
});

describe('before anything is made or sent, is refused', () => {
  test.each([
    [{ repoSlug: 'acme/..' }, /repository/],
    [{ repoSlug: '../api' }, /workspace/],
    [{ repoSlug: '-x' }, /repository/],
    [{ repoSlug: 'acme/--upload-pack=touch pwned' }, /repository/],
    [{ repoSlug: 'ext::sh -c touch% pwned' }, /address/],
    [{ repoSlug: 'https://evil.example/acme/api' }, /address/],
    [{ repoSlug: '' }, /repository/],
    [{ repoSlug: 'acme/' }, /repository/],
    [{ repoSlug: 'acme/a/b' }, /repository/],
    [{ repoSlug: 'acme/a\nb' }, /repository/],
    [{ repoSlug: 'acme/a b' }, /repository/],
    [{ repoSlug: 'api', workspaceSlug: '..' }, /workspace/],
    [{ repoSlug: 'api', workspaceSlug: '-c' }, /workspace/],
    [{ repoSlug: 'acme/api', workspaceSlug: 'other' }, /Two workspaces/],
    [{ repoSlug: 'api' }, /No workspace/],
    [{ repoSlug: 'acme/api', branch: '--upload-pack=x' }, /branch/],
    [{ repoSlug: 'acme/api', branch: '' }, /branch/],
    [{ repoSlug: 'acme/api', targetPath: 'a\0b' }, /folder/],
    [{ repoSlug: 'acme/api', targetPath: '' }, /folder/],
    [{ repoSlug: 'acme/api', gitArgs: ['--', 'x'] }, /--/],
  ])('%j', async (request, message) => {
    const before = server.seen.length;
    const { answer, code } = await desk.clone(request);
    expect(code).toBe(2);
    expect(answer.error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) });
    expect(server.seen.length).toBe(before);
    expect(left()).toEqual([]);
  });
});

describe('a clone over SSH', () => {
  let ssh: { GIT_SSH_COMMAND: string; GIT_SSH_VARIANT: string; SERVED: string };
  beforeEach(() => {
    // In place of ssh: notes how it was called, and runs the command at home.
    const script = join(desk.root, 'ssh.sh');
    const served = server.add(`acme/over-ssh-${desk.root.slice(-6)}`, { 'README.md': 'ssh\n' });
    writeFileSync(
      script,
      `#!/bin/sh\nprintf '%s\\n' "$@" > "$0.log"; env > "$0.env"\nexec git-upload-pack "$SERVED"\n`,
    );
    chmodSync(script, 0o755);
    ssh = { GIT_SSH_COMMAND: script, GIT_SSH_VARIANT: 'ssh', SERVED: served };
  });

  test('uses the person’s keys and neither token nor helper', async () => {
    const { answer, code } = await desk.clone({ repoSlug: 'acme/api', ssh: true }, ssh);
    expect(code).toBe(0);
    expect(answer.data).toMatchObject({ repository: 'acme/api', protocol: 'ssh', branch: 'main' });
    const called = readFileSync(`${ssh.GIT_SSH_COMMAND}.log`, 'utf8');
    expect(called).toContain("git@127.0.0.1\ngit-upload-pack 'acme/api.git'");
    expect(readFileSync(`${ssh.GIT_SSH_COMMAND}.env`, 'utf8')).not.toContain(TOKEN);
    const config = readFileSync(join(desk.work, 'api', '.git', 'config'), 'utf8');
    expect(config).not.toContain('helper');
  });

  test('works without credentials', async () => {
    const none = { ATLASSIAN_USER_EMAIL: '', ATLASSIAN_API_TOKEN: '' };
    expect((await desk.clone({ repoSlug: 'acme/api', ssh: true }, { ...ssh, ...none })).code).toBe(
      0,
    );
  });
});
