import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import { draftPlace } from '../../../src/core/review/draft-place.ts';
import { type DraftStore, openDrafts } from '../../../src/core/review/drafts.ts';
import { homeForTest } from '../../support/home.ts';
import { madeUpDesk } from '../../support/review-desk.ts';

const { pull } = madeUpDesk({ files: 1, lines: 10 });

/** Opens the drafts of acme/backend-api#42, or of another name of it, as somebody. */
function open(
  home: string,
  me: string | undefined,
  { repository = 'acme/backend-api', email = '' } = {},
): DraftStore {
  const environment = { HOME: home, XDG_STATE_HOME: home, ATLASSIAN_USER_EMAIL: email };
  const store = openDrafts(
    draftPlace(readConfig(environment), { pull: { ...pull, repository }, me }),
  );
  onTestFinished(store.close);
  return store;
}

const review = (summary: string) => ({
  version: 1 as const,
  pull: 'acme/backend-api#42',
  commit: 'a1b2c3',
  drafts: [],
  summary,
  verdict: 'comment' as const,
  viewed: {},
});

describe('drafts', () => {
  test('of one account are not offered to another on the same server', () => {
    const { path } = homeForTest();
    const ann = open(path, '{ann}');
    ann.save(review('of Ann'));
    ann.close();
    expect(open(path, '{bob}').found).toBeUndefined();
    expect(open(path, undefined).found).toBeUndefined();
    expect(open(path, undefined, { email: 'bob@example.com' }).found).toBeUndefined();
    expect(open(path, '{ann}').found).toMatchObject({ summary: 'of Ann' });
  });

  test('and their lock are the same however the name of the repository is written', () => {
    const { path } = homeForTest();
    const store = open(path, '{ann}', { repository: 'ACME/Backend-API' });
    store.save(review('Mine'));
    expect(() => open(path, '{ann}')).toThrow('has this review open');
    store.close();
    expect(open(path, '{ann}').found).toMatchObject({ summary: 'Mine' });
  });
});
