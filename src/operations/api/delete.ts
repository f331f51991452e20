import * as z from 'zod/mini';
import { resolveAddress } from '../../core/bitbucket/address.ts';
import { pathUnderApi } from '../../core/client/url.ts';
import { defineOperation } from '../../core/operation.ts';
import { apiFields } from './fields.ts';
import { queryOf } from './query.ts';
import { planned, previewWrite, write } from './write.ts';

/** Removes a resource. ("delete" is a reserved word, hence the name.) */
export const remove = defineOperation({
  name: 'delete',
  summary: 'Delete something through the API',
  description:
    'Deletes a branch (/refs/branches/{name}), comment, task, webhook, repository; on /pullrequests/{id}/approve takes back your approval, on …/comments/{id}/resolve reopens a thread. The API cannot undo it: ask the user first.',
  examples: [
    'delete ./refs/branches/feature%2Fold --yes',
    'delete ./pullrequests/42/approve --yes',
  ],
  effect: 'destructive',
  idempotent: true,
  input: z.strictObject({
    path: apiFields.path,
    queryParams: apiFields.queryParams,
    header: apiFields.header,
  }),
  uses: ['DELETE *'],
  positional: ['path'],
  short: { path: 'p', queryParams: 'q', header: 'H' },
  terminalOnly: ['header'],
  question: async ({ path, queryParams }, context) => {
    const url = await resolveAddress(path, queryOf(queryParams), context);
    return `Delete ${pathUnderApi(context.config.apiUrl, url)}?`;
  },
  preview: (input, context) => previewWrite('DELETE', input, context),
  planForConsent: (input, context) => planned('DELETE', input, context),
  run: (input, context) => write('DELETE', input, context),
});
