import { matchOperation } from '../../src/core/catalogue/match-operation.ts';
import { parseJson } from '../../src/sandbox/json.ts';
import type { LoggedRequest } from '../../src/sandbox/request-log.ts';
import { type Description, readDescription } from '../sandbox/description.ts';
import { lacks } from './needs.ts';

/** Query names that every list takes although hardly any declares them (the API's introduction does). */
const LIST = ['page', 'pagelen', 'fields', 'q', 'sort'];

/** The same for single operations: what the reference says in prose, or Bitbucket itself sends. */
const PROSE: readonly (readonly [operation: RegExp, names: readonly string[]])[] = [
  [/^GET .*\/diff\/\{spec\}$/, ['from_pullrequest_id', 'topic', 'path']],
  [/^GET .*\/file-conflicts\/\{spec\}$/, ['from_pullrequest_id', 'topic']],
  [/^GET .*\/diffstat\/\{spec\}$/, ['from_pullrequest_id', 'topic', 'path']],
  [/^GET .*\/pullrequests\/\{pull_request_id\}\/(diff|diffstat)$/, ['path', 'context', 'topic']],
  [/^GET .*\/commits(\/\{revision\})?$/, ['include', 'exclude', 'path']],
];

/**
 * The reference has the body of a new branch in an example alone (`name`, `target.hash`), and that of
 * declining (`message`) nowhere: other clients send it, and Bitbucket takes it.
 */
const BODY_IN_PROSE = /^POST .*\/(refs\/branches|decline)$/;

let read: Description | undefined;
let absent: boolean | undefined;

/**
 * What is wrong with requests, by Bitbucket's API description: unknown operations, query names that
 * nothing declares, bodies that do not fit their schema. Nothing is wrong where the description is
 * not at hand.
 */
export function undescribed(requests: readonly LoggedRequest[]): string[] {
  absent ??= lacks('api-description');
  if (absent) return [];
  read ??= readDescription();
  const description = read;
  return requests.flatMap((request) => complaintsOf(request, description));
}

function complaintsOf({ method, path, body }: LoggedRequest, description: Description): string[] {
  const url = new URL(path, 'http://sandbox');
  const at = url.pathname.replace(/^\/2\.0/, '');
  const found = matchOperation(method, at);
  const operation = found && `${found.method} ${found.template}`;
  if (operation === undefined || !description.operations.has(operation)) {
    return [`${method} ${at} is no operation`];
  }
  const known = new Set([
    ...(method === 'GET' ? LIST : []),
    ...description.query(operation),
    ...PROSE.filter(([pattern]) => pattern.test(operation)).flatMap(([, names]) => names),
  ]);
  const stray = [...new Set(url.searchParams.keys())].filter((name) => !known.has(name));
  const json = body && parseJson(body.toString('utf8'));
  return [
    ...stray.map((name) => `${operation} declares no ${name}`),
    ...(json === undefined || BODY_IN_PROSE.test(operation)
      ? []
      : description.checkBody(operation, json)),
  ];
}
