import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PullRequestName } from '../bitbucket/pull-request.ts';
import type { Context } from '../context.ts';
import { replaceFile } from '../settings/replace-file.ts';
import type { Finding } from './finding.ts';
import { type JournalEntry, keyOf, pathFor, type Stored, storedIn } from './stored-journal.ts';

/** How long anything is remembered, in days. */
const LIFETIME = 30;
const DAY = 86_400_000;

/**
 * What bbx remembers of a review: of findings that are prepared and not posted yet what their lines
 * said, so that a later run, when the pull request has got new commits, places one with only a line
 * number by that text; of those that are posted the commit. It is a help: bbx works without it, and nothing fails because of it.
 */
export class Journal {
  private readonly path: string | undefined;
  private readonly context: Context;
  private readonly findings: Map<string, JournalEntry>;
  private readonly posted: Map<string, Stored['posted'][string]>;
  private changed = false;

  private constructor(
    path: string | undefined,
    context: Context,
    found: Pick<Stored, 'findings' | 'posted'> = { findings: {}, posted: {} },
  ) {
    this.path = path;
    this.context = context;
    this.findings = new Map(Object.entries(found.findings).filter(isFresh));
    this.posted = new Map(Object.entries(found.posted).filter(isFresh));
  }

  /** Opens the journal of a pull request; one that cannot be read is empty, and a note tells so. */
  static async open(context: Context, name: PullRequestName): Promise<Journal> {
    const path = pathFor(context, name);
    const text = path && (await readFile(path, 'utf8').catch(() => undefined));
    if (!text) return new Journal(path, context);
    const found = storedIn(text);
    if (found === undefined) {
      context.note(
        `What bbx remembers of this review cannot be read (${path}), and is begun anew.`,
      );
    }
    return new Journal(path, context, found);
  }

  recall(finding: Finding): JournalEntry | undefined {
    return this.findings.get(keyOf(finding));
  }

  /** Remembers a finding, unless it is remembered. */
  record(finding: Finding, found: Omit<JournalEntry, 'at'>): void {
    const key = keyOf(finding);
    if (this.findings.has(key)) return;
    this.findings.set(key, { ...found, at: new Date().toISOString() });
    this.changed = true;
  }

  /** A finding whose comment stands needs no help any more. */
  forget(finding: Finding): void {
    if (this.findings.delete(keyOf(finding))) this.changed = true;
  }

  /** Remembers as which comment, and on which commit, a finding was posted. */
  recordPosted(finding: Finding, id: number, commit: string): void {
    this.forget(finding);
    this.posted.set(String(id), { commit, at: new Date().toISOString(), finding: keyOf(finding) });
    this.changed = true;
  }

  /** Tells as which comments a finding was posted from here. */
  postedIds(): (finding: Finding) => readonly number[] {
    const ids = new Map<string, number[]>();
    for (const [id, { finding }] of this.posted) {
      ids.set(finding, [...(ids.get(finding) ?? []), Number(id)]);
    }
    return (finding) => ids.get(keyOf(finding)) ?? [];
  }

  /** The commit that a comment was posted on, where bbx posted it from here. */
  postedOn(id: number): string | undefined {
    return this.posted.get(String(id))?.commit;
  }

  /** Writes what has changed. */
  async save(): Promise<void> {
    const { path, changed } = this;
    if (path === undefined || !changed) return;
    const content: Stored = {
      version: 1,
      findings: Object.fromEntries(this.findings),
      posted: Object.fromEntries(this.posted),
    };
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, JSON.stringify(content));
      this.changed = false;
    } catch {
      this.context.note(`Where these findings stand cannot be remembered (${path}).`);
    }
  }
}

const isFresh = ([, { at }]: readonly [string, { readonly at: string }]) =>
  Date.parse(at) > Date.now() - LIFETIME * DAY;
