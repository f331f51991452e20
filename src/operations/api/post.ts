import * as z from 'zod/mini';
import { defineOperation } from '../../core/operation.ts';
import { apiFields } from './fields.ts';
import { planned, previewWrite, write } from './write.ts';

/** Creates, or does what has no verb of its own: approve, merge, decline. */
export const post = defineOperation({
  name: 'post',
  summary: 'Create something, or do something, through the API',
  description:
    'Creates, or acts. Under /repositories/{workspace}/{repo_slug}: /pullrequests ({"title", "source": {"branch": {"name"}}, "destination": …}); /pullrequests/{id}/comments ({"content": {"raw"}, "inline": {"path", "to"}, "parent": {"id"}}), /approve, /request-changes, /decline, /merge ({"merge_strategy": "squash"}); /pipelines. Others read what is posted: show the text to the user first.',
  examples: [
    'post ./pullrequests/42/comments -f "content[raw]=Looks good"',
    'post ./pullrequests/42/approve',
    'post ./src --form message="Add a file" --form branch=main --form docs/new.md=@new.md',
  ],
  effect: 'write',
  input: z.strictObject(apiFields),
  uses: ['POST *'],
  positional: ['path'],
  short: { path: 'p', queryParams: 'q', header: 'H', body: 'b' },
  terminalOnly: ['header', 'input', 'form'],
  preview: (input, context) => previewWrite('POST', input, context),
  planForConsent: (input, context) => planned('POST', input, context),
  run: (input, context) => write('POST', input, context),
});
