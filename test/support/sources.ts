import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** A file of src/ with what it imports. */
export interface SourceFile {
  /** From src/, with forward slashes: "core/errors.ts". */
  readonly path: string;
  readonly text: string;
  /** Files of src/ that it imports: for values, for types, or later. */
  readonly own: readonly string[];
  /** Packages and parts of Node. */
  readonly outside: readonly string[];
}

/**
 * An import at the beginning of a line, over several lines too, or one made later. Our files are
 * imported with their endings, so that an import inside a text (the sandbox holds sources) is none.
 */
const IMPORTS =
  /^(?:import|export)\s(?:type\s)?[\w*{}\s,$]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** Reads every file of src/. */
export function readSources(): SourceFile[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => read(path.replaceAll('\\', '/')));
}

function read(path: string): SourceFile {
  const text = readFileSync(join(SOURCES, path), 'utf8');
  const named = [...text.matchAll(IMPORTS)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
  const own = named
    .filter((name) => /^\.\.?\/.*\.tsx?$/.test(name))
    .map((name) => relative(SOURCES, join(SOURCES, dirname(path), name)).replaceAll('\\', '/'));
  return { path, text, own, outside: named.filter((name) => !name.startsWith('.')) };
}
