import { isUtf8 } from 'node:buffer';

/**
 * Bytes as text: UTF-8 where they are valid UTF-8, else Latin-1, so that every byte stays one
 * character. Bitbucket sends a diff in the encoding of the files, whatever its header says.
 */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isUtf8(buffer) ? 'utf8' : 'latin1');
}
