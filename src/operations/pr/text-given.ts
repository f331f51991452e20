import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { collectInput } from '../../core/client/collect-input.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';

/** A text, given as such or as a file ("-" is standard input), and what the two are called. */
export interface GivenText {
  readonly text: string | undefined;
  readonly file: string | undefined;
  /** "body": the flags are --body and --body-file. */
  readonly name: string;
}

/**
 * Reads a text that may stand in a file.
 * @returns undefined when none is given
 * @throws BbxError USAGE for both at once or for an empty one, FILE for what cannot be read as UTF-8
 */
export async function textGiven(
  { text, file, name }: GivenText,
  { cwd }: Context,
): Promise<string | undefined> {
  if (text !== undefined && file !== undefined) {
    throw new BbxError('USAGE', `--${name} and --${name}-file are both given.`, {
      hint: 'Give one of them.',
    });
  }
  const given = file === undefined ? text : await readUtf8(file, cwd);
  if (given === undefined || given.trim() !== '') return given;
  throw new BbxError('USAGE', `The ${name} is empty.`, { hint: 'Nothing was sent.' });
}

async function readUtf8(file: string, cwd: string): Promise<string> {
  const bytes = file === '-' ? await collectInput(process.stdin) : await read(resolve(cwd, file));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable(file === '-' ? 'Standard input' : file, 'is no text in UTF-8', cause);
  }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unusable(path, 'cannot be read', cause);
  }
}

const unusable = (what: string, why: string, cause: unknown) =>
  new BbxError('FILE', `${what} ${why}.`, { hint: 'Check the name; nothing was sent.', cause });
