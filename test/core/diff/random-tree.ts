import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from './random.ts';

/** Lines without their ends, in bytes (Latin-1 characters): what looks like a diff, and what is odd. */
const LINES: readonly [string, ...string[]] = [
  '',
  ' ',
  'const total = 1;',
  'function handle() {',
  '}',
  '-- a/file',
  '++ b/file',
  '--- a/file',
  '+++ b/file',
  '@@ -1,3 +1,3 @@ function handle() {',
  'diff --git a/file b/file',
  '\\ No newline at end of file',
  'rename from x',
  'Binary files a/x and b/y differ',
  '\x0c',
  'caf\xc3\xa9 \xe2\x82\xac',
  'latin caf\xe9',
  '\xe2\x80\xa8 line separator',
  'carriage\rinside',
  `${'\xc3\xa9'.repeat(60)} long enough to be cut in a section`,
  'x'.repeat(3000),
];

const NAMES: readonly [string, ...string[]] = [
  'plain.ts',
  'with space.ts',
  'trailing ',
  'tab\there',
  'line\nfeed',
  'quote"d',
  'back\\slash',
  'ä.txt',
  'x b',
  'x b/a x b',
  'a/b/a',
  'b/x',
  '"quoted"',
  '-- dash',
  '日本 語',
  'nested/deep/er/file.go',
];

interface File {
  lines: string[];
  end: '\n' | '\r\n';
  endsWithoutNewline: boolean;
  kind: 'file' | 'program' | 'link';
}

type Happening = (name: string, file: File) => unknown;

/** Files that change at random, and can be written to a folder. */
export class RandomTree {
  readonly files = new Map<string, File>();
  private readonly random: Random;

  private readonly happenings: readonly [Happening, ...Happening[]] = [
    (name) => this.files.delete(name),
    (name, file) => this.move(name, file),
    (_, file) => this.files.set(this.freeName(), structuredClone(file)),
    (_, file) => (file.kind = this.random.pick(['file', 'program', 'link'])),
    (_, file) => (file.endsWithoutNewline = !file.endsWithoutNewline),
    (_, file) => (file.end = file.end === '\n' ? '\r\n' : '\n'),
    (_, file) => file.lines.push('\0 binary'),
    (_, file) => (file.lines = []),
    (_, file) => this.edit(file),
  ];

  constructor(random: Random) {
    this.random = random;
    for (let n = 0; n < 12; n++) this.add();
  }

  /** Some of everything that can happen to files between two commits. */
  change(): void {
    for (const [name, file] of [...this.files]) {
      const happened = this.random.pick(this.happenings);
      happened(name, file);
      if (this.random.chance(40)) this.edit(file);
    }
    for (let n = 0; n < 3; n++) this.add();
  }

  writeTo(folder: string): void {
    for (const [name, file] of this.files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (file.kind === 'link') symlinkSync(`to ${name.length}`, path);
      else writeFileSync(path, bytes(file));
      if (file.kind === 'program') chmodSync(path, 0o755);
    }
  }

  removeFrom(folder: string): void {
    for (const name of this.files.keys()) rmSync(join(folder, name));
  }

  private add(): void {
    const { random } = this;
    const lines = Array.from({ length: random.pick([0, 1, 2, 9, 40]) }, () => random.pick(LINES));
    this.files.set(this.freeName(), {
      lines,
      end: random.chance(25) ? '\r\n' : '\n',
      endsWithoutNewline: random.chance(25),
      kind: random.chance(10) ? 'program' : 'file',
    });
  }

  private move(name: string, file: File): void {
    this.files.delete(name);
    this.files.set(this.freeName(), file);
  }

  private edit({ lines }: File): void {
    const { random } = this;
    for (let n = 1 + random.below(5); n > 0; n--) {
      const inserted = Array.from({ length: random.below(4) }, () => random.pick(LINES));
      lines.splice(random.below(lines.length + 1), random.below(3), ...inserted);
    }
  }

  private freeName(): string {
    for (;;) {
      const name = `${this.random.below(1000)}/${this.random.pick(NAMES)}`;
      const clash = [...this.files.keys()].some(
        (k) => `${k}/`.startsWith(`${name}/`) || `${name}/`.startsWith(`${k}/`),
      );
      if (!clash) return name;
    }
  }
}

function bytes({ lines, end, endsWithoutNewline }: File): Buffer {
  const text = lines.map((line) => line + end).join('');
  return Buffer.from(endsWithoutNewline ? text.slice(0, -end.length) : text, 'latin1');
}
