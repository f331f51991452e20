import { expect, test } from 'vitest';
import { agentFor } from '../../support/agent.ts';
import { httpServer } from '../../support/http-server.ts';

test('an answer that is gone is had anew with the query that it was asked for with', async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('a line\n'.repeat(10_000));
  });
  const agent = await agentFor({
    environment: { BBX_API_URL: server.url, BITBUCKET_ACCESS_TOKEN: 'secret-token-of-the-test' },
  });
  const path = '/repositories/acme/infra/diff/a..b';
  const first = await agent.call('bb_get', { path, queryParams: { context: '0' } });
  const [name = ''] = /answer:\d+/.exec(first.remarks) ?? [];
  for (let count = 0; count < 20; count += 1) await agent.call('bb_get', { path });
  const { text } = await agent.call('bb_get', { path: name });
  expect(text).toContain(
    `hint: Call bb_get with path "${path}" and queryParams {"context":"0"} again.`,
  );
});
