/**
 * Whether a setting such as credential.helper or credential.URL.helper holds for an origin, or for a
 * part of it. git takes a URL without a protocol, with a user, with a path, and with `*` for a part
 * of the host (git-config(1), http.<url>.*, and gitcredentials(7)).
 * @param key as git lists it
 * @param section and name without the URL, as credential and helper
 * @param origin as https://bitbucket.org
 */
export function settingCovers(key: string, section: string, name: string, origin: string): boolean {
  if (key === `${section}.${name}`) return true;
  if (!key.startsWith(`${section}.`) || !key.endsWith(`.${name}`)) return false;
  return covers(key.slice(section.length + 1, -name.length - 1), origin);
}

function covers(pattern: string, origin: string): boolean {
  const [, protocol, host = ''] =
    /^(?:([a-z][a-z+.-]*):\/\/)?(?:[^@/]*@)?([^/]*)/i.exec(pattern) ?? [];
  const own = new URL(origin);
  if (protocol !== undefined && `${protocol.toLowerCase()}:` !== own.protocol) return false;
  const port = own.protocol === 'https:' ? /:443$/ : /:80$/;
  const parts = host.toLowerCase().replace(port, '').split('.');
  const others = own.host.split('.');
  return (
    parts.length === others.length && parts.every((part, at) => part === '*' || part === others[at])
  );
}
