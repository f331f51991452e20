import { accessSync, constants } from 'node:fs';
import { tryGit } from '../git/run-git.ts';
import type { Deps } from './deps.ts';
import { type Finding, ok, warn } from './finding.ts';

const WHAT = 'git credentials';
const SETUP = 'Run: bbx auth setup-git';

/** Who answers when git asks for a password for Bitbucket: bbx, or somebody before it. */
export async function checkGitHelper(deps: Deps): Promise<Finding> {
  const { origin, host } = new URL(deps.config.gitUrl);
  const [own, all] = await Promise.all([
    helpers(deps, `credential.${origin}.helper`),
    helpers(deps, 'credential.helper'),
  ]);
  // git asks the general ones first; an empty value drops all that were named before it.
  const asked = [...all, ...own];
  const helping = asked.slice(asked.lastIndexOf('') + 1);
  const at = helping.findIndex(isBbx);
  const [first] = helping;
  if (first === undefined) {
    return warn(WHAT, `nobody answers git for ${host}, it would ask you (or use SSH)`, SETUP);
  }
  if (at < 0) {
    const found = `git asks ${helping.map(named).join(', ')} for ${host}, not bbx`;
    return warn(WHAT, found, `${SETUP}, unless that one has a token that works.`);
  }
  const lost = lostProgram(helping[at] ?? '');
  if (lost !== undefined) {
    return warn(WHAT, `bbx answers git for ${host}, from ${lost}, which is not there`, SETUP);
  }
  if (at === 0) return ok(WHAT, `bbx answers git for ${host}`);
  const found = `git asks ${helping.slice(0, at).map(named).join(', ')} for ${host} before bbx`;
  return warn(
    WHAT,
    `${found}; an old password there is used first`,
    `${SETUP} (it drops the others).`,
  );
}

async function helpers({ config, cwd, signal }: Deps, key: string): Promise<string[]> {
  const options = { cwd, env: config.environment, signal };
  const { stdout, exitCode } = await tryGit(['config', '--null', '--get-all', key], options);
  return exitCode === 0 ? stdout.split('\0').slice(0, -1) : [];
}

const isBbx = (helper: string) => /\bbbx\b/.test(helper) && /auth git-credential/.test(helper);

/** Its first word; what follows may be anything, a token included. */
const named = (helper: string) => {
  const [word = ''] = helper.replace(/^!\s*/, '').split(/\s+/);
  return word.length > 60 ? `…${word.slice(-59)}` : word;
};

/** A quoted path in the helper of bbx that leads nowhere any more, as after an update of Node. */
function lostProgram(helper: string): string | undefined {
  const paths = [...helper.matchAll(/'(\/[^']+|[A-Za-z]:[^']+)'/g)].map(([, path = '']) => path);
  return paths.find((path) => !isThere(path));
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
