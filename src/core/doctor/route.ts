import type { Config } from '../config.ts';

/** How requests get to the API. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** The proxy in between, if any. */
  readonly proxy: URL | undefined;
}

/** The way to the API, as the client goes it: a proxy is for https alone, less what NO_PROXY names. */
export function routeTo({ apiUrl, proxy, noProxy }: Config): Route {
  const { hostname, port, protocol } = new URL(apiUrl);
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const own = Number(port) || (secure ? 443 : 80);
  const through = secure && proxy && URL.canParse(proxy) && !spared(noProxy, host, own);
  return { host, port: own, secure, proxy: through ? new URL(proxy) : undefined };
}

/** Names of hosts between commas or spaces: `*`, `example.com` (and all below), `host:8080`. */
function spared(noProxy: string | undefined, host: string, port: number): boolean {
  const names = (noProxy ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return names.some((each) => {
    const [, name = each, only] = /^(.+):(\d+)$/.exec(each) ?? [];
    if (only !== undefined && Number(only) !== port) return false;
    const bare = name.replace(/^\*?\./, '');
    return name === '*' || host === bare || host.endsWith(`.${bare}`);
  });
}

/** The address of a proxy without the password in it. */
export const proxyName = ({ protocol, host }: URL): string => `${protocol}//${host}`;
