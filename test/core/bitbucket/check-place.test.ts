import { expect, test } from 'vitest';
import { checkPlace } from '../../../src/core/bitbucket/check-place.ts';
import type { Place } from '../../../src/core/bitbucket/threads.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';

const FILES = await parseDiffText(`diff --git a/src/a.ts b/src/b.ts
similarity index 80%
rename from src/a.ts
rename to src/b.ts
--- a/src/a.ts
+++ b/src/b.ts
@@ -1,3 +1,4 @@
 one
-two
+2
+two and a half
 three
@@ -20,2 +21 @@
 twenty
-gone
diff --git a/logo.png b/logo.png
index 1111111..2222222 100644
Binary files a/logo.png and b/logo.png differ
diff --git a/new.ts b/new.ts
new file mode 100644
--- /dev/null
+++ b/new.ts
@@ -0,0 +1 @@
+only
`);

const check = (place: Omit<Place, 'side'> & { side?: 'old' }) =>
  checkPlace(FILES, { side: 'new', ...place }).map(({ text }) => text);

test('lines, ranges and files that the diff shows are taken', () => {
  const path = 'src/b.ts';
  expect(check({ path, line: 2 })).toEqual(['2']);
  expect(check({ path, line: 4, startLine: 2 })).toEqual(['2', 'two and a half', 'three']);
  expect(check({ path, line: 2, startLine: 1, side: 'old' })).toEqual(['one', 'two']);
  expect(check({ path: 'logo.png', line: undefined })).toEqual([]);
});

test.each([
  [{ path: 'src/b.ts', line: 5 }, /Line 5 .*new side/, /take a comment: 1-4, 21\.$/],
  [{ path: 'src/b.ts', line: 21, startLine: 3 }, /range 3-21/, /within one of them: 1-4, 21\.$/],
  [
    { path: 'src/b.ts', line: 3, side: 'old' },
    /old src\/b\.ts is not removed/,
    /line 4 of the new/,
  ],
  [{ path: 'src/b.ts', line: 30, side: 'old' }, /old side/, /: 1-3, 20-21\.$/],
  [{ path: 'src/a.ts', line: 1 }, /is renamed/, /^Name it src\/b\.ts\.$/],
  [{ path: 'b.ts', line: 1 }, /does not change b\.ts/, /^It has src\/b\.ts\.$/],
  [{ path: 'x', line: 1 }, /does not change x/, /^It has src\/b\.ts, logo\.png, new\.ts\.$/],
  [{ path: 'logo.png', line: 1 }, /not in the diff/, /binary: comment on the whole file/],
  [{ path: 'new.ts', line: 1, side: 'old' }, /old side/, /shows no line of its old side/],
] as const)('%j is refused', (place, message, hint) => {
  expect(() => check(place)).toThrow(
    expect.objectContaining({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    }),
  );
});

test('a pull request without a file says so', () => {
  const place = { path: 'x', side: 'new', line: 1 } as const;
  expect(() => checkPlace([], place)).toThrow(
    expect.objectContaining({ hint: 'It changes no file.' }),
  );
});
