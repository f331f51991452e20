import { describe, expect, test } from 'vitest';
import {
  matchBranch,
  matchBranchOrBelow,
  matchRestriction,
} from '../../../src/core/branches/match-branch.ts';

describe('a glob for branches', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['*', ['main', '.x'], ['feature/a']],
    ['**', ['main', 'feature/a/b'], []],
    ['feature/*', ['feature/a', 'feature/.b'], ['feature/a/b', 'feature', 'Feature/a']],
    ['feature/**', ['feature/a', 'feature/a/b'], ['features/a']],
    ['feature/', ['feature/a', 'feature/a/b'], ['featured']],
    ['*/JIRA-?', ['a/JIRA-1'], ['a/JIRA-12', 'JIRA-1', 'a/b/JIRA-1']],
    ['{a,b}/x', ['a/x', 'b/x', '{a,b}/x'], ['c/x']],
    ['spike/graphql#2', ['spike/graphql#2'], ['spike/graphql']],
    ['!main', ['!main'], ['feature']],
    ['100%', ['100%'], ['100']],
    ['refs/heads/x', ['x', 'refs/heads/x'], ['heads/x']],
  ])('%s', (glob, fits, fails) => {
    const match = matchBranch([glob], '--match');
    expect(fits.filter((name) => !match(name))).toEqual([]);
    expect(fails.filter(match)).toEqual([]);
  });

  test('of a list of what is to stay takes what lies below it, too', () => {
    const keeps = matchBranchOrBelow(['demo', 'spike/*'], '--except');
    expect(['demo', 'demo/a/b', 'spike/a', 'spike/a/b'].every(keeps)).toBe(true);
    expect(['demos', 'a/demo', 'spike'].some(keeps)).toBe(false);
  });

  test('that fits nothing is refused, with where it stands', () => {
    expect(() => matchBranch([' '], '--match')).toThrow('--match: the glob is empty.');
    expect(() => matchBranchOrBelow([''], '--except')).toThrow('--except: the glob is empty.');
    expect(() => matchBranch(['a', '['], '--match')).toThrow('--match: the glob "[" has a [');
    expect(matchBranch(['v[12]'], '--match')('v2')).toBe(true);
  });

  test('of a restriction fits rather more: * crosses slashes', () => {
    expect(matchRestriction('release*')('release/2/x')).toBe(true);
    expect(matchRestriction('a+(b)?')('a+(b)c')).toBe(true);
    expect(matchRestriction('release')('release/2')).toBe(false);
    expect(matchRestriction('rel[ab]/{1,2}')('REL/x/a')).toBe(true);
    expect(matchRestriction('a[b')('a-x-b')).toBe(true);
    expect(matchRestriction('rel[ab]')('work')).toBe(false);
  });
});
