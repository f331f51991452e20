import { expect, test } from 'vitest';
import { agentFor } from '../../support/agent.ts';

const agent = await agentFor({ environment: {} });
const search = async (words: string) => await agent.call('bb_get', { path: `endpoints:${words}` });

test('a search of the catalogue is not marked as the words of others, for they are ours', async () => {
  const { text, whole, isError } = await search('pull request comments');
  expect(isError).toBe(false);
  expect(text).toContain('/comments');
  expect(whole).not.toContain('Text by others');
});

test('one word that fits nothing is not to be left out', async () => {
  const { text } = await search('qqqqzzzz');
  expect(text).toContain('hint: Give another word.');
  expect((await search('qqqqzzzz pull')).text).toContain('hint: Leave out qqqqzzzz: every word');
});

test('a search for more than anybody types is refused before it is made', async () => {
  const { text } = await search('pull '.repeat(20_000));
  expect(text).toBe(
    'error: A search has 200 characters at most.\nhint: Give two or three words, such as "pull request comments".\ncode: USAGE; retryable: no',
  );
});
