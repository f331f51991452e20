import type { DiffFile, DiffLine, Hunk } from '../diff/diff.ts';

/** Which version of a file a line number counts in. */
export type DiffSide = 'new' | 'old';

/** A line with its place in the diff. */
export interface Spot {
  readonly line: DiffLine;
  readonly hunk: Hunk;
  /** Its place among the lines of the hunk. */
  readonly at: number;
}

/** The first and the last of some lines in a row. */
interface Range {
  readonly first: number;
  readonly last: number;
}

type Texts = ReadonlyMap<string, readonly Spot[]>;

/** The lines of one path, found by number and by text. */
export class FileIndex {
  /** The path that Bitbucket knows it by. */
  readonly path: string;
  /** Git has a file whose type changes twice: removed, then added. */
  readonly files: readonly DiffFile[];
  readonly hunks: readonly Hunk[];
  private spots: Record<DiffSide, ReadonlyMap<number, Spot>> | undefined;
  private shown: Record<DiffSide, readonly Range[]> | undefined;
  private readonly texts = {
    new: new Map<(text: string) => string, Texts>(),
    old: new Map<(text: string) => string, Texts>(),
  };

  constructor(path: string, files: readonly DiffFile[]) {
    this.path = path;
    this.files = files;
    this.hunks = files.flatMap(({ hunks }) => hunks);
  }

  get removed(): boolean {
    return this.files.every(({ status }) => status === 'removed');
  }

  get binary(): boolean {
    return this.files.some(({ binary }) => binary);
  }

  /** The line with this number on a side, if the diff shows it. */
  at(side: DiffSide, number: number): Spot | undefined {
    return this.bySide()[side].get(number);
  }

  /** The lines of a side that the diff shows, hunk by hunk. */
  ranges(side: DiffSide): readonly Range[] {
    this.shown ??= { new: rangesOf(this.hunks, 'new'), old: rangesOf(this.hunks, 'old') };
    return this.shown[side];
  }

  /**
   * The lines of a side whose text is this one, in the order of their numbers.
   * @param form what of a text counts; the same function each time
   */
  withText(side: DiffSide, text: string, form: (text: string) => string): readonly Spot[] {
    const known = this.texts[side].get(form);
    const found = known ?? byText(this.bySide()[side].values(), form);
    if (known === undefined) this.texts[side].set(form, found);
    return found.get(form(text)) ?? [];
  }

  /** The numbers of up to three lines of a side that hold this text among others. */
  containing(side: DiffSide, text: string): number[] {
    const part = text.trim();
    if (part === '') return [];
    const found = [...this.bySide()[side]].filter(([, { line }]) => line.text.includes(part));
    return found.slice(0, 3).map(([number]) => number);
  }

  private bySide() {
    this.spots ??= byNumber(this.hunks);
    return this.spots;
  }
}

/** The files of a diff by path. Each is looked into when it is asked for, and once. */
export class DiffIndex {
  readonly paths: readonly string[];
  private readonly byPath = new Map<string, FileIndex>();
  private readonly renamed = new Map<string, string>();

  constructor(files: readonly DiffFile[]) {
    const grouped = new Map<string, DiffFile[]>();
    for (const file of files) {
      const others = grouped.get(file.path);
      if (others) others.push(file);
      else grouped.set(file.path, [file]);
      const { status, oldPath, path } = file;
      if (status === 'renamed' && oldPath !== undefined) this.renamed.set(oldPath, path);
    }
    for (const [path, all] of grouped) this.byPath.set(path, new FileIndex(path, all));
    this.paths = [...grouped.keys()];
  }

  /**
   * The file that a path means: as it is, as git writes it in a diff (a/, b/), from a shell (./),
   * from Windows, or as it was called before it was renamed.
   */
  file(path: string): FileIndex | undefined {
    for (const form of formsOf(path)) {
      const found = this.byPath.get(form) ?? this.byPath.get(this.renamed.get(form) ?? '');
      if (found) return found;
    }
    return undefined;
  }
}

function formsOf(path: string): string[] {
  const slashed = path.includes('/') ? path : path.replaceAll('\\', '/');
  const bare = slashed.replace(/^(?:\.?\/)+/, '');
  return [path, slashed, bare, bare.replace(/^[ab]\//, '')];
}

const rangesOf = (hunks: readonly Hunk[], side: DiffSide): Range[] =>
  hunks.flatMap(({ lines }) => {
    const first = lines.find((line) => line[side] !== undefined)?.[side];
    const last = lines.findLast((line) => line[side] !== undefined)?.[side];
    return first === undefined || last === undefined ? [] : [{ first, last }];
  });

function byNumber(hunks: readonly Hunk[]) {
  const spots = { new: new Map<number, Spot>(), old: new Map<number, Spot>() };
  for (const hunk of hunks) {
    for (const [at, line] of hunk.lines.entries()) {
      if (line.new !== undefined) spots.new.set(line.new, { line, hunk, at });
      if (line.old !== undefined) spots.old.set(line.old, { line, hunk, at });
    }
  }
  return spots;
}

function byText(spots: Iterable<Spot>, form: (text: string) => string): Texts {
  const texts = new Map<string, Spot[]>();
  for (const spot of spots) {
    const key = form(spot.line.text);
    const others = texts.get(key);
    if (others) others.push(spot);
    else texts.set(key, [spot]);
  }
  return texts;
}
