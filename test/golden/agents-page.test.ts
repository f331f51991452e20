import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const golden = (name: string): Readonly<Record<string, number>> =>
  JSON.parse(read(`test/golden/${name}.json`));

const PAGE = read('docs/agents.md');
const sum = (costs: Readonly<Record<string, number>>, start: string) =>
  Object.entries(costs)
    .filter(([name]) => name.startsWith(start))
    .reduce((total, [, cost]) => total + cost, 0);

test('docs/agents.md says what the goldens say', () => {
  const tools = golden('tools-costs');
  const groups = golden('tools-groups-costs');
  const said = [...PAGE.matchAll(/\| ([\d,]+) \|$/gm)].map(([, count]) => count);
  const counts = [tools['tools/list'] ?? 0, sum(groups, 'bb_pr_'), sum(groups, 'bb_branches_')];
  expect(said).toEqual(counts.map((count) => count.toLocaleString('en')));
  expect(PAGE).toContain(`a model needs (${golden('mcp-guidance-costs').instructions} tokens)`);
  const { answer, raw } = JSON.parse(read('test/golden/answer-costs.json')).pullRequest.list;
  expect(PAGE).toContain(
    `cost ${answer.toLocaleString('en')} tokens instead of the ${raw.toLocaleString('en')}`,
  );
});

test('docs/agents.md names the tools that there are', () => {
  const names = Object.keys(golden('tools-groups-costs'));
  for (const name of names.filter((one) => one.startsWith('bb_pr_')))
    expect(PAGE).toMatch(new RegExp(`\`(bb_pr)?${name.replace('bb_pr', '')}\``));
  const branches = names.filter((one) => one.startsWith('bb_branches_'));
  for (const name of branches) expect(PAGE).toContain(`\`${name}\``);
});
