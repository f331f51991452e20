import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BBX, json } from '../support/cli.ts';
import { ended } from '../support/git-desk.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const folder = mkdtempSync(join(tmpdir(), 'bbx-output-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

describe('the format', () => {
  test('is JSON on a pipe, and stderr stays empty (D1, D17)', async () => {
    const ran = await desk.bbx(['get', '/user']);
    expect(json(ran)).toMatchObject({ display_name: 'Maya Alvarez' });
    expect(ran.stderr).toBe('');
  });

  test('is a table when asked for, with columns for pull requests', async () => {
    const { stdout, stderr, exitCode } = await desk.bbx([
      'get',
      `${REPO}/pullrequests/`,
      '-o',
      'table',
      '-q',
      'pagelen=3',
    ]);
    expect(exitCode, stderr).toBe(0);
    const [head, ...rows] = stdout.toString().trimEnd().split('\n');
    expect(head).toMatch(/^ID +TITLE +AUTHOR/);
    expect(rows).toHaveLength(3);
  });

  test('is TOON when asked for, filtered before it is formatted', async () => {
    const { stdout } = await desk.bbx([
      'get',
      `${REPO}/pullrequests`,
      '-q',
      'pagelen=2',
      '--jq',
      'values[].{id: id, state: state}',
      '-o',
      'toon',
    ]);
    expect(stdout.toString()).toMatch(/^\[2\]\{id,state\}:\n +108,OPEN\n +107,OPEN\n$/);
  });

  test('raw gives a text without its quotes and a list one a line, for a shell', async () => {
    const raw = async (jq: string) =>
      (
        await desk.bbx(['get', `${REPO}/pullrequests/42`, '--jq', jq, '-o', 'raw'])
      ).stdout.toString();
    expect(await raw('title')).toBe('Rotate JWT signing keys and answer 401 for bad tokens\n');
    expect(await raw('reviewers[].nickname')).toBe('maya\ntombecker\naiko-t\n');
  });

  test("raw without a filter is the server's own bytes", async () => {
    desk.sandbox.faults.add({
      path: '/user',
      status: 200,
      body: '{"a" : 1.0, "b":12345678901234567890}',
    });
    const { stdout } = await desk.bbx(['get', '/user', '-o', 'raw']);
    expect(stdout.toString()).toBe('{"a" : 1.0, "b":12345678901234567890}\n');
  });
});

describe('--jq', () => {
  test('picks from the answer', async () => {
    expect(
      json(
        await desk.bbx([
          'get',
          `${REPO}/pullrequests/42`,
          '--jq',
          '{id: id, branch: source.branch.name}',
        ]),
      ),
    ).toEqual({
      id: 42,
      branch: expect.any(String),
    });
  });

  test.each([
    ['get', ['get', '/user']],
    ['post', ['post', `${REPO}/pullrequests/42/comments`, '-f', 'content[raw]=Never sent']],
    ['patch', ['patch', `${REPO}/pullrequests/42`, '-f', 'title=Never sent']],
    ['delete', ['delete', `${REPO}/pullrequests/42/approve`, '--yes']],
  ])(
    'that is wrong ends %s with 3 before anything is sent, and points at the mistake (D6)',
    async (_, args) => {
      const { exitCode, stdout, stderr } = await desk.bbx([...args, '--jq', 'values[']);
      expect(exitCode).toBe(3);
      expect(stdout.length).toBe(0);
      expect(stderr).toMatch(/^error: .*\n +values\[\n +\^/m);
      expect(Buffer.byteLength(stderr)).toBeLessThan(600);
      expect(desk.requests).toEqual([]);
    },
  );

  test('written in jq gets the JMESPath for it', async () => {
    const { exitCode, stderr } = await desk.bbx([
      'get',
      '/user',
      '--jq',
      '.values[] | {id, title}',
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('in JMESPath: values[*].{id: id, title: title}');
    expect(desk.requests).toEqual([]);
  });
});

describe('-i', () => {
  test('shows status and headers before the answer', async () => {
    const { stdout } = await desk.bbx(['get', '/user', '-i']);
    const [head = '', body = ''] = stdout.toString().split('\n\n');
    expect(head).toMatch(/^HTTP 200 OK\n/);
    expect(head).toMatch(/^content-type: application\/json/m);
    expect(JSON.parse(body)).toHaveProperty('uuid');
  });
});

describe('--save', () => {
  test('writes the answer to a file, says so, and prints nothing', async () => {
    const { stdout, stderr, exitCode } = await desk.bbx(
      ['get', `${REPO}/src/main/assets/logo.png`, '--save', 'logo.png'],
      { cwd: folder },
    );
    expect(exitCode).toBe(0);
    expect(stdout.length).toBe(0);
    expect(stderr).toMatch(/^Saved \d+ bytes to logo\.png\n$/);
    expect(readFileSync(join(folder, 'logo.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  test('leaves a file as it was when the answer breaks off, and no part of the new one', async () => {
    const file = join(folder, 'kept');
    writeFileSync(file, 'before');
    const path = `${REPO}/src/main/README.md`;
    desk.sandbox.faults.add({ path, truncate: 10, times: 9 });
    const { exitCode, stderr } = await desk.bbx(['get', path, '--save', file]);
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/^error: /);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('to a folder that is not there is an error of this machine', async () => {
    const { exitCode, stderr } = await desk.bbx(['get', '/user', '--save', 'no/such/folder/x'], {
      cwd: folder,
    });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('no/such/folder/x');
  });

  test('of 64 MB in chunks arrives whole', async () => {
    const size = 64 * 1024 * 1024;
    desk.sandbox.faults.add({ path: '/downloads/big', stream: size });
    const file = join(folder, 'big');
    const { stderr } = await desk.bbx(['get', `${REPO}/downloads/big`, '--save', file]);
    expect(stderr).toBe(`Saved ${size} bytes to ${file}\n`);
    expect(readFileSync(file).length).toBe(size);
  });
});

describe('--debug', () => {
  test('shows requests and answers, and the token in no form', async () => {
    const { token, email } = desk.sandbox.credentials.full;
    const { stderr, stdout, exitCode } = await desk.bbx([
      'get',
      '/user',
      '--debug',
      '-q',
      `echo=${token}`,
      '-H',
      `X-Mine: ${Buffer.from(`x:${token}`).toString('base64')}`,
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout.toString())).toHaveProperty('uuid');
    expect(stderr).toContain('> GET');
    expect(stderr).toContain('< 200');
    expect(stderr).toContain('authorization: ***');
    const forms = [
      token,
      encodeURIComponent(token),
      Buffer.from(token).toString('base64'),
      Buffer.from(`${email}:${token}`).toString('base64'),
    ];
    for (const form of forms) expect(stderr).not.toContain(form.replace(/=+$/, ''));
    expect(stderr).not.toContain(Buffer.from(`x:${token}`).toString('base64'));
  });
});

describe('the reader that leaves', () => {
  test('is no error: bbx get --all | head -1', async () => {
    const bbx = `"${process.execPath}" "${BBX}" get ${REPO}/refs/branches --all --jq 'values[].name' -o raw`;
    const script = `${bbx} | head -1; echo "\${PIPESTATUS[0]}"`;
    const env = { PATH: process.env.PATH, HOME: folder, ...desk.env };
    const { stdout, stderr } = await ended(spawn('bash', ['-c', script], { env }));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\S+\n0\n$/);
  });
});
