import type { Progress } from '../context.ts';

const MEGABYTE = 1024 * 1024;

/** Passes bytes on and says, in megabytes, how far they have come. */
export async function* counted(
  body: AsyncIterable<Uint8Array>,
  label: string,
  size: number | undefined,
  progress: (progress: Progress) => void,
): AsyncIterable<Uint8Array> {
  const total = size === undefined ? undefined : Math.ceil(size / MEGABYTE);
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    progress({ label: `${label} (MB)`, done: Math.floor(length / MEGABYTE), total });
    yield chunk;
  }
}
