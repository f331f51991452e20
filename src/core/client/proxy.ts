import { readFile } from 'node:fs/promises';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';

/**
 * The way out through HTTPS_PROXY (less what NO_PROXY names), trusting the CA file besides the
 * usual authorities.
 * @throws BbxError FILE when the CA file cannot be read
 */
export async function openDispatcher({ proxy, noProxy, caFile }: Config): Promise<Dispatcher> {
  const tls = caFile === undefined ? {} : { ca: await authorities(caFile) };
  return new EnvHttpProxyAgent({
    // An empty text keeps undici from looking into the environment by itself.
    httpProxy: '',
    httpsProxy: proxy ?? '',
    noProxy: noProxy ?? '',
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
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
