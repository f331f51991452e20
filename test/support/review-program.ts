import { readConfig } from '../../src/core/config.ts';
import { openTerminal } from '../../src/core/output/terminal.ts';
import { openDrafts } from '../../src/core/review/drafts.ts';
import { stateFolder } from '../../src/core/state-folder.ts';
import { openScreen } from '../../src/tui/review/open-screen.ts';
import { madeUpDesk } from './review-desk.ts';

/**
 * The review screen on a made-up pull request, to try it and to test it:
 * review-program [FILES] [LINES] [THREADS] [COMMIT]. With BBX_CRASH it breaks after that many milliseconds.
 */
const [files = '12', lines = '60', threads = '3', commit] = process.argv.slice(2);
const config = readConfig();
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
if (config.environment.BBX_CRASH) {
  setTimeout(() => {
    throw new Error('crash for a test');
  }, Number(config.environment.BBX_CRASH));
}
const size = { files: Number(files), lines: Number(lines), threads: Number(threads) };
const desk = madeUpDesk(commit === undefined ? size : { ...size, commit });
const store = openDrafts({
  folder: stateFolder(config),
  host: 'example.org',
  pull: `${desk.pull.repository}#${desk.pull.id}`,
});
try {
  const { colour } = openTerminal(config);
  const end = await openScreen({ desk, store, config, colour, signal: stop.signal });
  process.stdout.write(`${JSON.stringify(end)}\n`);
} finally {
  store.close();
}
process.exit();
