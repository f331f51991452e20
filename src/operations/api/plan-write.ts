import type { Answer, DataAnswer } from '../../core/answer.ts';
import { call } from '../../core/bitbucket/call.ts';
import { type Facts, factsOf } from '../../core/bitbucket/facts-of.ts';
import { digestOf } from '../../core/canonical-json.ts';
import { type Destruction, destroys } from '../../core/catalogue/destroys.ts';
import type { Request } from '../../core/client/client.ts';
import { pathUnderApi } from '../../core/client/url.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { sanitizeForTerminal } from '../../core/output/sanitize.ts';

/** A write that is thought through and not sent. */
export interface UnsentWrite extends Pick<Request, 'method' | 'url' | 'body'> {
  /** What the body holds, as it is shown. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly perform: () => Promise<Answer>;
}

/**
 * Plans a write for whoever has to agree to it: exactly what would be sent, and, where it destroys
 * something, what that is as it stands now.
 * @throws BbxError NOT_FOUND and the like at once, where there is nothing to be hit; USAGE for a path
 *   that there is not, where another comes near
 */
export async function planWrite(write: UnsentWrite, context: Context): Promise<Planned> {
  const { method, url, body, shown, perform } = write;
  const path = pathUnderApi(context.config.apiUrl, url);
  const destruction = destroys(method, path);
  const meant = destruction?.known === false ? await meantBy(method, path) : undefined;
  const hit = destruction && (await standing(method, destruction, context));
  const now = await factsNow(write, destruction, hit, context);
  const why = [destruction?.why, meant].filter(Boolean).join(' ');
  return {
    preview: preview({ method, path, ...shown, ...(now && { now: shortened(now) }), why }),
    question: `Send ${method} ${path}?`,
    destroys: destruction !== undefined,
    // What is too long to be shown counts as well.
    digest: digestOf({ method, url: url.href, ...shown, now }),
    sends: [{ method, url, body }],
    perform,
  };
}

/**
 * What may be meant by a path that is not there. What comes near one that is there is a mistake, and
 * nobody has to agree to that; only a deletion is shown all the same, as people at terminals are too.
 * @throws BbxError USAGE with what may be meant
 */
async function meantBy(method: string, path: string): Promise<string | undefined> {
  const [bare = ''] = path.split('?');
  const [{ nearestOperations }, { removedAt }] = await Promise.all([
    import('../../core/catalogue/nearest-operations.ts'),
    import('../../core/catalogue/removed.ts'),
  ]);
  const instead = removedAt(bare, method)?.instead;
  // What it lies below is no other spelling of it: that may be something new.
  const near = nearestOperations(method, bare, 3)
    .filter((one) => !bare.startsWith(`${one.path}/`))
    .map((one) => `${one.method} ${one.path}`);
  const meant = instead ?? (near.length > 0 ? `Did you mean ${near.join(', or ')}?` : undefined);
  if (meant === undefined || method === 'DELETE') return meant;
  throw new BbxError('USAGE', `Bitbucket has no ${method} ${bare}.`, {
    hint: `${meant} Nothing was sent.`,
  });
}

/** What would be hit, as a GET of this template answers it. */
interface Standing {
  readonly template: string;
  readonly data: unknown;
}

/** Which one it is and how it stands; of a merge also what comes with it, which the body may say. */
async function factsNow(
  { body, shown }: UnsentWrite,
  destruction: Destruction | undefined,
  hit: Standing | undefined,
  context: Context,
): Promise<Facts | undefined> {
  const facts = hit && factsOf(hit.template, hit.data);
  if (destruction?.operation?.endsWith('/{pull_request_id}/merge') !== true) return facts;
  const { factsOfMerge } = await import('../../core/bitbucket/facts-of-merge.ts');
  const said = body === undefined || 'body' in shown ? shown.body : 'not read';
  return { ...facts, ...(await factsOfMerge(context, hit?.data, said)) };
}

/** A token that may not read it may still delete it; what is put anew may be absent. */
async function standing(
  method: string,
  { hits, template }: Destruction,
  context: Context,
): Promise<Standing | undefined> {
  if (hits === undefined || template === undefined) return undefined;
  try {
    return { template, data: await call(context, 'GET', hits) };
  } catch (error) {
    const code = error instanceof BbxError ? error.code : undefined;
    if (code === 'FORBIDDEN' || code === 'POLICY' || code === 'BAD_REQUEST') return undefined;
    if (code === 'NOT_FOUND' && method === 'PUT') return undefined;
    throw error;
  }
}

/** Characters of one fact that are shown. */
const LONGEST = 200;
/** Characters of a body that are shown: whoever wrote a longer one has it already. */
const LONGEST_BODY = 8000;

const shortened = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const long = typeof value === 'string' && value.length > LONGEST;
      return [name, long ? `${value.slice(0, LONGEST)}...` : value];
    }),
  );

function cut(value: unknown): unknown {
  const json = JSON.stringify(value);
  if (json.length <= LONGEST_BODY) return value;
  return `${json.slice(0, LONGEST_BODY)}... (${json.length} characters, all of which are sent)`;
}

/** Other people's words must not look like more facts, or like ours. */
const oneLine = (value: Facts[string]) => String(value).replace(/\s*[\r\n]\s*/g, ' ');

/** The question above it names the method and the path. */
function preview(data: {
  readonly method: string;
  readonly path: string;
  readonly now?: Facts;
  readonly why: string | undefined;
}): DataAnswer {
  const { method, path, now = {}, why = '', ...rest } = data;
  const shown = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, cut(part)]));
  const facts = Object.entries(now).map(([name, value]) => `${name}: ${oneLine(value)}`);
  const bodies = Object.entries(shown).map(
    ([name, value]) => `${name}: ${JSON.stringify(value, null, 2)}`,
  );
  const lines = [...facts, why, ...bodies].filter(Boolean);
  return {
    kind: 'data',
    data: { method, path, ...shown, ...('now' in data && { now }), ...(why && { why }) },
    text: async () => sanitizeForTerminal(lines.join('\n')),
  };
}
