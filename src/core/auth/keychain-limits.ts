import { BbxError } from '../errors.ts';
import { keychainUnavailable } from './keychain-error.ts';

/**
 * Waits for a keychain, but neither past the limit nor past an abort.
 * @param limits timeout in milliseconds
 * @param stop is called when it is waited for no longer
 * @throws BbxError KEYCHAIN_UNAVAILABLE when the time is over, CANCELLED after an abort
 */
export async function within<Value>(
  work: Promise<Value>,
  limits: { readonly signal?: AbortSignal | undefined; readonly timeout: number },
  stop: () => void,
): Promise<Value> {
  const { signal, timeout } = limits;
  const end = new AbortController();
  const given = new Promise<never>((_, reject) => {
    const giveUp = (error: BbxError) => {
      stop();
      reject(error);
    };
    const timer = setTimeout(() => giveUp(keychainUnavailable('timed-out')), timeout);
    const abort = () => giveUp(new BbxError('CANCELLED', 'The keychain was waited for no longer.'));
    signal?.addEventListener('abort', abort, { signal: end.signal });
    end.signal.addEventListener('abort', () => clearTimeout(timer));
    if (signal?.aborted) abort();
  });
  try {
    return await Promise.race([work, given]);
  } finally {
    end.abort();
  }
}
