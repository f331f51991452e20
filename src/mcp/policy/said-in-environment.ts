import { BbxError } from '../../core/errors.ts';
import { MCP_KEYS, type McpKey, namesIn, rulesIn } from '../../core/settings/mcp-settings.ts';
import { isMeantForAgents } from './meant-for-agents.ts';
import { confirmMode, type SaidIn, unusable } from './said-in.ts';

/** What variables of the policy begin with. */
const PREFIX = 'BBX_MCP_';

const nameOf = (key: McpKey) => `${PREFIX}${key.toUpperCase()}`;

/**
 * What the environment says; an empty variable says nothing.
 * @throws BbxError USAGE for a value that is none, and for a variable that there is not
 */
export function saidInEnvironment(environment: Readonly<NodeJS.ProcessEnv>): SaidIn {
  const known = MCP_KEYS.map(nameOf);
  const stray = Object.keys(environment).find(
    (name) => isMeantForAgents(name) && !known.includes(name),
  );
  if (stray !== undefined) {
    throw new BbxError('USAGE', `There is no variable ${stray.slice(0, 80)}.`, {
      hint: `There are ${known.join(', ')}. The server does not start while one is misspelt, since it may be meant to forbid something.`,
    });
  }
  const text = (key: McpKey) => environment[nameOf(key)]?.trim() || undefined;
  const list = (key: McpKey, read: (said: string) => string[]) => {
    const said = text(key);
    return said === undefined ? undefined : read(said);
  };
  const flag = (key: McpKey) => booleanIn(text(key), nameOf(key));
  const confirm = text('confirm');
  return {
    readOnly: flag('read_only'),
    tools: list('tools', namesIn),
    allow: list('allow', rulesIn),
    deny: list('deny', rulesIn),
    pin: list('pin', namesIn),
    noMerge: flag('no_merge'),
    noDelete: flag('no_delete'),
    confirm: confirm === undefined ? undefined : confirmMode(confirm, nameOf('confirm')),
    nameOf,
    where: '',
  };
}

function booleanIn(text: string | undefined, name: string): boolean | undefined {
  const said = text?.toLowerCase();
  if (said === '1' || said === 'true') return true;
  if (said === undefined || said === '0' || said === 'false')
    return said === undefined ? said : false;
  throw unusable(name, said, 'It takes 1, true, 0 or false.');
}
