import { notFound } from '../errors.ts';
import { page } from '../paging.ts';
import { personJson } from '../render/person.ts';
import {
  type Call,
  findPerson,
  json,
  nothing,
  param,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Person } from '../world.ts';

function personOf(call: Call): Person {
  const id = param(call, 'target_username');
  const found = findPerson(call.world, id);
  if (found === undefined) throw notFound(`${id} is not a member of this workspace.`);
  return found;
}

const ONE = 'R/default-reviewers/{target_username}';

/** Default reviewers, own and in force. */
export const DEFAULT_REVIEWERS: readonly Route[] = [
  route('GET R/default-reviewers', 'read:pullrequest', (call) =>
    page(call, repositoryOf(call).defaultReviewers, (person) => personJson(call.world, person)),
  ),
  route('GET R/effective-default-reviewers', 'read:pullrequest', (call) =>
    page(call, repositoryOf(call).defaultReviewers, (person) => ({
      type: 'default_reviewer_and_type',
      reviewer_type: 'repository',
      user: personJson(call.world, person),
    })),
  ),
  route(`GET ${ONE}`, 'read:pullrequest', (call) => {
    const person = personOf(call);
    if (!repositoryOf(call).defaultReviewers.includes(person))
      throw notFound('Not a default reviewer.');
    return json(personJson(call.world, person));
  }),
  route(`PUT ${ONE}`, 'admin:repository', (call) => {
    const { defaultReviewers } = repositoryOf(call);
    const person = personOf(call);
    if (!defaultReviewers.includes(person)) defaultReviewers.push(person);
    return json(personJson(call.world, person));
  }),
  route(`DELETE ${ONE}`, 'admin:repository', (call) => {
    const { defaultReviewers } = repositoryOf(call);
    const at = defaultReviewers.indexOf(personOf(call));
    if (at < 0) throw notFound('Not a default reviewer.');
    defaultReviewers.splice(at, 1);
    return nothing();
  }),
];
