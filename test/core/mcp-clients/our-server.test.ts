import { describe, expect, test } from 'vitest';
import { argumentsOfBbx, startsBbx } from '../../../src/core/mcp-clients/our-server.ts';

const words = (line: string) => line.split(' ');

describe('the words of a server', () => {
  test.each([
    ['bbx mcp', []],
    ['/usr/bin/bbx mcp --read-only', ['--read-only']],
    ['C:\\bbx.cmd mcp', []],
    ['/usr/bin/node /opt/bbx/bin/bbx.js mcp --pin acme', ['--pin', 'acme']],
    ['node --import /x/loader.mjs /opt/bbx.js mcp', []],
    ['npx -y bbx@1.2 mcp', []],
  ])('are ours: %s', (line, flags) => {
    expect(argumentsOfBbx(words(line))).toEqual(flags);
    expect(startsBbx(words(line))).toBe(true);
  });

  test.each([
    'op run --env-file=x -- bbx mcp --read-only',
    'ssh host bbx mcp',
    'node wrapper.js /opt/bbx.js mcp',
  ])("are somebody's own way to bbx: %s", (line) => {
    expect(argumentsOfBbx(words(line))).toBeUndefined();
    expect(startsBbx(words(line))).toBe(true);
  });

  test.each([
    'docker run -v /src/bbx mcp image',
    'bbx mcp install cursor',
    'bbx mcp uninstall',
    'bbx mcp list',
    'bbx pr list',
    'node /opt/bbx.js mcp uninstall',
    'npx files /home/me/bbx',
  ])('start something else: %s', (line) => {
    expect(argumentsOfBbx(words(line))).toBeUndefined();
    expect(startsBbx(words(line))).toBe(false);
  });

  test('may have the program and its argument in one word, which install corrects', () => {
    expect(argumentsOfBbx(['bbx mcp', '--read-only'])).toEqual(['--read-only']);
    expect(argumentsOfBbx(['bbx mcp', 'install'])).toBeUndefined();
  });
});
