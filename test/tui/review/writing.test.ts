import { describe, expect, test } from 'vitest';
import { BbxError } from '../../../src/core/errors.ts';
import type { ReviewDesk, SendResult } from '../../../src/core/review/desk.ts';
import type { StoredReview } from '../../../src/core/review/draft.ts';
import { withSuggestion } from '../../../src/tui/review/compose.ts';
import { afterSending, outgoing } from '../../../src/tui/review/outgoing.ts';
import { sendFrom } from '../../../src/tui/review/sending.ts';
import { say } from '../../../src/tui/review/state.ts';
import { toStore } from '../../../src/tui/review/stored.ts';
import { madeUpDesk } from '../../support/review-desk.ts';
import { type Reviewing, type ReviewingOptions, reviewing } from '../../support/reviewing.ts';

const desk = madeUpDesk({ files: 3, lines: 60, threads: 3 });
const open = (options?: ReviewingOptions) => reviewing(desk, options);
/** On the first removed line of the first file; the added one is below. */
const onChange = () => open().press('Jjjjjjj'.slice(0, 7));
const drafts = (review: Reviewing) => review.state().content.drafts;
const status = (review: Reviewing) => review.rows().at(-1)?.trim();
const stored = (review: Reviewing): StoredReview =>
  JSON.parse(JSON.stringify(toStore(review.state())));

describe('a comment', () => {
  test('stands under the line of the cursor, on its side', () => {
    const review = onChange();
    review.press('cGone?\rjcHere.\r');
    expect(drafts(review)).toMatchObject([
      {
        kind: 'comment',
        side: 'old',
        line: 14,
        body: 'Gone?',
        lines: ['\treturn charge(order) + 0;'],
      },
      { kind: 'comment', side: 'new', line: 14, body: 'Here.' },
    ]);
    expect(review.text()).toMatch(
      /- {4}return charge\(order\) \+ 0;\n.*Comment on removed line 14/,
    );
  });

  test('on a range has its first and last line, whichever way it was marked', () => {
    const review = onChange().press('kkvjjjcAll of it.\r');
    expect(drafts(review)).toMatchObject([
      {
        side: 'new',
        startLine: 12,
        line: 14,
        lines: [
          expect.stringContaining('value0_2'),
          expect.stringContaining('value0_3'),
          expect.stringContaining('charge(order, key)'),
        ],
      },
    ]);
    expect(review.state().mark).toBeUndefined();
    expect(drafts(onChange().press('jvkkkcUp.\r'))).toMatchObject([{ startLine: 12, line: 14 }]);
  });

  test('on a range that ends at a removed line counts lines of the old file', () => {
    expect(drafts(onChange().press('kvjcOld.\r'))).toMatchObject([
      { side: 'old', startLine: 13, line: 14 },
    ]);
  });

  test('is refused over two hunks and on what is no line', () => {
    expect(status(onChange().press('v]jc'))).toContain('within one hunk');
    expect(status(open().press('c'))).toContain('Move to a line');
  });

  test('may have several lines and be pasted, and the row that is typed in is on the screen', () => {
    const review = onChange().press('cone\ntwo\u001b[200~\nthree\rfour\u001b[201~');
    expect(review.text()).toContain('│ four');
    expect(review.text()).toContain('▌');
    expect(drafts(review.press('\r'))).toMatchObject([{ body: 'one\ntwo\nthree\nfour' }]);
  });

  test('is thrown away by Esc only when it is empty, or with a second Esc', () => {
    const review = onChange().press('cHalf a tho\u001b');
    expect(status(review)).toContain('Esc again');
    expect(drafts(review.press('ught\r'))).toMatchObject([{ body: 'Half a thought' }]);
    expect(drafts(onChange().press('cx').press('\u001b').press('\u001b'))).toEqual([]);
    expect(drafts(onChange().press('c').press('\u001b'))).toEqual([]);
  });

  test('can be changed, deleted and brought back', () => {
    const review = onChange().press('cOne\r');
    expect(review.here()).toContain('Comment on removed line 14');
    expect(drafts(review.press('e two\r'))).toMatchObject([{ id: 'd1', body: 'One two' }]);
    expect(drafts(review.press('d'))).toEqual([]);
    expect(drafts(review.press('U'))).toMatchObject([{ body: 'One two' }]);
  });
});

