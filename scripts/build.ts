import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';
import { type Plugin as BuildPlugin, build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Commands with a pass of their own. Those of one pass share their code in a dozen small files, each
 * of which costs a start a millisecond or two: `get` is called most, and the MCP package needs all of
 * zod, which the others would share with it.
 */
const ALONE = ['commands/get', 'commands/mcp'];

/** Bundles the program: a file per command, and rooms that load when they are needed. */
async function bundle(): Promise<void> {
  await rm(join(ROOT, 'dist'), { recursive: true, force: true });
  const entries = Object.entries({ main: 'src/main.ts', ...(await commands()) });
  const shared = entries.filter(([name]) => !ALONE.includes(name));
  const alone = entries.filter(([name]) => ALONE.includes(name));
  await Promise.all([shared, ...alone.map((entry) => [entry])].map(pass));
}

async function pass(entries: readonly (readonly [string, string])[]): Promise<void> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(entries),
    // The passes write into one folder, where equal names would be of different chunks.
    chunkNames: `chunks/${entries.length > 1 ? 'shared' : basename(entries[0]?.[0] ?? '')}-[name]-[hash]`,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    minify: true,
    legalComments: 'linked',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Its native binary cannot be bundled: it is the one package that an installed bbx brings along.
    external: ['@napi-rs/keyring'],
    // Its main file finds its parts in a way that no bundler can follow.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    jsx: 'automatic',
    define: { BBX_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutCollator, withoutDevtools],
    banner: {
      js: "import{createRequire as __bbxRequire}from'node:module';const require=__bbxRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** The files of src/commands by their words: "auth/git-credential". */
async function commands(): Promise<Record<string, string>> {
  const files = await readdir(join(ROOT, 'src/commands'), { recursive: true });
  return Object.fromEntries(
    files
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => [`commands/${file}`.replace(/\.tsx?$/, ''), join('src/commands', file)]),
  );
}

/** The first localeCompare of a process costs 11 to 27 ms, and oclif sorts command ids with it. */
const withoutCollator: BuildPlugin = {
  name: 'without-collator',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const compare = '(($a,$b)=>$a<$b?-1:$a>$b?1:0)($1,$2)';
      return {
        loader: 'js',
        contents: source.replace(/([\w.]+)\.localeCompare\(([^)]+)\)/g, compare),
      };
    });
  },
};

/** Ink asks for React's devtools, a development tool that is not installed. */
const withoutDevtools: BuildPlugin = {
  name: 'without-devtools',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export default {}' }));
  },
};

/** Writes oclif's manifest, which spares it from loading every command to list them. */
async function manifest(): Promise<void> {
  const path = join(ROOT, 'oclif.manifest.json');
  await rm(path, { force: true });
  const plugin = new Plugin({
    root: ROOT,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
  });
  await plugin.load();
  await writeFile(path, `${JSON.stringify(plugin.manifest, null, 1)}\n`);
}

await bundle();
await manifest();
process.stderr.write(`Built ${relative(process.cwd(), join(ROOT, 'dist')) || 'dist'}\n`);
