import { bbxCommand } from './bbx-command.ts';

/** One setting of git that makes bbx the credential helper for one origin. */
export interface HelperConfig {
  /** `credential.ORIGIN.helper`; set empty first, then to `value`. */
  readonly key: string;
  /** Starts bbx, and holds no secret. */
  readonly value: string;
}

/**
 * Makes bbx the one helper for Bitbucket. The key's empty value, which has to come first, drops the
 * helpers set so far for this origin alone: one of them may still offer an app password, and git
 * would take that.
 * @param gitUrl where repositories live, as in Config
 */
export function helperConfig(gitUrl: string): HelperConfig {
  const words = [...bbxCommand().map(shellWord), 'auth', 'git-credential'];
  return { key: `credential.${new URL(gitUrl).origin}.helper`, value: `!${words.join(' ')}` };
}

/** As arguments of git (for one run) or of git clone (kept in the clone). */
export const asOptions = ({ key, value }: HelperConfig): string[] => [
  '-c',
  `${key}=`,
  '-c',
  `${key}=${value}`,
];

/** git gives the helper to a POSIX shell on every system, on Windows to one that knows "/". */
function shellWord(text: string): string {
  const path = process.platform === 'win32' ? text.replaceAll('\\', '/') : text;
  return `'${path.replaceAll("'", "'\\''")}'`;
}