describe('a suggestion', () => {
  test('asks for the editor with its lines, and shows what it changes', () => {
    const review = onChange().press('js');
    const effect = review.effect();
    if (effect?.kind !== 'edit-suggestion') throw new Error('no editor');
    expect(effect.draft).toMatchObject({ line: 14, lines: ['\treturn charge(order, key) + 0;'] });
    review.replace((state) => withSuggestion(state, effect.draft, '\treturn 0;\n', undefined));
    review.press('\r');
    expect(drafts(review)).toMatchObject([{ suggestion: '\treturn 0;', body: '' }]);
    expect(review.text()).toMatch(/- {5}return charge\(order, key\) \+ 0;\n.*\+ {5}return 0;/);
  });

  test('without a change is none, and an empty one takes the lines away', () => {
    const review = onChange().press('js');
    const effect = review.effect();
    if (effect?.kind !== 'edit-suggestion') throw new Error('no editor');
    const same = `${effect.draft.lines.join('\n')}\n`;
    review.replace((state) => withSuggestion(state, effect.draft, same, undefined));
    expect(status(review)).toContain('no suggestion');
    review.replace((state) => withSuggestion(state, effect.draft, '', undefined));
    expect(drafts(review.press('\r'))).toMatchObject([{ suggestion: '' }]);
  });

  test('is refused on a removed line', () => {
    const review = onChange().press('s');
    expect(review.effect()).toBeUndefined();
    expect(status(review)).toContain('removed line');
  });
});

describe('a thread', () => {
  test('takes a reply, which stands below it', () => {
    const review = open().press('nrYes.\r');
    expect(drafts(review)).toMatchObject([{ kind: 'reply', thread: 100, body: 'Yes.' }]);
    expect(review.text()).toMatch(/It is in the table `charges`\.\n.*✎ Reply/);
  });

  test('is resolved with the rest, unless x is pressed again', () => {
    const review = open().press('nx');
    expect(review.text()).toContain('✓ resolved · when you send');
    expect(drafts(review)).toMatchObject([{ kind: 'resolve', thread: 100, resolved: true }]);
    expect(drafts(review.press('x'))).toEqual([]);
  });

  test('is reached from the line above it', () => {
    expect(drafts(open().press('nkx'))).toMatchObject([{ kind: 'resolve', thread: 100 }]);
  });
});

describe('the page of what will be sent', () => {
  const written = () => onChange().press('jcLast.\rgJjjjcFirst.\rnrYes.\rx');

  test('shows all of it in the order of the diff, with the lines', () => {
    const text = written().press('S').text();
    expect(text.indexOf('First.')).toBeLessThan(text.indexOf('Last.'));
    expect(text.indexOf('Last.')).toBeLessThan(text.indexOf('Yes.'));
    expect(text).toMatch(/value0_1[^\n]*\n *│ First\./);
    expect(text).toContain('Together: 2 comments, 1 reply, 1 thread, no verdict');
  });

  test('sends after a question, with summary and verdict', () => {
    const review = written().press('SrbFine.\r');
    expect(review.text()).toContain('[request changes]');
    expect(review.press('\r').effect()).toBeUndefined();
    expect(status(review)).toMatch(/^Press y to send 2 comments, .*request changes\.$/);
    expect(status(review.press('n'))).toBe('Not sent.');
    expect(review.press('\ry').effect()).toEqual({ kind: 'send' });
    const { items, summary, verdict } = outgoing(review.state());
    expect(items.map(({ kind }) => kind)).toEqual(['comment', 'comment', 'reply', 'resolve']);
    expect({ summary, verdict }).toEqual({ summary: 'Fine.', verdict: 'request-changes' });
  });

  test('takes a summary that Esc drops as it drops a comment: after a second Esc', () => {
    const review = written().press('SbFirst words.\r');
    review.press('b More').press('\u001b');
    expect(status(review)).toContain('Esc again');
    expect(review.press(' and more\u001b').state().page.kind).toBe('summary');
    review.press('\u001b');
    expect(review.state()).toMatchObject({ summary: 'First words.', page: { kind: 'send' } });
    expect(written().press('Sbx').press('\u001b').press('\u001b').state().summary).toBe('');
    expect(written().press('SbFine.\rb').press('\u001b').state().summary).toBe('Fine.');
  });

  test('deletes the summary as it deletes a comment, and b brings it back', () => {
    const review = written().press('SbFine.\r');
    expect(review.here()).toContain('Summary, on the whole pull request');
    review.press('d');
    expect(review.state().summary).toBe('');
    expect(review.text()).not.toContain('Summary, on');
    expect(drafts(review)).toHaveLength(4);
    expect(review.press('b\r').state().summary).toBe('Fine.');
    const alone = open().press('SbAlone.\rd');
    expect(alone.state()).toMatchObject({ summary: '', page: { kind: 'send', at: 0 } });
  });

  test('has nothing to send when there is nothing', () => {
    expect(status(open().press('S\r'))).toContain('Nothing to send');
    expect(open().press('Sa\ry').effect()).toEqual({ kind: 'send' });
  });

  test('keeps what did not arrive', () => {
    const review = written().press('SabFine.\r');
    const results = [
      { id: 'd1', sent: true, message: '' },
      { id: 'd2', sent: false, message: '' },
      { id: 'summary', sent: true, message: '' },
      { id: 'verdict', sent: false, message: '' },
    ];
    const left = afterSending(review.state(), results);
    expect(left.content.drafts.map(({ id }) => id)).not.toContain('d1');
    expect(left).toMatchObject({ summary: '', verdict: 'approve' });
  });

  test('gives no verdict on a pull request that is closed', () => {
    const merged = reviewing({ ...desk, pull: { ...desk.pull, state: 'merged' } });
    expect(status(merged.press('Sa'))).toContain('merged');
    expect(merged.state().verdict).toBe('comment');
  });
});

