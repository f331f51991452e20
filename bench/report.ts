import type { Tokens } from './tokens.ts';

/** Something that is done once per round. */
export interface Measure {
  readonly name: string;
  /** Does it, and gives the milliseconds that it took. */
  readonly take: () => Promise<number>;
  readonly samples: number[];
}

/** Least and middle of the milliseconds, and both as multiples of the yardstick's. */
export function summary(measure: Measure, yardstick: Measure | undefined) {
  const { name, samples } = measure;
  const base = yardstick?.samples ?? samples;
  const [min, median] = [Math.min(...samples), middle(samples)];
  // Against the same round's yardstick, so that a machine that slows down does not count.
  const perRound = samples.map((sample, index) => sample / (base[index] ?? sample));
  return {
    name,
    min,
    median,
    minRatio: min / Math.min(...base),
    medianRatio: middle(perRound),
  };
}

export function printMeasures(measures: readonly Measure[]): void {
  const rows = measures
    .map((measure) => summary(measure, measures[0]))
    .map(({ name, min, median, minRatio, medianRatio }) => [
      name,
      min.toFixed(0),
      median.toFixed(0),
      minRatio.toFixed(2),
      medianRatio.toFixed(2),
    ]);
  print([['', 'min ms', 'median ms', 'min ×node', 'median ×node'], ...rows]);
}

export function printTokens({ bbx, peer }: { bbx: Tokens; peer?: Tokens }): void {
  const row = (name: string, kind: keyof Tokens) => [
    name,
    String(bbx[kind]),
    ...(peer ? [String(peer[kind])] : []),
  ];
  process.stdout.write('\n');
  print([
    ['', 'bbx', ...(peer ? ['peer'] : [])],
    row('tools/list, o200k tokens', 'tools'),
    row('20 pull requests, o200k tokens', 'list'),
  ]);
}

function print(rows: readonly (readonly string[])[]): void {
  for (const [name = '', ...cells] of rows) {
    const columns = cells.map((cell) => cell.padStart(13));
    process.stdout.write(`${name.padEnd(32)}${columns.join('')}\n`);
  }
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
