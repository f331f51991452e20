import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The review screen on a made-up pull request, as one file; see review-program.ts for its arguments. */
export interface ReviewProgram {
  /** The words of a shell that start it. */
  readonly command: string;
  readonly remove: () => void;
}

/** Bundles the program, so that it starts as quickly as bbx does. */
export async function buildReviewProgram(): Promise<ReviewProgram> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bbx-review-'));
  await build({
    entryPoints: [fileURLToPath(new URL('review-program.ts', import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    external: ['@napi-rs/keyring'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import{createRequire as __bbxRequire}from'node:module';const require=__bbxRequire(import.meta.url);",
    },
    plugins: [
      {
        // Ink asks for React's devtools, which are not installed.
        name: 'without-devtools',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({
            path,
            namespace: 'absent',
          }));
          onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export default {}' }));
        },
      },
    ],
  });
  const program = join(folder, 'review-program.mjs');
  return {
    command: `'${process.execPath}' '${program}'`,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
}
