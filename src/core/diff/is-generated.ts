import type { DiffFile } from './diff.ts';

/** What package managers write to pin versions. */
const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'composer.lock',
  'Gemfile.lock',
  'Cargo.lock',
  'go.sum',
  'go.work.sum',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pixi.lock',
  'Pipfile.lock',
  'mix.lock',
  'pubspec.lock',
  'Podfile.lock',
  'Cartfile.resolved',
  'Package.resolved',
  'packages.lock.json',
  'gradle.lockfile',
  'flake.lock',
  'Chart.lock',
  'conan.lock',
  '.terraform.lock.hcl',
]);

/** Paths that only tools write. */
const GENERATED_PATH = [
  /[.-]min\.(?:c|m)?(?:js|css)$/i,
  /\.(?:c|m)?(?:js|ts|css)\.map$/i,
  /(?:^|\/)dist\/.*\.(?:[cm]?js|css|d\.[cm]?ts)$/i,
  /\.bundle\.(?:js|css)$/i,
  /\.pb\.(?:go|cc|h|dart|swift)$|_pb2(?:_grpc)?\.pyi?$|_pb\.(?:js|rb|d\.ts)$/,
  /_generated\.[^./]+$|\.generated\.[^./]+$|\.(?:g|freezed)\.dart$|\.g\.cs$/,
  /(?:^|\/)__generated__\//,
];

/** How many lines from the top of a file a marker may stand. */
const TOP = 20;
/** A marker counts in a comment only: code that looks for markers is written by people. */
const COMMENT = /^\s*(?:\/\/|\/?\*|#|--|;|%|<!--|"""|''')/;
const MARKER = /(?:^|[^\w`'"@])@generated\b|\bCode generated\b.*\bDO NOT EDIT\b/;

/**
 * Whether a file was written by a tool, so that a reviewer may want it folded: lock files, minified
 * and bundled code, source maps, the output of protoc and the like by their names; others by
 * "@generated" or "Code generated ... DO NOT EDIT" in a comment near the top, where the diff shows it.
 * Test snapshots are not: they say what a program is to do, and want to be read.
 */
export function isGenerated({ path, status, hunks }: DiffFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (LOCK_FILES.has(name) || GENERATED_PATH.some((pattern) => pattern.test(path))) return true;
  const side = status === 'removed' ? 'old' : 'new';
  const lines = hunks[0]?.lines.slice(0, 2 * TOP) ?? [];
  return lines.some((line) => {
    const number = line[side];
    if (number === undefined || number > TOP) return false;
    return COMMENT.test(line.text) && MARKER.test(line.text.slice(0, 500));
  });
}
