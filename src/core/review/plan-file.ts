import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BbxError } from '../errors.ts';
import { replaceFile, targetOf } from '../settings/replace-file.ts';
import { parsePlan, planText, type ReviewPlan } from './review-plan.ts';

/**
 * Writes a plan to a file for its owner alone. A file that is no plan is not written over.
 * @throws BbxError USAGE for such a file, FILE when it cannot be written
 */
export async function writePlan(plan: ReviewPlan, file: string, cwd: string): Promise<void> {
  const path = await targetOf(resolve(cwd, file));
  const there = await readFile(path, 'utf8').catch(() => '');
  if (there.trim() !== '' && parsePlan(there) === undefined) {
    throw new BbxError('USAGE', `${file} is there already, and is no plan of bbx.`, {
      hint: 'Name another file, or remove it first.',
    });
  }
  try {
    await replaceFile(path, planText(plan));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new BbxError('FILE', `The plan cannot be written to ${file}${code}.`, {
      hint: 'Is there such a folder, and may you write to it? Nothing was sent.',
      cause,
    });
  }
}

/**
 * Reads a plan from a file.
 * @throws BbxError FILE for an unreadable file, USAGE for one that is no plan or was altered
 */
export async function readPlan(file: string, cwd: string): Promise<ReviewPlan> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new BbxError('FILE', `Not a readable file: ${file}.`, {
      hint: 'Check the name; nothing was sent.',
      cause,
    });
  });
  const plan = parsePlan(text);
  if (plan === undefined) {
    throw new BbxError('USAGE', `${file} is no plan of a review.`, {
      hint: 'bbx pr review with --plan FILE writes one. Nothing was sent.',
    });
  }
  if (plan === 'altered') {
    throw new BbxError('USAGE', `${file} was altered since it was written.`, {
      hint: 'A plan is sent as it was shown, or not at all: make it anew with --plan.',
    });
  }
  return plan;
}
