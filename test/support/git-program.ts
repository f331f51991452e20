/**
 * As much of bbx as git needs: `clone JSON` and `auth git-credential ACTION`. A program of its own,
 * because git starts its helper as a process, and because ^C has to reach one.
 */
import { text } from 'node:stream/consumers';
import { gitCredential } from '../../src/core/auth/git-credential.ts';
import { readConfig } from '../../src/core/config.ts';
import type { Context } from '../../src/core/context.ts';
import { BbxError } from '../../src/core/errors.ts';
import { clone } from '../../src/operations/repo/clone.ts';

const [command, ...rest] = process.argv.slice(2);
const config = readConfig();

if (command === 'auth') {
  const { stdout, stderr } = await gitCredential(rest[1] ?? '', await text(process.stdin), config);
  process.stderr.write(stderr);
  process.stdout.write(stdout);
} else {
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  const tell = (kind: string, said: string) => process.stderr.write(`${kind}: ${said}\n`);
  const context: Context = {
    config,
    client: { send: () => Promise.reject(new Error('a clone calls no API')) },
    signal: stopped.signal,
    cwd: process.cwd(),
    progress: ({ label }) => tell('progress', label),
    note: (said) => tell('note', said),
    unbroken: (work) => work(context),
  };
  try {
    const answer = await clone.run(clone.input.parse(JSON.parse(rest[0] ?? '')), context);
    process.stdout.write(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    process.stdout.write(JSON.stringify(error));
    process.exitCode = error.exitCode;
  }
}
