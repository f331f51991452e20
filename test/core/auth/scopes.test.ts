import { describe, expect, test } from 'vitest';
import { SCOPE_SETS } from '../../../src/core/auth/scopes.ts';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';

const REPO = '/repositories/acme/backend-api';
const PULL = `${REPO}/pullrequests/42`;

/** What somebody does with each set, as requests. */
const WORK: Readonly<Record<string, readonly string[]>> = {
  reading: [
    'GET /user',
    'GET /user/workspaces',
    `GET ${REPO}`,
    `GET ${REPO}/pullrequests`,
    `GET ${PULL}/diff`,
    `GET ${REPO}/diff/main`,
    `GET ${REPO}/pipelines`,
  ],
  'pr review': [
    'GET /user',
    `GET ${PULL}`,
    `GET ${PULL}/diff`,
    `GET ${REPO}/diff/main`,
    `POST ${PULL}/comments`,
    `POST ${PULL}/tasks`,
    `POST ${PULL}/approve`,
    `DELETE ${PULL}/approve`,
    `POST ${PULL}/request-changes`,
    `POST ${PULL}/merge`,
  ],
  'branches prune': [
    `GET ${REPO}/refs/branches`,
    `GET ${REPO}/pullrequests`,
    `DELETE ${REPO}/refs/branches/old`,
  ],
  pipelines: [
    `GET ${REPO}/pipelines`,
    `POST ${REPO}/pipelines`,
    `POST ${REPO}/pipelines/1/stopPipeline`,
  ],
};

describe.each(SCOPE_SETS)('the scopes for $name', ({ name, scopes }) => {
  const needed = (WORK[name] ?? []).flatMap((request) => {
    const [method = '', path = ''] = request.split(' ');
    const found = matchOperation(method, path)?.scopes;
    if (!found || found.length === 0) throw new Error(`the catalogue does not know ${request}`);
    return found;
  });

  test('are exactly those of the operations that it takes', () => {
    expect([...scopes].sort()).toEqual([...new Set(needed)].sort());
  });
});
