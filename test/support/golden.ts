import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/**
 * Compares a text with the one in test/golden/. BBX_GOLDEN=write writes it anew; one that is not
 * there yet is written as well, except in CI, where it is an error.
 * @param name the file, such as "help/get.txt"
 */
export function expectGolden(name: string, text: string): void {
  const path = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  const absent = !existsSync(path);
  if (absent && process.env.CI) throw new Error(`test/golden/${name} is absent; npm run golden`);
  if (absent || process.env.BBX_GOLDEN === 'write') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}
