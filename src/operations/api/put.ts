import * as z from 'zod/mini';
import { defineOperation } from '../../core/operation.ts';
import { apiFields } from './fields.ts';
import { planned, previewWrite, write } from './write.ts';

/** Replaces a resource as a whole. */
export const put = defineOperation({
  name: 'put',
  summary: 'Replace a resource through the API',
  description:
    'Replaces a resource; fields left out may be lost (reviewers and description of a pull request are): to change some fields and keep the rest, use patch. For what has no state to keep: build statuses, reports, /pullrequests/{id}/tasks/{task_id} ({"state": "RESOLVED"}).',
  examples: [
    'put ./pullrequests/42/comments/7 -f "content[raw]=Better words"',
    'put ./hooks/HOOK_ID --input hook.json --dry-run',
  ],
  effect: 'write',
  idempotent: true,
  input: z.strictObject(apiFields),
  uses: ['PUT *'],
  positional: ['path'],
  short: { path: 'p', queryParams: 'q', header: 'H', body: 'b' },
  terminalOnly: ['header', 'input', 'form'],
  preview: (input, context) => previewWrite('PUT', input, context),
  planForConsent: (input, context) => planned('PUT', input, context),
  run: (input, context) => write('PUT', input, context),
});
