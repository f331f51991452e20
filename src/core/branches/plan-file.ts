import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { digestOf } from '../canonical-json.ts';
import { BbxError } from '../errors.ts';
import { replaceFile, targetOf } from '../settings/replace-file.ts';
import type { CriteriaWords } from './criteria.ts';
import type { PrunePlan } from './prune-plan.ts';

const VERSION = 1;

const PLAN = z.strictObject({
  version: z.literal(VERSION),
  repository: z.strictObject({ full_name: z.string(), uuid: z.string() }),
  /** ISO 8601, UTC. */
  made_on: z.string(),
  criteria: z.record(z.string(), z.unknown()),
  /** What protects and could not be seen. */
  unseen: z.optional(z.string()),
  branches: z.array(
    z.strictObject({
      name: z.string().check(z.minLength(1)),
      hash: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
      why: z.string(),
    }),
  ),
  digest: z.string(),
});

/** A plan in a file: which branches of which repository are to be deleted, and at which commits. */
export type PlanFile = z.output<typeof PLAN>;

/**
 * Writes a plan to a file, whole or not at all; it may take the place of another plan, or of nothing.
 * @returns what stands in the file
 * @throws BbxError FILE when it cannot be written, or holds something else
 */
export async function writePlanFile(
  path: string,
  cwd: string,
  { facts, unseen, goes }: PrunePlan,
  criteria: CriteriaWords,
): Promise<PlanFile> {
  const content = {
    version: VERSION,
    repository: { full_name: facts.fullName, uuid: facts.uuid },
    made_on: new Date().toISOString(),
    criteria: { ...criteria },
    ...(unseen !== undefined && { unseen }),
    branches: goes.map(({ name, hash, why }) => ({ name, hash, why })),
  } as const;
  const plan = { ...content, digest: digestOf(content) };
  try {
    const target = await targetOf(resolve(cwd, path));
    const check = async () => await refuseOther(target, path);
    await replaceFile(target, `${JSON.stringify(plan, null, 2)}\n`, check);
  } catch (cause) {
    if (cause instanceof BbxError) throw cause;
    throw new BbxError('FILE', `The plan cannot be written to ${path} (${codeOf(cause)}).`, {
      hint: 'Check the folder and its permissions.',
      cause,
    });
  }
  return plan;
}

/** What any plan has, also one that was altered, and one of another version of bbx. */
const SOME_PLAN = z.looseObject({
  version: z.number(),
  repository: z.looseObject({ uuid: z.string() }),
  branches: z.array(z.unknown()),
  digest: z.string(),
});

/** An empty file, as mktemp makes it, holds nothing that could be lost. */
async function refuseOther(target: string, path: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined || (found.isFile() && found.size === 0)) return;
  if (found.isFile() && found.size <= LARGEST) {
    if (isSomePlan(await readFile(target, 'utf8'))) return;
  }
  throw new BbxError('FILE', `${path} is there and is no plan of bbx: it was not written over.`, {
    hint: 'Give another name to --plan. Nothing was deleted.',
  });
}

function isSomePlan(text: string): boolean {
  try {
    return z.safeParse(SOME_PLAN, JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/**
 * Reads a plan back.
 * @throws BbxError FILE when it cannot be read; USAGE for what is no plan, for one of another version
 *   of bbx, and for one that was altered
 */
export async function readPlanFile(path: string, cwd: string): Promise<PlanFile> {
  const data = parsed(await textOf(resolve(cwd, path), path), path);
  const { success, data: plan } = z.safeParse(PLAN, data);
  if (!success) throw unusable(path, 'is no plan of branches prune, or was altered');
  const { digest, ...content } = plan;
  if (digest !== digestOf(content)) throw unusable(path, 'was altered after it was made');
  return plan;
}

/** Larger than any plan: 100,000 branches with long names. */
const LARGEST = 64 * 1024 * 1024;

async function textOf(file: string, path: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) throw unusable(path, 'is too large for a plan');
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof BbxError) throw cause;
    throw new BbxError('FILE', `The plan ${path} cannot be read (${codeOf(cause)}).`, {
      hint: 'Check the name; nothing was deleted.',
      cause,
    });
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable(path, 'is no JSON');
  }
}

const unusable = (path: string, why: string) =>
  new BbxError('USAGE', `${path} ${why}: nothing was deleted.`, {
    hint: 'Make a new plan with --plan FILE. To leave branches out, narrow it with --except.',
  });

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