describe('what became of it', () => {
  const long = `The token of this account may not write on acme/backend-api, and ${'so on '.repeat(20)}END.`;
  const ended = async (results: readonly SendResult[], problem?: Error) => {
    const review = onChange().press('cOne\rS\ry');
    const failing: ReviewDesk = {
      ...desk,
      send: async (_, onResult) => {
        for (const result of results) onResult(result);
        if (problem) throw problem;
        return results;
      },
    };
    await sendFrom(review.state(), failing, new AbortController().signal, review.replace);
    return review;
  };

  test('is shown in full at 80 columns, with who has to act', async () => {
    const review = await ended([{ id: 'd1', sent: false, message: long, hint: `Ask for ${long}` }]);
    expect(review.rows()[1]).toBe(' Nothing was sent');
    const words = review.text().replace(/\s+/g, ' ');
    expect(words).toContain(long);
    expect(words).toContain(`Ask for ${long}`);
    expect(drafts(review)).toHaveLength(1);
    expect(review.press('S').state().page.kind).toBe('send');
  });

  test('is headed by how much of it was sent', async () => {
    const fine = { id: 'd1', sent: true, message: 'sent' };
    const not = { id: 'verdict', sent: false, message: 'not' };
    expect((await ended([fine])).rows()[1]).toBe(' Sent');
    expect((await ended([fine, not])).rows()[1]).toBe(' Sent in part');
    const review = await ended([], new BbxError('CONFLICT', long, { hint: 'Close it (q).' }));
    expect(review.rows()[1]).toBe(' Nothing was sent');
    expect(review.text().replace(/\s+/g, ' ')).toContain(`${long} Close it (q).`);
  });

  test('leaves a message on the diff whole, and the cursor on the screen', () => {
    const review = open().press('G');
    review.replace((state) => say(state, long));
    const rows = review.rows();
    expect(rows).toHaveLength(24);
    expect(rows.join(' ').replace(/\s+/g, ' ')).toContain(long);
    expect(review.press('k').here()).not.toBe('');
  });
});

describe('coming back', () => {
  test('offers the drafts, opens what was half typed, and goes on', () => {
    const before = onChange().press('cOne\rjjcHalf ty');
    const review = open({ stored: stored(before) });
    expect(review.text()).toContain('Not sent yet: 1 comment, no verdict');
    expect(review.text()).toContain('half typed');
    expect(review.press('\r').text()).toContain('│ Half ty');
    expect(drafts(review.press('ped\r'))).toMatchObject([{ body: 'One' }, { body: 'Half typed' }]);
  });

  test('keeps what was half typed on disk until it is decided on', () => {
    const before = onChange().press('cHalf ty');
    expect(stored(open({ stored: stored(before) })).typing).toMatchObject({
      draft: { body: 'Half ty' },
    });
  });

  test('says what changed: commits, viewed files, drafts that moved or have no line', () => {
    const before = onChange().press('jcStays\rgJ g');
    const old = stored(before);
    const moved = {
      ...old,
      commit: 'ffff00000000',
      viewed: { 'src/part-0/file-0.ts': 'of another change' },
      drafts: [
        ...old.drafts.map((draft) => (draft.kind === 'comment' ? { ...draft, line: 9 } : draft)),
        { ...old.drafts[0], id: 'd9', lines: ['nowhere'], body: 'Lost words' },
      ],
    };
    const review = open({ stored: JSON.parse(JSON.stringify(moved)) });
    const text = review.text();
    expect(text).toContain('ffff000000 is now a1b2c3d4e5');
    expect(text).toContain('1 draft went along');
    expect(text).toContain('1 draft without a line now');
    expect(text).toContain('src/part-0/file-0.ts');
    review.press('\r');
    expect(review.text()).toContain('no longer in the diff');
    expect(review.text()).toContain('Lost words');
    expect(outgoing(review.state()).items).toHaveLength(1);
    expect(review.press('S').text()).toContain('Not sent, because their lines');
  });

  test('deletes all drafts after a question', () => {
    const before = onChange().press('cOne\rSabHm\r');
    const review = open({ stored: stored(before) });
    expect(drafts(review.press('Dn'))).toHaveLength(1);
    expect(drafts(review.press('Dy'))).toEqual([]);
    expect(review.state()).toMatchObject({ summary: '', verdict: 'comment' });
  });

  test('with nothing but viewed marks says nothing', () => {
    const review = open({ stored: stored(open().press('J ')) });
    expect(review.state().page.kind).toBe('diff');
    expect(review.rows()[0]).toContain('1/3 viewed');
  });
});
