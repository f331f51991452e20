import { readFile } from 'node:fs/promises';
import {
  changeGlobal,
  type GitPlace,
  globalFile,
  globalValues,
  writableGlobalFile,
} from './git-settings.ts';
import { type HelperConfig, helperConfig } from './helper-config.ts';

/** What was done to the person's git configuration. */
export interface GitSetup {
  /** Protocol and host, as https://bitbucket.org. */
  readonly origin: string;
  /** The file it is about. */
  readonly file: string;
  /** False when all was already as it shall be. */
  readonly changed: boolean;
}

/** A helper that some bbx put there, perhaps one that has moved since; as git's pattern and ours. */
const OURS = "^!'.+' '.+' auth git-credential$";

/**
 * Makes bbx the credential helper for an origin in all of git. An empty value goes before it, which
 * makes git pass over the helpers set so far, for this origin alone. What a person had under the
 * same key stays in the file.
 * @param gitUrl where repositories live, as in Config
 * @throws BbxError GIT_FAILED when git is absent, FILE when the file cannot be changed; nothing is
 *   half written then
 */
export async function setUpGit(gitUrl: string, place: GitPlace): Promise<GitSetup> {
  const helper = helperConfig(gitUrl);
  const values = await globalValues(helper.key, place);
  const file = await globalFile(place);
  const done = { origin: new URL(gitUrl).origin, file };
  if (values.at(-1) === helper.value && values.at(-2) === '') return { ...done, changed: false };
  await writableGlobalFile(place);
  if (isOurs(values.at(-1)) && values.at(-2) === '' && values.filter(isOurs).length === 1) {
    await changeGlobal(['--replace-all', helper.key, helper.value, OURS], place);
    return { ...done, changed: true };
  }
  await takeOut(helper.key, values, place);
  await add(helper, place);
  return { ...done, changed: true };
}

/**
 * Takes back what setUpGit has added, and nothing else.
 * @throws BbxError as setUpGit
 */
export async function undoSetUpGit(gitUrl: string, place: GitPlace): Promise<GitSetup> {
  const { key } = helperConfig(gitUrl);
  const values = await globalValues(key, place);
  const changed = values.some(isOurs);
  if (changed) {
    await writableGlobalFile(place);
    await takeOut(key, values, place);
  }
  return { origin: new URL(gitUrl).origin, file: await globalFile(place), changed };
}

async function add({ key, value }: HelperConfig, place: GitPlace): Promise<void> {
  await changeGlobal(['--add', key, ''], place);
  try {
    await changeGlobal(['--add', key, value], place);
  } catch (error) {
    // The empty value alone would leave git without any helper.
    await takeOut(key, [...(await globalValues(key, place)), value], place).catch(() => {});
    throw error;
  }
}

async function takeOut(key: string, values: readonly string[], place: GitPlace): Promise<void> {
  const kept = withoutOurs(values);
  if (kept.length === values.length) return;
  if (kept.includes('')) {
    // git cannot tell one empty value from another, so all are put back in their order.
    await changeGlobal(['--unset-all', key], place);
    for (const value of kept) await changeGlobal(['--add', key, value], place);
    return;
  }
  // The empty one first: should the other step fail, bbx is still asked.
  if (values.includes('')) await changeGlobal(['--unset-all', key, '^$'], place);
  if ((await globalValues(key, place)).some(isOurs)) {
    await changeGlobal(['--unset-all', key, OURS], place);
  }
  await removeBareSection(key, place);
}

/** A person's values: those of bbx are taken out, each with the empty one right before it. */
function withoutOurs(values: readonly string[]): string[] {
  const kept: string[] = [];
  let open = 0;
  for (const value of values.toReversed()) {
    if (isOurs(value)) open += 1;
    else if (value === '' && open > 0) open -= 1;
    else {
      kept.unshift(value);
      open = 0;
    }
  }
  return kept;
}

/** git leaves the head of a section behind when a comment stands before it. */
async function removeBareSection(key: string, place: GitPlace): Promise<void> {
  const section = key.slice(0, -'.helper'.length);
  const head = `[credential "${section.slice('credential.'.length)}"]`;
  const text = await readFile(await globalFile(place), 'utf8').catch(() => '');
  const bodies = text.split(head).slice(1);
  // What follows may be a comment, which git would remove together with the section.
  if (bodies.length === 0 || !bodies.every((body) => /^\s*(\[|$)/.test(body))) return;
  await changeGlobal(['--remove-section', section], place);
}

/** Whether a helper is bbx, of this place or another. */
export const isOurs = (value: string | undefined) => new RegExp(OURS).test(value ?? '');
