import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import {
  askCredentialChannel,
  openCredentialChannel,
} from '../../../src/core/git/credential-channel.ts';

test('carries what git asked and the answer, for as many askers as come', async () => {
  const channel = await openCredentialChannel(async (action, input) => `${action} ${input}`);
  const asked = ['a\nb\n', '', '“ü”\n'].map((input) =>
    askCredentialChannel(channel.path, 'get', input),
  );
  expect(await Promise.all(asked)).toEqual(['get a\nb\n', 'get ', 'get “ü”\n']);
  await channel.close();
});

test.skipIf(process.platform === 'win32')(
  'is in a folder that nobody else can enter, and goes with it',
  async () => {
    const channel = await openCredentialChannel(async () => '');
    const folder = dirname(channel.path);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await channel.close();
    expect(existsSync(folder)).toBe(false);
    expect(await askCredentialChannel(channel.path, 'get', '')).toBeUndefined();
  },
);

test('closes while a stranger is still connected, and ignores nonsense', async () => {
  const channel = await openCredentialChannel(async () => 'secret');
  const silent = connect(channel.path);
  const closed = new Promise((resolve) => silent.on('close', resolve));
  const loud = connect(channel.path);
  const heard: string[] = [];
  loud.on('data', (chunk) => heard.push(String(chunk)));
  const refused = new Promise((resolve) => loud.on('close', resolve).write('no json\n'));
  await refused;
  expect(heard).toEqual([]);
  await channel.close();
  await closed;
});
