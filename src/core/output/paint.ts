/** How words are coloured; each takes and gives text, which is safe for a terminal by then. */
export interface Paint {
  readonly strong: (text: string) => string;
  /** What matters less. */
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  /** Under way, or waiting. */
  readonly busy: (text: string) => string;
  readonly past: (text: string) => string;
}

const same = (text: string) => text;

/** Colours for a terminal that shows them, and none for one that does not. */
export async function paintFor(colour: boolean): Promise<Paint> {
  if (!colour) {
    return { strong: same, faint: same, good: same, bad: same, busy: same, past: same };
  }
  const { Chalk } = await import('chalk');
  const { bold, dim, green, red, yellow, magenta } = new Chalk({ level: 1 });
  return {
    strong: ofOne(bold),
    faint: ofOne(dim),
    good: ofOne(green),
    bad: ofOne(red),
    busy: ofOne(yellow),
    past: ofOne(magenta),
  };
}

/** Chalk joins all that it is given, and `lines.map(strong)` would give it the number of each line. */
const ofOne = (paint: (text: string) => string) => (text: string) => paint(text);
