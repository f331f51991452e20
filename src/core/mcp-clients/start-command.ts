import { realpathSync } from 'node:fs';
import { bbxCommand } from '../git/bbx-command.ts';
import { onPath } from './on-path.ts';
import type { Place } from './place.ts';

/**
 * How to start this bbx from anywhere, for longer than a folder of one version lasts: Homebrew's
 * node lies in a folder of its version, and its link on PATH stays when that is replaced.
 */
export function startCommand(place: Place): string[] {
  const [node = '', ...words] = bbxCommand();
  const link = /[\\/]Cellar[\\/]/.test(node) ? onPath('node', place) : undefined;
  return [link !== undefined && realpathSync(link) === realpathSync(node) ? link : node, ...words];
}
