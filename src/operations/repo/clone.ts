import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { DoneAnswer } from '../../core/answer.ts';
import type { Context } from '../../core/context.ts';
import { outsideRepositories } from '../../core/git/git-environment.ts';
import { asOptions, type HelperConfig, helperConfig } from '../../core/git/helper-config.ts';
import { type GitOptions, runGit, tryGit } from '../../core/git/run-git.ts';
import { defineOperation } from '../../core/operation.ts';
import { claimDirectory } from './claim-directory.ts';
import { withCloneHint } from './clone-hints.ts';
import { type ClonePlan, clonePlan } from './clone-plan.ts';
import { type Access, accessFor, gitOptions, withAccess } from './git-access.ts';

const text = (description: string) => z.optional(z.string().check(z.describe(description)));

/** Clones a repository with bbx as git's credential helper, for this clone and for later pulls. */
export const clone = defineOperation({
  name: 'clone',
  summary: 'Clone a repository',
  description:
    'Clones a repository with git over HTTPS and the credentials of bbx, which are written nowhere: the clone is told to ask bbx, so git pull and git push work in it later.',
  examples: [
    'clone acme/backend-api',
    'clone backend-api ~/src/api --branch feature/x --depth 1',
    'clone acme/backend-api --ssh',
    'clone acme/backend-api -- --recurse-submodules',
  ],
  effect: 'write',
  additive: true,
  input: z.strictObject({
    repoSlug: z.string().check(z.describe('[WORKSPACE/]REPO, or the address of the repository')),
    workspaceSlug: text('The workspace, where repoSlug names none'),
    targetPath: text('The new folder itself, as with git clone; by default REPO, here'),
    branch: text('Check out this branch or tag'),
    depth: z.optional(z.int().check(z.minimum(1), z.describe('Fetch only so many commits'))),
    ssh: z.optional(z.boolean().check(z.describe('Use SSH and your own keys instead of HTTPS'))),
    gitArgs: z.optional(z.array(z.string()).check(z.describe('More options for git clone'))),
  }),
  positional: ['repoSlug', 'targetPath'],
  short: { workspaceSlug: 'w', branch: 'b' },
  argumentNames: { repoSlug: 'repo', targetPath: 'dir' },
  terminalOnly: ['gitArgs'],
  rest: 'gitArgs',
  uses: ['CLONE /repositories/{workspace}/{repo_slug}'],
  run: async (input, context) => {
    const plan = await clonePlan(input, context.config, context.cwd);
    context.permitClone?.(plan.repository, input.ssh ?? false);
    const access = input.ssh ? undefined : await accessFor(context.config);
    const undo = await claimDirectory(plan.directory);
    try {
      await (access ? overHttps(plan, access, context) : overSsh(plan, context));
      return await described(plan, input.ssh ? 'ssh' : 'https', context);
    } catch (error) {
      await undo();
      throw withCloneHint(error, { ssh: access === undefined, missing: access?.missing });
    }
  },
});

async function overHttps(plan: ClonePlan, access: Access, context: Context): Promise<void> {
  const { gitUrl, environment } = context.config;
  const { workspace, repo } = plan.repository;
  await withAccess(context, access, outsideRepositories(environment), async (git) => {
    const helper = helperConfig(gitUrl);
    const address = `${gitUrl}/${workspace}/${repo}.git`;
    // Before "clone" it holds for this run, submodules and LFS included; after it, it is kept.
    const start = [...asOptions(helper), ...fenced(context), 'clone', ...asOptions(helper)];
    await runGit([...start, ...plan.options, '--', address, plan.directory], git);
    await keepInSubmodules(plan.directory, helper, git);
  });
}

/** Where only some repositories may be cloned, none may lead to another one. */
const fenced = ({ permitClone }: Context): string[] =>
  permitClone ? ['-c', 'http.followRedirects=false', '-c', 'submodule.recurse=false'] : [];

async function overSsh(plan: ClonePlan, context: Context): Promise<void> {
  const { workspace, repo } = plan.repository;
  const address = `git@${new URL(context.config.gitUrl).hostname}:${workspace}/${repo}.git`;
  const { isatty } = await import('node:tty');
  const env = outsideRepositories(context.config.environment);
  const git = { ...gitOptions(context, env), terminal: isatty(0) };
  await runGit(['clone', ...plan.options, '--', address, plan.directory], git);
}

/** A submodule has a configuration of its own, which `git clone -c` does not reach. */
async function keepInSubmodules(
  directory: string,
  { key, value }: HelperConfig,
  git: GitOptions,
): Promise<void> {
  if (!existsSync(join(directory, '.gitmodules'))) return;
  const command =
    'git config --replace-all "$BBX_KEY" "" && git config --add "$BBX_KEY" "$BBX_HELPER"';
  await runGit(['submodule', '--quiet', 'foreach', '--recursive', command], {
    ...git,
    cwd: directory,
    env: { ...git.env, BBX_KEY: key, BBX_HELPER: value },
  });
}

async function described(
  { repository, directory }: ClonePlan,
  protocol: 'https' | 'ssh',
  context: Context,
): Promise<DoneAnswer> {
  const env = outsideRepositories(context.config.environment);
  const git = { ...gitOptions(context, env), cwd: directory };
  const first = async (...args: string[]) => (await tryGit(args, git)).stdout.trim() || null;
  const branch = await first('symbolic-ref', '--short', '-q', 'HEAD');
  const commit = await first('rev-parse', '-q', '--verify', 'HEAD');
  const name = `${repository.workspace}/${repository.repo}`;
  const at = branch ? `branch ${branch}` : commit && `commit ${commit.slice(0, 12)}`;
  const where = at ? ` (${at}${commit ? '' : ', still empty'})` : '';
  return {
    kind: 'done',
    message: `Cloned ${name} into ${directory}${where}.`,
    data: { repository: name, directory, branch, commit, protocol },
  };
}
