import { BbxError } from '../errors.ts';
import type { Method } from './client.ts';
import { isRead } from './is-read.ts';

/**
 * Names what went wrong below HTTP; no status is invented for it.
 * @param method of the request, where there was one
 */
export function networkError(error: unknown, host: string, method: Method = 'GET'): BbxError {
  const code = errorCode(error);
  const [what, hint] =
    EXPLAINED[code] ?? certificate(code) ?? garbled(code) ?? lost(error, code, method);
  const proxy = proxyOf(error, host);
  const who = what.replace('HOST', proxy ? `The proxy ${proxy}` : host);
  return new BbxError('NETWORK', `${who}${code && ` (${code})`}.`, {
    hint: proxy ? 'Check HTTPS_PROXY, or name hosts to reach without it in NO_PROXY.' : hint,
    final: certificate(code) !== undefined,
    cause: error,
  });
}

/** True for a connection that broke or could not be made, as against a fault of ours. */
export const isNetworkError = (error: unknown): boolean =>
  errorCode(error) !== '' ||
  (error instanceof TypeError && /fetch failed|terminated/.test(error.message));

/**
 * True for a connection that was there, or nearly, and broke: the same request may fare better.
 * A name that does not exist, a closed port and a bad certificate stay what they are.
 */
export const isLost = ({ cause }: { readonly cause?: unknown }): boolean => {
  const code = errorCode(cause);
  if (garbled(code) || /INVALID_ARG|ERR_INVALID/.test(code)) return false;
  return !(code in EXPLAINED && code !== 'EAI_AGAIN') && certificate(code) === undefined;
};

/** True where no connection was made, so that nothing can have been done. */
export const isUnsent = ({ code, cause }: BbxError): boolean => {
  const reason = errorCode(cause);
  if (code !== 'NETWORK' || isUnderWay(cause)) return false;
  return reason in EXPLAINED || certificate(reason) !== undefined;
};

/** A connection that stood can still time out, or lose its route. */
const isUnderWay = (error: unknown) =>
  error instanceof Error && 'syscall' in error && /^(read|write)/.test(String(error.syscall));

const EXPLAINED: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: ['No such host: HOST', 'Check the network, the DNS and BBX_API_URL.'],
  EAI_AGAIN: ['The name HOST could not be looked up', 'Check the network and the DNS.'],
  ECONNREFUSED: ['HOST refuses connections', 'Check BBX_API_URL, or a proxy that should be set.'],
  ENETUNREACH: ['No route to HOST', 'Check the network, or set HTTPS_PROXY.'],
  EHOSTUNREACH: ['No route to HOST', 'Check the network, or set HTTPS_PROXY.'],
  ETIMEDOUT: ['HOST did not answer the connection', 'Check the network, or set HTTPS_PROXY.'],
  UND_ERR_CONNECT_TIMEOUT: [
    'HOST did not answer the connection',
    'Check the network, or set HTTPS_PROXY.',
  ],
};

function certificate(code: string): readonly [string, string] | undefined {
  if (!/CERT|SIGNED|ISSUER|ALTNAME|SSL|TLS/.test(code)) return undefined;
  return [
    'The certificate of HOST is not trusted',
    'Behind a company proxy, name its CA file with BBX_CA_FILE or NODE_EXTRA_CA_CERTS.',
  ];
}

function garbled(code: string): readonly [string, string] | undefined {
  if (!/^(HPE_|Z_)/.test(code)) return undefined;
  return ['HOST answers with what is no HTTP', 'Check BBX_API_URL, and what stands in between.'];
}

function lost(error: unknown, code: string, method: Method): readonly [string, string] {
  const words = deepest(error);
  const what = code ? 'The connection to HOST was lost' : `The connection to HOST failed: ${words}`;
  if (isRead(method)) return [what, 'Try again.'];
  return [what, 'This write may have had its effect, so look before you repeat it.'];
}

/** A failed connection says where it was going; that is not the host when a proxy stands between. */
function proxyOf(error: unknown, host: string): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (!('port' in at) || !('address' in at)) continue;
    const [, port = '443'] = /:(\d+)$/.exec(host) ?? [];
    return String(at.port) === port ? undefined : `${at.address}:${at.port}`;
  }
  return undefined;
}

function deepest(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepest(error.cause) : error.message;
}

function errorCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) return errorCode(at.errors[0]);
  }
  return '';
}
