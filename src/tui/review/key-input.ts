import { decodeKeys, type Key } from './keys.ts';
import { isPaste, pasteText } from './pasted.ts';

/** Milliseconds after which an ESC that nothing follows is the key of that name. */
const ESCAPE_PAUSE = 40;

/** Milliseconds within which more of a paste may come. */
const PASTE_PAUSE = 40;

/**
 * Makes keys of what a terminal sends, however it is cut into pieces.
 * @param onKeys gets all keys of a piece at once, so that the screen is drawn once for them
 * @param clock in milliseconds
 */
export function keyInput(
  onKeys: (keys: readonly Key[]) => void,
  clock = () => performance.now(),
): (bytes: string) => void {
  let rest = '';
  let timer: NodeJS.Timeout | undefined;
  let pastedAt = Number.NEGATIVE_INFINITY;
  const take = (bytes: string, final: boolean) => {
    const decoded = decodeKeys(bytes, final);
    rest = decoded.rest;
    if (decoded.keys.length > 0) onKeys(decoded.keys);
  };
  return (bytes) => {
    clearTimeout(timer);
    const now = clock();
    if (rest === '' && isPaste(bytes, now - pastedAt < PASTE_PAUSE)) {
      pastedAt = now;
      onKeys([{ name: 'paste', text: pasteText(bytes) }]);
      return;
    }
    take(rest + bytes, false);
    // A paste may be long under way; what else waits is an ESC.
    if (rest !== '' && !rest.startsWith('\u001b[200~')) {
      timer = setTimeout(() => take(rest, true), ESCAPE_PAUSE);
    }
  };
}
