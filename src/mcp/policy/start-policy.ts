import { type Config, readConfig } from '../../core/config.ts';
import type { McpSettings } from '../../core/settings/settings.ts';
import { sureSettingsFile } from '../../core/settings/sure-settings-file.ts';
import { isMeantForAgents } from './meant-for-agents.ts';
import { OPEN_POLICY, type Policy } from './policy.ts';

/** What an operator has chosen for a server. */
export interface Chosen {
  readonly policy: Policy;
  /** The groups of tools, where some are chosen. */
  readonly tools: readonly string[] | undefined;
}

/**
 * Reads what flags, environment and settings say of what agents may do. All that they forbid holds;
 * which tools there are the nearest place decides. What makes it out is loaded where there is some.
 * @param flags of `bbx mcp`
 * @param environment that of the process, unless another is given
 * @throws BbxError USAGE, or FILE when the settings are broken: then nothing may start
 */
export async function startPolicy(
  flags: Readonly<Record<string, unknown>>,
  environment?: Readonly<NodeJS.ProcessEnv>,
): Promise<Chosen> {
  const config = readConfig(environment);
  const [mcp, file] = await mcpSettings(config);
  const { profile: _, ...said } = flags;
  const variables = Object.keys(config.environment).filter(isMeantForAgents);
  if (Object.keys(said).length + variables.length === 0 && mcp === undefined) {
    return { policy: OPEN_POLICY, tools: undefined };
  }
  const [inFlags, inEnvironment, inSettings, { combine }, { makePolicy }] = await Promise.all([
    import('./said-in-flags.ts'),
    import('./said-in-environment.ts'),
    import('./said-in-settings.ts'),
    import('./combine.ts'),
    import('./make-policy.ts'),
  ]);
  const places = [
    inFlags.saidInFlags(flags),
    inEnvironment.saidInEnvironment(config.environment),
    ...(mcp === undefined ? [] : [inSettings.saidInSettings(mcp, file)]),
  ];
  const tools = places.map((place) => place.tools).find((names) => names !== undefined);
  return { policy: makePolicy(combine(places)), tools };
}

async function mcpSettings(config: Config): Promise<[McpSettings | undefined, string]> {
  const file = sureSettingsFile(config);
  if (file === undefined) return [undefined, ''];
  const [{ readSettings }, { refuseStraySettings }] = await Promise.all([
    import('../../core/settings/read-settings.ts'),
    import('./stray-settings.ts'),
  ]);
  const settings = await readSettings(config);
  refuseStraySettings(settings, file);
  return [settings.mcp, file];
}
