import type { Config } from '../core/config.ts';
import { type Done, rowsAnswer } from '../core/mcp-clients/client-rows.ts';
import { readSettings } from '../core/settings/read-settings.ts';
import type { Arguments } from './command-line.ts';
import { writeAnswer } from './write-answer.ts';

/**
 * Writes what was done with the files of clients.
 * @throws BbxError when one of them was left alone: after all are told
 */
export async function writeClientRows(
  done: readonly Done[],
  values: Arguments['values'],
  config: Config,
): Promise<void> {
  const answer = rowsAnswer(done);
  const { output } = await readSettings(config);
  await writeAnswer(answer, values, { ...config, output });
  if (answer.problem) throw answer.problem;
}
