import { BbxError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { isMeantForAgents } from './meant-for-agents.ts';

/**
 * Looks for what was meant as a setting of `bbx mcp` and stands where nobody reads it.
 * @param file where the settings stand
 * @throws BbxError FILE
 */
export function refuseStraySettings(settings: Settings, file: string): void {
  const stray = Object.keys(settings).find(
    (key) => key !== 'mcp' && isMeantForAgents(`BBX_${key}`),
  );
  if (stray === undefined) return;
  const name = JSON.stringify(stray.slice(0, 60));
  throw new BbxError('FILE', `${file} is not usable: ${name} is no setting there.`, {
    hint: 'Settings of agents stand below mcp: {"mcp": {"read_only": true}}; bbx config set mcp.read_only true writes that. The server does not start while one is misplaced, since it may be meant to forbid something.',
  });
}
