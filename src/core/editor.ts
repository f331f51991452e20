import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { BbxError } from './errors.ts';
import { secretValues } from './git/git-environment.ts';

/** A text to be edited. */
export interface Editing {
  readonly text: string;
  /** Of the file in the editor: its ending tells the editor the language. */
  readonly fileName: string;
}

/**
 * The editor of whoever sits here: the setting `editor`, else $VISUAL, else $EDITOR, else vi
 * (notepad on Windows).
 * @throws BbxError FILE when the settings are broken
 */
export async function editorCommand(config: Config): Promise<string> {
  const [{ readSettings }, { settingValue }] = await Promise.all([
    import('./settings/read-settings.ts'),
    import('./settings/setting-values.ts'),
  ]);
  const { value } = settingValue('editor', await readSettings(config), config);
  return value ?? (process.platform === 'win32' ? 'notepad' : 'vi');
}

/**
 * Opens a text in an editor on this terminal, and waits until the editor has ended. Like git, it
 * has a shell read the command, so that a setting may hold flags (`code --wait`).
 * It gets the environment without bbx's own secrets.
 * @returns the text as it was saved, with line feeds alone
 * @throws BbxError FILE when the editor does not start or ends with an error; the text is as before
 */
export async function editText(
  command: string,
  { text, fileName }: Editing,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bbx-edit-'));
  const path = join(folder, fileName.replace(/[^\w.-]/g, '_').slice(-80) || 'text');
  try {
    writeFileSync(path, text, { mode: 0o600 });
    await withoutInterrupt(async () => await runEditor(command, path, environment));
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** ^C in an editor is a key of the editor; the signal reaches us as well, and is not for us. */
async function withoutInterrupt(work: () => Promise<void>): Promise<void> {
  const usual = process.listeners('SIGINT');
  const ignore = () => undefined;
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', ignore);
  try {
    await work();
  } finally {
    process.off('SIGINT', ignore);
    for (const listener of usual) process.on('SIGINT', listener);
  }
}

async function runEditor(
  command: string,
  path: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<void> {
  const { spawn } = await import('node:child_process');
  const windows = process.platform === 'win32';
  const secrets = secretValues(environment);
  const kept = Object.entries(environment).filter(([, value = '']) => !secrets.includes(value));
  const options = { stdio: 'inherit' as const, env: Object.fromEntries(kept) };
  // The path is an argument of the shell, and never a part of what it reads as a command.
  const child = windows
    ? spawn(`${command} "${path}"`, { ...options, shell: true })
    : spawn('sh', ['-c', `${command} "$@"`, command, path], options);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  throw new BbxError('FILE', `The editor (${command}) ended with an error (${code ?? 'killed'}).`, {
    hint: 'Name another one: bbx config set editor "vim", or set EDITOR.',
  });
}
