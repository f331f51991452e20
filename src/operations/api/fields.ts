import * as z from 'zod/mini';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const query = (description: string) =>
  z
    .optional(z.record(z.string(), z.union([scalar, z.array(scalar)])))
    .check(z.describe(description));

/** Fields that the five verbs share, each told once. */
export const apiFields = {
  path: z
    .string()
    .check(z.describe('As /repositories/{workspace}/{repo_slug}/…, or a bitbucket.org address')),
  /** Few writes read a query. */
  queryParams: query('Query, as {"name": "value"}'),
  header: z
    .optional(z.array(z.string()))
    .check(z.describe('A request header, as name:value; repeatable')),
  body: z
    .optional(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]))
    .check(z.describe('JSON body')),
  input: z
    .optional(z.string())
    .check(z.describe('A file to send as the body, untouched (- for standard input)')),
  form: z
    .optional(z.array(z.string()))
    .check(z.describe('A multipart field, as name=value or name=@file; repeatable, streamed')),
};

/** The query of what reads, where it matters most. */
export const readingQuery = query('Query, as {"state": ["OPEN", "MERGED"], "pagelen": 50}');
