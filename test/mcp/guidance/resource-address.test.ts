import { describe, expect, test } from 'vitest';
import { resourceAddress } from '../../../src/mcp/guidance/resources/resource-address.ts';

const REPOSITORY = { workspace: 'acme', repo: 'backend-api' };

describe('a URI of a resource', () => {
  test.each([
    ['bitbucket://endpoints', { kind: 'catalogue' }],
    ['bitbucket://endpoints/', { kind: 'catalogue' }],
    ['bitbucket://endpoints/pull%20request', { kind: 'endpoints', query: 'pull request' }],
    [
      'bitbucket://endpoints/%2Fuser%2Fworkspaces',
      { kind: 'endpoints', query: '/user/workspaces' },
    ],
    [
      'BITBUCKET://acme/backend-api/pull-requests/42',
      { kind: 'pull-request', ...REPOSITORY, id: 42 },
    ],
    ['bitbucket://acme/backend-api/pull-requests/42/diff', { kind: 'diff', ...REPOSITORY, id: 42 }],
    [
      'bitbucket://acme/backend-api/src/main/src/a%20b/c%23.ts',
      { kind: 'file', ...REPOSITORY, commit: 'main', path: 'src/a b/c#.ts' },
    ],
    [
      'bitbucket://acme/backend-api/src/feature%2Fx/docs/',
      { kind: 'file', ...REPOSITORY, commit: 'feature/x', path: 'docs/' },
    ],
    [
      'bitbucket://acme/backend-api/src/main/',
      { kind: 'file', ...REPOSITORY, commit: 'main', path: '' },
    ],
  ])('%s is read', (uri, address) => {
    expect(resourceAddress(uri)).toEqual({ address, offset: 0 });
    expect(resourceAddress(`${uri}?offset=12`)).toEqual({ address, offset: 12 });
  });

  test.each([
    'file:///etc/passwd',
    'https://bitbucket.org/acme/backend-api',
    'bitbucket:acme/backend-api/pull-requests/42',
    'bitbucket://acme',
    'bitbucket://acme/backend-api',
    'bitbucket://acme/backend-api/hooks',
    'bitbucket://acme/backend-api/pull-requests',
    'bitbucket://acme/backend-api/pull-requests/0',
    'bitbucket://acme/backend-api/pull-requests/4e1',
    'bitbucket://acme/backend-api/pull-requests/42/merge',
    'bitbucket://acme/backend-api/pull-requests/42/diff/x',
    'bitbucket://acme/backend-api/pull-requests/42%2Fmerge',
    'bitbucket://acme/backend-api/pull-requests/42?path=x',
    'bitbucket://acme/backend-api/pull-requests/42?offset=x',
    'bitbucket://acme/backend-api/pull-requests/42#x',
    'bitbucket://acme/../user/src/main/x',
    'bitbucket://acme/%2e%2e/src/main/x',
    'bitbucket://acme/a%2Fb/src/main/x',
    'bitbucket://acme/b@ck/src/main/x',
    'bitbucket://acme/backend-api/src/main',
    'bitbucket://acme/backend-api/src//x',
    'bitbucket://acme/backend-api/src/main/../x',
    'bitbucket://acme/backend-api/src/main/a/%2E%2E/x',
    'bitbucket://acme/backend-api/src/main/a%2Fb',
    'bitbucket://acme/backend-api/src/main/a%5Cb',
    'bitbucket://acme/backend-api/src/main//x',
    'bitbucket://acme/backend-api/src/..%2F..%2Fuser/x',
    'bitbucket://acme/backend-api/src/main/%00',
    'bitbucket://acme/backend-api/src/main/%0d%0aX',
    'bitbucket://acme/backend-api/src/main/%E0%A4%A',
    'bitbucket://acme/backend-api/src/%252e%252e%252f/../x',
    '',
  ])('%s is refused', (uri) => {
    expect(resourceAddress(uri)).toBeUndefined();
  });
});
