import type { BranchRestriction } from '../bitbucket/branch-restrictions.ts';
import type { BranchingModel } from '../bitbucket/branching-model.ts';
import { matchRestriction } from './match-branch.ts';

/** What the server says about which branches are to stay. */
export interface Rules {
  readonly main: string | undefined;
  /** Undefined where the token may not see it. */
  readonly model: BranchingModel | undefined;
  /** Undefined where the token may not see them. */
  readonly restrictions: readonly BranchRestriction[] | undefined;
}

/** Why a branch is protected. */
export interface Protection {
  /** In a word: main, development, production, release, hotfix, restricted. */
  readonly by: string;
  readonly why: string;
}

/**
 * Types of the branching model whose branches are to last. Feature and bugfix branches are what is
 * left over when work is done; if they were protected, nothing could ever be pruned.
 */
const LASTING = ['release', 'hotfix'];

/** What a main branch may be called where the repository does not say which it is. */
const USUAL_MAINS = ['main', 'master', 'trunk', 'develop', 'development'];

/**
 * What takes the place of a branching model that cannot be seen: the names that teams give as a rule.
 * A guess that is wrong keeps a branch, and deletes none.
 */
const USUAL_MODEL: BranchingModel = {
  development: 'develop',
  production: 'production',
  types: ['release', 'hotfix', 'feature', 'bugfix'].map((kind) => ({ kind, prefix: `${kind}/` })),
};
const OTHER_DEVELOPMENT = 'development';

/**
 * Makes the test that follows from main branch, branching model and restrictions.
 * @returns gives undefined for a branch that is not protected
 */
export function protectionBy(given: Rules): (name: string) => Protection | undefined {
  const { main, model, restrictions = [] } = given;
  const ofModel = model ? ' of the branching model' : ' (the branching model cannot be seen)';
  const rules = restrictions.flatMap((rule) => ruleOf(rule, model, main));
  return (name) => {
    if (name === main) return { by: 'main', why: 'the main branch' };
    if (main === undefined && USUAL_MAINS.includes(name)) {
      return { by: 'main', why: 'perhaps the main branch' };
    }
    const role = roleOf(name, model);
    if (role) return { by: role, why: `${model ? 'the' : 'perhaps the'} ${role} branch${ofModel}` };
    const type = LASTING.find((kind) => isOfKind(name, kind, model));
    if (type !== undefined) {
      return { by: type, why: `${model ? 'a' : 'perhaps a'} ${type} branch${ofModel}` };
    }
    const rule = rules.find(({ fits }) => fits(name));
    return rule && { by: 'restricted', why: rule.why };
  };
}

/** Whether others are merged into a branch as a rule: main, development and production. */
export const isTrunk = (name: string, { main, model }: Rules): boolean =>
  name === main || roleOf(name, model) !== undefined;

function roleOf(name: string, model: BranchingModel | undefined) {
  const { development, production } = model ?? USUAL_MODEL;
  if (name === development || (!model && name === OTHER_DEVELOPMENT)) return 'development';
  return name === production ? 'production' : undefined;
}

/**
 * A rule protects the branches that it singles out. One for every branch ("*") singles out none, and
 * counts only where it forbids deleting: then Bitbucket would refuse as well.
 */
function ruleOf(
  { kind, pattern, branchType }: BranchRestriction,
  model: BranchingModel | undefined,
  main: string | undefined,
) {
  if (branchType !== '') {
    const why = `restricted (${kind}) as a ${branchType} branch`;
    return [{ why, fits: (name: string) => isOfType(name, branchType, model, main) }];
  }
  if (pattern === '' || (/^\*+$/.test(pattern) && kind !== 'delete')) return [];
  return [{ why: `restricted (${kind} ${pattern})`, fits: matchRestriction(pattern) }];
}

function isOfType(
  name: string,
  type: string,
  model: BranchingModel | undefined,
  main: string | undefined,
): boolean {
  if (type === 'development') return name === (model?.development ?? main);
  if (type === 'production') return name === (model ?? USUAL_MODEL).production;
  return isOfKind(name, type, model);
}

const isOfKind = (name: string, kind: string, model: BranchingModel | undefined) =>
  (model ?? USUAL_MODEL).types.some((type) => type.kind === kind && name.startsWith(type.prefix));

/** What to say where the token cannot see all that protects. */
export function unseenRules({ model, restrictions }: Rules): string | undefined {
  const unseen = [
    ...(restrictions ? [] : ['branch restrictions']),
    ...(model ? [] : ['the branching model']),
  ];
  if (unseen.length === 0) return undefined;
  const instead = model
    ? ''
    : ' In place of the model, develop, development, production, release/* and hotfix/* are protected.';
  return `Unknown protection: this token cannot see ${unseen.join(' and ')}, so a branch that only they protect is not known as such.${instead}`;
}
