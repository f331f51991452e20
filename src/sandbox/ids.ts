import { createHash } from 'node:crypto';

/** A UUID in braces, always the same for the same name. */
export function uuidOf(name: string): string {
  const hex = createHash('sha1').update(`bbx sandbox ${name}`).digest('hex');
  const variant = `${'89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4]}${hex.slice(17, 20)}`;
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}-${hex.slice(20, 32)}}`;
}

/** Hex digits, always the same for the same name. */
export function hexOf(name: string, length: number): string {
  return createHash('sha1').update(`bbx sandbox ${name}`).digest('hex').slice(0, length);
}
