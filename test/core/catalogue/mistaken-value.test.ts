import { expect, test } from 'vitest';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { mistakenValue } from '../../../src/core/catalogue/mistaken-value.ts';

const REPO = '/repositories/acme/api';

test.each([
  ['/users/me', '/user'],
  ['/2.0/users/@myself', '/user'],
  [`${REPO}/pipelines/latest?x=1`, `${REPO}/pipelines?sort=-created_on`],
  [`${REPO}/pipelines/variables`, `${REPO}/pipelines_config/variables`],
  [`${REPO}/pullrequests/42.diff`, `${REPO}/pullrequests/42/diff`],
])('%s is %s', (asked, meant) => {
  expect(mistakenValue(asked)).toBe(meant);
  expect(matchOperation('GET', meant)).toBeDefined();
});

test.each([
  '/users/maya',
  `${REPO}/pipelines/12`,
  `${REPO}/pullrequests/42`,
  `${REPO}/src/me/latest`,
])('%s is what it says', (asked) => {
  expect(mistakenValue(asked)).toBeUndefined();
});
