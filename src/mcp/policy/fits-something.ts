import { isSlug } from '../../core/bitbucket/is-slug.ts';
import { allEndpoints } from '../../core/catalogue/all-endpoints.ts';
import { isParameter, isTail, segmentsOf } from '../../core/catalogue/template.ts';
import { meetBy, type Part, type Pattern, samePart } from './pattern.ts';

/**
 * Whether some request that Bitbucket knows fits a rule, or some clone.
 * @param verbs of the rule
 */
export function fitsSomething(verbs: ReadonlySet<string>, pattern: Pattern): boolean {
  if (verbs.has('CLONE') && fitsTemplate(pattern, REPOSITORY)) return true;
  return allEndpoints().some(
    ({ method, template }) =>
      method !== 'PATCH' && verbs.has(method) && fitsTemplate(pattern, template),
  );
}

const REPOSITORY = '/repositories/{workspace}/{repo_slug}';

const fitsTemplate = (pattern: Pattern, template: string): boolean =>
  meetBy(pattern, segmentsOf(template), isTail, fits);

function fits(part: Part, segment: string): boolean {
  if (typeof part === 'string' || isTail(segment)) return true;
  if (!isParameter(segment)) return samePart(part, { literal: segment });
  if (SLUGS.test(segment)) return isSlug(part.literal);
  return NUMBERS.test(segment) ? /^[1-9]\d*$/.test(part.literal) : !/[\s,]/.test(part.literal);
}

const SLUGS = /^\{(workspace|repo_slug)\}$/;
const NUMBERS = /^\{(pull_request_id|comment_id|task_id)\}$/;
