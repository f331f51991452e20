import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { frugal } from '../../src/core/output/frugal.ts';
import { PAGES } from '../core/output/fixtures/all.ts';
import { expectGolden } from '../support/golden.ts';

const tokens = (value: unknown) =>
  encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

/** What a model pays for an answer, in o200k tokens. */
interface Cost {
  /** As Bitbucket sends it. */
  readonly raw: number;
  /** Without links, rendered copies and what lies in them. */
  readonly bare: number;
  readonly answer: number;
}

async function cost(data: unknown): Promise<Cost> {
  const { text } = await frugal(data);
  return { raw: tokens(data), bare: tokens(bare(data)), answer: tokens(text) };
}

/** Leaves links and rendered copies out, without bbx's own code. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const gone = ['links', 'next', 'rendered', ...('raw' in value ? ['html', 'markup'] : [])];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      gone.includes(name) ? [] : [[name, bare(member)]],
    ),
  );
}

/**
 * Where most of a row is a UUID, a hash or a text that no other row has, there is less to save: the share of
 * the bare JSON that the answer may cost at most, in percent.
 */
const LESS_TO_SAVE: Readonly<Record<string, number>> = {
  annotationPage: 53,
  activityPage: 41,
  commitPage: 42,
  deploymentPage: 47,
  downloadPage: 44,
  memberPage: 51,
  reportPage: 44,
  restrictionPage: 60,
  searchPage: 57,
  variablePage: 79,
  workspacePage: 68,
};

test('what twenty rows and one object of each kind cost is written down, and within its bounds', async () => {
  const costs: Record<string, { list: Cost; object: Cost }> = {};
  for (const [name, page] of Object.entries(PAGES)) {
    const { values, ...rest } = page(20);
    const list = await cost({ values, ...rest });
    const object = await cost(values[1]);
    costs[name.replace(/Page$/, '')] = { list, object };
    const most = LESS_TO_SAVE[name] ?? 40;
    expect((100 * list.answer) / list.bare, name).toBeLessThanOrEqual(most);
    expect(object.answer, name).toBeLessThanOrEqual(object.bare);
  }
  expectGolden('answer-costs.json', `${JSON.stringify(costs, null, 2)}\n`);
});
