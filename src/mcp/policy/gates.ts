import { getAt, textAt } from '../../core/bitbucket/json-object.ts';
import type { Asked } from './asked.ts';
import { jsonIn } from './json-in.ts';
import { folded } from './pattern.ts';

/** Deletions that take back what one has said oneself, and remove nothing else. */
const OWN_MARKS: readonly RegExp[] = [
  /^repositories\/[^/]+\/[^/]+\/pullrequests\/[^/]+\/(approve|request-changes)$/,
  /^repositories\/[^/]+\/[^/]+\/pullrequests\/[^/]+\/comments\/[^/]+\/resolve$/,
  /^repositories\/[^/]+\/[^/]+\/commit\/[^/]+\/approve$/,
  /^snippets\/[^/]+\/[^/]+\/watch$/,
];

/** Whether deleting what stands there only takes back one's own word, however the path is read. */
export const isOwnMark = (asked: Asked): boolean =>
  allSegments(asked).every((segments) => {
    const path = segments.map(folded).join('/');
    return OWN_MARKS.some((pattern) => pattern.test(path));
  });

/** Whether a request merges a pull request, in some way to read its path. */
export const isMerge = (asked: Asked): boolean =>
  asked.verb !== 'GET' &&
  allSegments(asked).some((segments) => {
    const names = segments.map(folded);
    return names.includes('pullrequests') && names.at(-1) === 'merge';
  });

/** Whether a pull request is told to delete its source branch when it is merged. */
export function asksToClose({ verb, readings, body }: Asked): boolean {
  if (verb !== 'POST' && verb !== 'PUT') return false;
  const { template = '' } = readings.meant;
  if (!/\/pullrequests(\/\{pull_request_id\})?$/.test(template)) return false;
  const said = getAt(jsonIn(body?.bytes), 'close_source_branch');
  return said !== undefined && said !== null && said !== false;
}

/** Whether a request takes a permission away by setting it to none. */
export const takesRights = ({ verb, readings, body }: Asked): boolean =>
  verb === 'PUT' &&
  readings.meant.segments.some((name) => folded(name) === 'permissions-config') &&
  textAt(jsonIn(body?.bytes), 'permission').toLowerCase() === 'none';

/** Whether a merge may delete the source branch. */
export const mayClose = (asked: Asked): boolean => isMerge(asked) && !keepsSource(asked);

/** Without a word the pull request decides, and the default of a pull request is anybody's. */
const keepsSource = ({ body }: Asked): boolean =>
  getAt(jsonIn(body?.bytes), 'close_source_branch') === false;

const allSegments = ({ readings }: Asked) =>
  [readings.meant, ...readings.others].map(({ segments }) => segments);
