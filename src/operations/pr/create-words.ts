import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitWords } from '../../core/bitbucket/new-commits.ts';

/**
 * A title for a branch, from its commits: the subject of a single one, else the branch's name.
 * @param commits newest first, merges left out
 */
export const titleFrom = (commits: readonly CommitWords[], branch: string): string =>
  (commits.length === 1 ? commits[0]?.subject : '') || humanised(branch);

/** A description from commits: the body of a single one, else a list of subjects, oldest first. */
export function bodyFrom(commits: readonly CommitWords[]): string {
  const [only, ...others] = commits;
  if (only === undefined) return '';
  if (others.length === 0) return only.body;
  return [...commits]
    .reverse()
    .map(({ subject }) => `* ${subject}`)
    .join('\n');
}

/** "feature/API-12-retry_orders" becomes "API-12 retry orders". */
function humanised(branch: string): string {
  const last = branch.split('/').findLast(Boolean) ?? branch;
  const [, key = '', rest = ''] = /^([A-Z][A-Z0-9]+-\d+)?[-_]*(.*)$/.exec(last) ?? [];
  const words = rest.replace(/[-_]+/g, ' ').trim();
  if (key !== '') return [key, words].filter(Boolean).join(' ');
  return words === '' ? branch : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const FOLDERS = ['.bitbucket', '.', 'docs'];

/**
 * Reads the template for descriptions that a work tree holds, as pull_request_template.md in
 * .bitbucket, at its top or in docs.
 * @param root the top folder
 * @returns undefined when there is none
 */
export async function templateIn(root: string): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    const names = await readdir(join(root, folder)).catch(() => []);
    const name = names.find((each) => /^pull_request_template\.(md|txt)$/i.test(each));
    if (name !== undefined) return (await readFile(join(root, folder, name), 'utf8')).trim();
  }
  return undefined;
}
