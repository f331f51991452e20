import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call } from './call.ts';
import { type Person, personOf } from './person.ts';

/**
 * Tells who is signed in.
 * @returns undefined for an access token, which is nobody's (GET /user refuses it), and for a token
 *   without the scope read:user
 * @throws BbxError as `call` for everything else
 */
export async function currentUser(context: Context): Promise<Person | undefined> {
  try {
    const person = personOf(await call(context, 'GET', '/user'));
    return person.uuid === '' ? undefined : person;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'FORBIDDEN') return undefined;
    throw error;
  }
}
