import { expect, test } from 'vitest';
import { repositoryName } from '../../../src/core/bitbucket/repository-name.ts';

const read = (text: string, workspace?: string) =>
  repositoryName(text, 'https://bitbucket.org', async () => workspace);

test.each([
  ['acme/backend-api', { workspace: 'acme', repo: 'backend-api' }],
  ['acme/.github', { workspace: 'acme', repo: '.github' }],
  ['Acme_1/a.b_c-d.git', { workspace: 'Acme_1', repo: 'a.b_c-d' }],
  ['https://ann:secret@bitbucket.org/acme/api.git', { workspace: 'acme', repo: 'api' }],
  ['git@bitbucket.org:acme/api.git', { workspace: 'acme', repo: 'api' }],
  ['https://bitbucket.org/acme/api/pull-requests/42', { workspace: 'acme', repo: 'api' }],
])('%s is a repository', async (text, repository) => {
  expect(await read(text)).toEqual(repository);
});

test('a name alone is in the default workspace, and without one the way out is told', async () => {
  expect(await read('api', 'acme')).toEqual({ workspace: 'acme', repo: 'api' });
  await expect(read('api')).rejects.toMatchObject({
    code: 'USAGE',
    hint: expect.stringContaining('BITBUCKET_DEFAULT_WORKSPACE'),
  });
});

test.each(['..', '.', '', '/', 'acme/', '/api', 'acme/..', '../api', '-x', 'acme/-x', '-c/api'])(
  '%j is none',
  async (text) => {
    await expect(read(text, 'acme')).rejects.toMatchObject({ code: 'USAGE' });
  },
);

test.each(['a/b/c', 'acme/a b', 'acme/a\nb', 'acme/ä', 'acme/a%2e', `acme/${'a'.repeat(200)}`])(
  '%j is none either',
  async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'USAGE' });
  },
);

test('an address elsewhere is refused, and its password is not repeated', async () => {
  const error = await read('https://ann:secret@evil.example/acme/api').catch((caught) => caught);
  expect(error).toMatchObject({ code: 'USAGE' });
  expect(JSON.stringify(error)).not.toContain('secret');
  await expect(read('ext::sh -c true')).rejects.toMatchObject({ code: 'USAGE' });
});
