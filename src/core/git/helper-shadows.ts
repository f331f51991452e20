import type { GitSetting } from './git-settings.ts';
import { settingCovers } from './setting-covers.ts';
import { isOurs } from './setup-git.ts';

/** Something in git's configuration that keeps bbx from being asked, or gets to see its token. */
export interface GitShadow {
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/**
 * Names the other credential helpers for an origin: those that come after bbx, which git hands the
 * token that worked; an empty value that takes bbx off the list again; and those that bbx came in
 * the place of, since what they hold stays with them.
 */
export function helperShadows(settings: readonly GitSetting[], origin: string): GitShadow[] {
  const { asked, dropped, reset } = listed(settings, origin);
  const at = asked.findIndex(({ value }) => isOurs(value));
  if (at < 0) return reset ? [takenOff(reset, origin)] : [];
  const others = asked.filter((setting) => !isOurs(setting.value));
  const replaced = new Map(dropped.map((setting) => [setting.value, setting]));
  return [
    ...others.map((setting) => besides(setting, origin)),
    ...[...replaced.values()].map((setting) => replacedBy(setting, origin)),
  ];
}

/** The list that git makes: each helper is added to it, an empty one empties it. */
function listed(settings: readonly GitSetting[], origin: string) {
  let asked: GitSetting[] = [];
  const dropped: GitSetting[] = [];
  let reset: GitSetting | undefined;
  for (const setting of settings) {
    if (!settingCovers(setting.key, 'credential', 'helper', origin)) continue;
    if (setting.value !== '') asked.push(setting);
    else {
      dropped.push(...asked.filter(({ value }) => !isOurs(value)));
      if (asked.some(({ value }) => isOurs(value))) reset = setting;
      asked = [];
    }
  }
  return { asked, dropped, reset };
}

const takenOff = ({ key, origin: file }: GitSetting, origin: string): GitShadow => ({
  message: `An empty ${key} in ${file} takes bbx off git's list again, so it is not asked for ${origin} here.`,
  hint: `Remove that line from ${file}.`,
});

const besides = ({ key, value, origin: file }: GitSetting, origin: string): GitShadow => ({
  message: `${nameOf(value)} (${key} in ${file}) is asked for ${origin} besides bbx, and git hands it each token that worked, to keep.`,
  hint: `Move that line above the lines of bbx, or remove it from ${file}.`,
});

const replacedBy = ({ value, origin: file }: GitSetting, origin: string): GitShadow => ({
  message: `${nameOf(value)} (${file}) is no longer asked for ${origin}. What it holds, perhaps an old app password, stays with it.`,
  hint: `To remove that: ${erase(value, origin)}`,
});

/** `store --file x` is the program git-credential-store; a path or a `!` is somebody's own. */
function nameOf(value: string): string {
  const [word = ''] = value.split(/\s/);
  return /^[!/~]/.test(word) ? 'Another credential helper' : `The credential helper ${word}`;
}

function erase(value: string, origin: string): string {
  if (!/^[\w-]+( [\w./~= -]+)?$/.test(value)) return 'use its own program.';
  const { protocol, host } = new URL(origin);
  const question = `protocol=${protocol.slice(0, -1)}\\nhost=${host}\\n\\n`;
  return `printf '${question}' | git credential-${value} erase`;
}
