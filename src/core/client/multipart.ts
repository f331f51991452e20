import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { BbxError } from '../errors.ts';
import type { Body } from './client.ts';
import { fileBody } from './file-body.ts';

interface Part {
  readonly head: Buffer;
  readonly content: Body;
}

const LINE_END = Buffer.from('\r\n');

/**
 * A multipart/form-data body of fields given as name=value or name=@file. Files are streamed, and
 * the length is known beforehand, since Bitbucket answers 411 without one.
 * @throws BbxError USAGE for a field without =, FILE for a file that cannot be read
 */
export async function multipartBody(fields: readonly string[]): Promise<Body> {
  const boundary = `bbx-${randomBytes(12).toString('hex')}`;
  const parts = await Promise.all(fields.map((field) => part(field, boundary)));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const length = parts.reduce(
    (sum, { head, content }) => sum + head.length + content.length + LINE_END.length,
    end.length,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length,
    stream: async function* () {
      for (const { head, content } of parts) {
        yield head;
        yield* content.stream();
        yield LINE_END;
      }
      yield end;
    },
  };
}

async function part(field: string, boundary: string): Promise<Part> {
  const at = field.indexOf('=');
  if (at <= 0) {
    throw new BbxError('USAGE', `Not a form field: ${JSON.stringify(field)}.`, {
      hint: 'Give it as name=value, or as name=@file to send a file.',
    });
  }
  const [name, value] = [field.slice(0, at), field.slice(at + 1)];
  const file = value.startsWith('@') ? value.slice(1) : undefined;
  const content =
    file === undefined ? text(value) : await fileBody(file, 'application/octet-stream');
  const filename = file === undefined ? '' : `; filename="${quoted(basename(file))}"`;
  const type = file === undefined ? '' : `Content-Type: ${content.contentType}\r\n`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${filename}\r\n${type}\r\n`;
  return { head: Buffer.from(head), content };
}

function text(value: string): Body {
  const bytes = Buffer.from(value);
  return {
    contentType: 'text/plain',
    length: bytes.length,
    stream: async function* () {
      yield bytes;
    },
  };
}

/** As browsers write names: quotes and line ends escaped. */
const quoted = (name: string) =>
  name.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
