import { readFile } from 'node:fs/promises';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';

/** undici's `request`, by the way out that the configuration names. */
export type Way = (
  url: URL,
  options: NonNullable<Parameters<typeof request>[1]>,
) => Promise<Dispatcher.ResponseData<unknown>>;

/**
 * The way out through HTTPS_PROXY (less what NO_PROXY names), trusting the CA file besides the
 * usual authorities. undici is imported here by name: once bundled, `await import()` of a CommonJS
 * package has a default and no names.
 * @throws BbxError FILE when the CA file cannot be read
 */
export async function openWay({ proxy, noProxy, caFile }: Config): Promise<Way> {
  const tls = caFile === undefined ? {} : { ca: await authorities(caFile) };
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text keeps undici from looking into the environment by itself.
    httpProxy: '',
    // As curl takes it: an address without a scheme is one of http.
    httpsProxy: proxy === undefined || proxy.includes('://') ? (proxy ?? '') : `http://${proxy}`,
    noProxy: noProxy ?? '',
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
  return async (url, options) => await request(url, { ...options, dispatcher });
}

async function authorities(file: string): Promise<string[]> {
  try {
    const { rootCertificates } = await import('node:tls');
    return [...rootCertificates, await readFile(file, 'utf8')];
  } catch (cause) {
    throw new BbxError('FILE', `The CA file cannot be read: ${file}.`, {
      hint: 'Check BBX_CA_FILE; it names a file with certificates in PEM form.',
      cause,
    });
  }
}
