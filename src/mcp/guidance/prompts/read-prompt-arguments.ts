import { defaultWorkspace } from '../../../core/auth/credentials.ts';
import { repositoryName } from '../../../core/bitbucket/repository-name.ts';
import { repositoryOf } from '../../../core/bitbucket/web-address.ts';
import { parseAge } from '../../../core/branches/age.ts';
import type { Config } from '../../../core/config.ts';
import { BbxError } from '../../../core/errors.ts';
import { sanitizeForModel } from '../../../core/output/sanitize.ts';
import type { Given, Prompt, PromptArgument } from './prompt.ts';

/**
 * Checks what a person gave a prompt. Clients send an empty text for what was left away.
 * @throws BbxError USAGE that names the argument and what it has to be
 */
export async function readPromptArguments(
  prompt: Prompt,
  given: Readonly<Record<string, string>>,
  config: Config,
): Promise<Given> {
  const known = prompt.arguments.map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new BbxError('USAGE', `${prompt.name} has no argument ${shown(unknown.join(', '))}.`, {
      hint: `Accepted: ${known.join(', ')}.`,
    });
  }
  const read = prompt.arguments.map(async (argument) => {
    const text = given[argument.name]?.trim() ?? '';
    if (text !== '') return [argument.name, await checked(argument, text, config)] as const;
    if (!argument.required) return [argument.name, undefined] as const;
    throw new BbxError('USAGE', `${prompt.name} needs ${argument.name}.`, {
      hint: `${argument.description}.`,
    });
  });
  const values: Given = Object.fromEntries(await Promise.all(read));
  for (const { kind, name } of prompt.arguments) {
    if (kind === 'pull-request') checkPlace(name, given[name]?.trim() ?? '', values.repo, config);
  }
  return values;
}

/** Who gives an address means the pull request that it names, and no other of that number. */
function checkPlace(name: string, text: string, repo: string | undefined, config: Config): void {
  if (!text.includes('/')) return;
  const place = repositoryOf(text.replace(/^(?!\w+:)/, 'https://'), config.gitUrl);
  if (place === undefined)
    throw unfit(name, text, `Give its number, or its address on ${config.gitUrl}.`);
  const other = `${place.workspace}/${place.repo}`;
  if (repo === undefined || other.toLowerCase() === repo.toLowerCase()) return;
  throw unfit(name, text, `That is a pull request of ${other}, and repo is ${repo}.`);
}

async function checked(argument: PromptArgument, text: string, config: Config): Promise<string> {
  const { kind, name } = argument;
  if (kind === 'repository') return await repository(text, config);
  if (kind === 'repositories') return await repositories(text, config);
  if (kind === 'pull-request') return number(text, name);
  if (kind === 'file') return file(text, name);
  if (kind === 'ref') return ref(text, name);
  if (kind === 'age') return age(text, name);
  return sanitizeForModel(text.slice(0, LONGEST));
}

/** Characters of free text. */
const LONGEST = 1000;
/** As many as one digest can hold. */
const MOST_REPOSITORIES = 20;

async function repository(text: string, config: Config): Promise<string> {
  const found = await repositoryName(text, config.gitUrl, () => defaultWorkspace(config));
  return `${found.workspace}/${found.repo}`;
}

async function repositories(text: string, config: Config): Promise<string> {
  const names = text.split(/[\s,;]+/).filter(Boolean);
  if (names.length > MOST_REPOSITORIES) {
    throw unfit('repos', text, `Give ${MOST_REPOSITORIES} at most.`);
  }
  const all = await Promise.all(names.map((name) => repository(name, config)));
  return [...new Set(all)].join(',');
}

function number(text: string, name: string): string {
  const digits = /^#?(\d{1,9})$/.exec(text)?.[1] ?? /\/pull-requests\/(\d{1,9})\b/.exec(text)?.[1];
  if (digits === undefined) throw unfit(name, text, 'Give the number of the pull request.');
  return String(Number(digits));
}

function file(text: string, name: string): string {
  const path = text.replace(/^\/+/, '');
  const parts = path.split('/');
  if (path === '' || parts.some((part) => part === '..' || part === '.') || hidden(path)) {
    throw unfit(name, text, 'Give the path of a file in the repository.');
  }
  return path;
}

/** What git does not allow in the name of a branch. */
function ref(text: string, name: string): string {
  if (/[\s~^:?*[\\]|\.\.|^\/|\/$/.test(text) || hidden(text)) {
    throw unfit(name, text, 'Give a branch, a tag or a commit.');
  }
  return text;
}

function age(text: string, name: string): string {
  parseAge(text, name);
  return text.replace(/\s/g, '').toLowerCase();
}

/** Signs that nobody sees have no place in what a model is told to use. */
const hidden = (text: string) => sanitizeForModel(text) !== text || /[\r\n\t]/.test(text);

const shown = (text: string) => sanitizeForModel(text.slice(0, 80));

const unfit = (name: string, text: string, hint: string) =>
  new BbxError('USAGE', `${name} cannot be ${JSON.stringify(shown(text))}.`, { hint });
