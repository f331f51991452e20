import { type Credentials, gitLogin } from './authorization.ts';

const MASK = '***';

/**
 * All the forms in which a token could show up in a text: as it is, URL-encoded, and in base64
 * (alone, after the e-mail, after git's user name, or after any other name).
 */
export function secretsOf(credentials: Credentials): string[] {
  const { username, password } = gitLogin(credentials);
  const email = credentials.kind === 'api-token' ? [`${credentials.email}:${password}`] : [];
  const whole = [password, `${username}:${password}`, ...email].flatMap(base64Forms);
  return [password, encodeURIComponent(password), ...whole, ...base64Cores(password)];
}

/**
 * Masks secrets in a text that people or logs will see.
 * @param secrets from secretsOf, or any other words to hide
 */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return text;
  // Percent-encoding may be written in either case, so case is ignored throughout.
  return text.replace(new RegExp(known.map(literal).join('|'), 'gi'), MASK);
}

const base64Forms = (text: string) => {
  const padded = Buffer.from(text).toString('base64');
  return [padded, padded.replace(/=+$/, ''), Buffer.from(text).toString('base64url')];
};

/**
 * Base64 writes three bytes as four letters, so what a token looks like inside depends on how many
 * bytes stand before it. These are the letters that it alone decides, for each of the three cases.
 */
function base64Cores(token: string): string[] {
  const cores = [0, 1, 2].map((before) => {
    const bytes = Buffer.from(' '.repeat(before) + token);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(from, to);
  });
  return cores.filter((core) => core.length >= TELLING);
}

/** Fewer letters would also mask words that are no secret. */
const TELLING = 8;

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
