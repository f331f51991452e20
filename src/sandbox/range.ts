/** The part of some bytes that a Range header asks for. */
export interface Ranged {
  readonly status: 200 | 206 | 416;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Answers one `bytes=` range: from-to, from- or -last. */
export function rangeOf(bytes: Buffer, header: string | undefined): Ranged {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (found === null || (first === '' && last === '')) {
    return { status: 200, headers: lengthOf(bytes), body: bytes };
  }
  const start = first === '' ? Math.max(bytes.length - Number(last), 0) : Number(first);
  const end =
    first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (start >= bytes.length || start > end) {
    return {
      status: 416,
      headers: { 'content-range': `bytes */${bytes.length}` },
      body: Buffer.alloc(0),
    };
  }
  const body = bytes.subarray(start, end + 1);
  const range = `bytes ${start}-${end}/${bytes.length}`;
  return { status: 206, headers: { ...lengthOf(body), 'content-range': range }, body };
}

function lengthOf(bytes: Buffer): Record<string, string> {
  return { 'content-length': String(bytes.length), 'accept-ranges': 'bytes' };
}
