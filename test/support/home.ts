import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home folder for one test. */
export interface Home {
  readonly path: string;
  /** Writes a file in it, folders included; what is no text as JSON. @returns its whole path */
  readonly put: (file: string, content: unknown, mode?: number) => string;
}

/** Makes a home that is gone when the test is over. */
export function homeForTest(): Home {
  const path = mkdtempSync(join(tmpdir(), 'bbx-home-of-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10 }));
  return { path, put: (file, content, mode) => put(join(path, file), content, mode) };
}

function put(path: string, content: unknown, mode = 0o600): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  return path;
}
