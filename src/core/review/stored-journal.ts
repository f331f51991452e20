import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { PullRequestName } from '../bitbucket/pull-request.ts';
import type { Context } from '../context.ts';
import { stateFolder } from '../state-folder.ts';
import type { Finding } from './finding.ts';

const entry = z.object({
  commit: z.string(),
  side: z.enum(['new', 'old']),
  lines: z.array(z.string()),
  at: z.string(),
});

const stored = z.object({
  version: z.literal(1),
  /** Not posted yet, by what they say. */
  findings: z.record(z.string(), entry),
  /** The commit that a comment was posted on, when, and for what finding, by its number. */
  posted: z.record(
    z.string(),
    z.object({ commit: z.string(), at: z.string(), finding: z.string() }),
  ),
});

/** The journal of a pull request, as it is kept. */
export type Stored = z.output<typeof stored>;

/** Where a finding stood when it was first prepared: at which commit, and what its lines said. */
export type JournalEntry = z.output<typeof entry>;

/** By all that makes a finding: one that is changed is another one. */
export const keyOf = (finding: Finding): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        finding.path,
        finding.line,
        finding.start_line,
        finding.side,
        finding.anchor,
        finding.body,
        finding.suggestion,
        finding.severity,
      ]),
    )
    .digest('hex')
    .slice(0, 24);

/** Where it is kept; undefined where there is no folder for it. */
export function pathFor(
  context: Context,
  { workspace, repo, id }: PullRequestName,
): string | undefined {
  const pull = `${context.config.apiUrl} ${workspace}/${repo} ${id}`;
  const name = createHash('sha256').update(pull).digest('hex').slice(0, 24);
  try {
    return join(stateFolder(context.config), 'reviews', `${name}.json`);
  } catch {
    return undefined;
  }
}

/** Reads it; undefined for what is none. */
export function storedIn(text: string): Stored | undefined {
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
