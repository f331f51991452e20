/** A repository by workspace and slug. */
export type Home = readonly [workspace: string, repo: string];

/** As Bitbucket makes them: a UUID, or a name with spaces, would be another way to name the same. */
export const isSlug = (text: string): boolean =>
  /^[A-Za-z0-9._-]+$/.test(text) && !/^\.+$/.test(text);

/** Whether a text is WORKSPACE/REPO. */
export const isFullName = (text: string): boolean =>
  text.split('/').length === 2 && text.split('/').every(isSlug);

/** Whether two names are one, for Bitbucket. */
export const isSame = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** The JSON of a body; undefined where it is none. */
export function jsonIn(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
