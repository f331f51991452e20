import { BbxError } from '../../core/errors.ts';

/**
 * Reads headers given as name:value.
 * @throws BbxError USAGE for one that is none, or that would replace the credential or what
 *   the connection needs
 */
export function headersOf(lines: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries((lines ?? []).map(header));
}

function header(line: string): [string, string] {
  const [, name = '', value = ''] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\xff]/.test(value)) {
    throw new BbxError('USAGE', `Not a header: ${JSON.stringify(line)}.`, {
      hint: 'Give it as name:value, for example -H "Accept: text/plain".',
    });
  }
  if (name.toLowerCase() === 'authorization') {
    throw new BbxError('USAGE', 'The Authorization header is made by bbx.', {
      hint: 'Set the credentials in the environment; they are sent to the API alone.',
    });
  }
  if (OF_THE_CONNECTION.has(name.toLowerCase())) {
    throw new BbxError('USAGE', `The header ${name} is made by bbx.`, {
      hint: 'Leave it away: it belongs to the connection and to the body that is sent.',
    });
  }
  return [name, value];
}

/** Another host, length or framing than the request has would send it astray or leave it hanging. */
const OF_THE_CONNECTION = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
  'upgrade',
]);
