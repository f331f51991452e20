import { resolveAddress } from '../../core/bitbucket/address.ts';
import { isJsonObject } from '../../core/bitbucket/json-object.ts';
import { jsonBody } from '../../core/client/body.ts';
import { pathBelow } from '../../core/client/url.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { askedOf } from './asked.ts';
import { placesOf } from './call-places.ts';
import { judgeClone } from './clones.ts';
import { judge } from './judge.ts';
import { anyOrigin, type Limits } from './limits.ts';
import type { Policy } from './policy.ts';
import { policyWords } from './policy-words.ts';
import { refusal } from './refusal.ts';
import { needsOf, refusedNeeds, refusedTool } from './tool-needs.ts';

/** Makes the policy of what an operator has said. */
export function makePolicy(limits: Limits): Policy {
  const permit: Policy['permit'] = (exchange) => {
    const asked = askedOf(exchange);
    const refused = asked
      ? judge(limits, asked)
      : refusal(
          `${exchange.method} ${exchange.url.pathname}`,
          `${anyOrigin(limits)} is in force, and it leads out of the API`,
        );
    if (refused) throw refused;
  };
  const permitClone: Policy['permitClone'] = (repository, ssh) => {
    const refused = judgeClone(limits, repository) ?? (ssh ? sshRefused(limits) : undefined);
    if (refused) throw refused;
  };
  return {
    confirm: limits.confirm,
    words: policyWords(limits),
    permit: isOpen(limits) ? undefined : permit,
    permitClone: isOpen(limits) ? undefined : permitClone,
    refusesTool: (operation) => refusedTool(limits, operation),
    checkCall: async (operation, input, context) => {
      if (isOpen(limits) || !isJsonObject(input)) return;
      const needs = needsOf(operation, input);
      for (const { verb, template } of needs) {
        if (template === '*') await checkNamed(verb, input, context, permit);
      }
      if (needs.every(({ template }) => template === '*' || template === CLONED)) return;
      const refused = refusedNeeds(limits, needs, await placesOf(input, context));
      if (refused) throw refused;
    },
  };
}

/** Only how things are confirmed was said, or which tools there are. */
const isOpen = ({ readOnly, noMerge, noDelete, denies, allows, pins }: Limits): boolean =>
  [readOnly, noMerge, noDelete].every((one) => one === undefined) &&
  denies.length + allows.length + pins.length === 0;

/** Its own arguments name it, and `permitClone` is asked when they are understood. */
const CLONED = '/repositories/{workspace}/{repo_slug}';

/** A request that a generic tool is given as path and body. What is no path the operation refuses. */
async function checkNamed(
  verb: string,
  input: Readonly<Record<string, unknown>>,
  context: Context,
  permit: NonNullable<Policy['permit']>,
): Promise<void> {
  const { path, body } = input;
  if (typeof path !== 'string') return;
  const url = await resolveAddress(path, [], context).catch((error: unknown) => {
    if (error instanceof BbxError) return undefined;
    throw error;
  });
  const method = METHODS.find((one) => one === verb);
  if (url === undefined || method === undefined) return;
  await permit({
    method,
    url,
    path: pathBelow(context.config.apiUrl, url),
    body: verb === 'GET' || body === undefined ? undefined : jsonBody(body),
    redirected: false,
  });
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Over SSH a renamed repository leads on without a word, and with keys of the person. */
function sshRefused({ denies, allows, pins }: Limits): BbxError | undefined {
  const origin = [denies[0]?.origin, allows[0]?.origin, pins[0]?.origin].find(Boolean);
  const why = `${origin} is in force, and git over SSH tells not where it ends up`;
  return origin === undefined ? undefined : refusal('a clone over SSH', why, 'Clone without ssh.');
}
