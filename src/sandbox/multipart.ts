/** One part of a form. */
export interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

/** Takes a multipart/form-data body apart; the bytes of a part stay as they are. */
export function parseMultipart(body: Buffer, boundary: string): Part[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let start = body.indexOf(mark);
  while (start >= 0) {
    const from = start + mark.length;
    const end = body.indexOf(mark, from);
    if (end < 0) break;
    const part = parsePart(body.subarray(from + 2, end - 2));
    if (part !== undefined) parts.push(part);
    start = end;
  }
  return parts;
}

function parsePart(raw: Buffer): Part | undefined {
  const gap = raw.indexOf('\r\n\r\n');
  if (gap < 0) return undefined;
  const head = raw.subarray(0, gap).toString();
  const name = /[; ]name="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  const filename = /filename="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1];
  return {
    name: unquote(name),
    filename: filename && unquote(filename),
    bytes: raw.subarray(gap + 4),
  };
}

function unquote(text: string): string {
  return text.replaceAll('%22', '"').replace(/\\(.)/g, '$1');
}
