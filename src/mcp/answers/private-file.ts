import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BbxError } from '../../core/errors.ts';

/**
 * A file that only this process can read (mode 0600, in a folder of mode 0700). Its name is removed
 * as soon as it is open, so that nothing of it is left however the process ends; on Windows, where an
 * open file keeps its name, it goes when it is closed.
 */
export class PrivateFile {
  private readonly descriptor: number;
  private readonly folder: string;
  private length = 0;
  private isClosed = false;

  /** @throws BbxError FILE where no file can be made */
  constructor(windows = process.platform === 'win32') {
    try {
      this.folder = mkdtempSync(join(tmpdir(), 'bbx-answer-'));
    } catch (cause) {
      throw noFile(cause);
    }
    try {
      this.descriptor = openSync(join(this.folder, 'text'), 'wx+', 0o600);
    } catch (cause) {
      this.forget();
      throw noFile(cause);
    }
    if (!windows) this.forget();
  }

  /**
   * Writes at the end.
   * @returns where it begins
   * @throws BbxError FILE where the disk is full
   */
  append(bytes: Buffer): number {
    const start = this.length;
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, start + done);
    } catch (cause) {
      throw noFile(cause);
    }
    this.length += bytes.length;
    return start;
  }

  read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.descriptor, bytes, done, length - done, start + done);
      if (count === 0) throw noFile(new Error('the file is shorter than it was'));
      done += count;
    }
    return bytes;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    closeSync(this.descriptor);
    this.forget();
  }

  private forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const noFile = (cause: unknown) =>
  new BbxError(
    'FILE',
    `A long answer cannot be kept in a temporary file: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      hint: `Ask for less, or ask the user to make room in ${tmpdir()} (TMPDIR names another folder).`,
      cause,
    },
  );
