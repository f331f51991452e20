import { describe, expect, it } from 'vitest';
import type { DiffPaint } from '../../../src/core/diff/diff-paint.ts';
import { formatDiff } from '../../../src/core/diff/format-diff.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';
import { MARKS, PLAIN } from './paints.ts';

const shown = (text: string, paint: DiffPaint = PLAIN, generated = false) =>
  formatDiff(parseDiffText(text), { paint, generated });

const head = (path: string) => `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;

describe('formatDiff', () => {
  it('shows names, counts, hunks and what happened to a file', () => {
    const text = [
      `${head('src/a.ts')}@@ -7,2 +7,2 @@ function handle() {\n one\n-two\n+zwei\n\\ No newline at end of file\n`,
      'diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n',
      'diff --git a/a.png b/a.png\nnew file mode 100644\nBinary files /dev/null and b/a.png differ\n',
    ].join('');
    expect(shown(text)).toBe(`src/a.ts  +1 -1
@@ -7,2 +7,2 @@ function handle() {
 one
-two
+zwei
\\ No newline at end of file

y  (renamed from x, no lines changed)

a.png  (new file, binary)
`);
  });

  it('paints lines, and the words that changed in them', () => {
    const text = `${head('x')}@@ -1 +1 @@\n-const total = a;\n+const sum = a;\n`;
    expect(shown(text, MARKS)).toBe(
      '<f>x</f><i>  +1 -1</i>\n<h>@@ -1,1 +1,1 @@</h>\n' +
        '<r>-const </r><R>total</R><r> = a;</r>\n<a>+const </a><A>sum</A><a> = a;</a>\n',
    );
  });

  it('paints a word at the start of a line behind its sign', () => {
    const text = `${head('x')}@@ -1 +1 @@\n-one of the rest\n+two of the rest\n`;
    expect(shown(text, MARKS)).toContain('<a>+</a><A>two</A><a> of the rest</a>\n');
  });

  it('folds generated files into a line, unless they are asked for', () => {
    const lines = Array.from({ length: 1204 }, (_, n) => `+line ${n}\n`).join('');
    const text = `${head('package-lock.json')}@@ -0,0 +1,1204 @@\n${lines}`;
    expect(shown(text)).toBe(
      'package-lock.json: 1,204 lines of generated content folded; --generated shows them\n',
    );
    expect(shown(text, PLAIN, true)).toContain('+line 1203\n');
  });

  it('shows line ends only where a hunk has both kinds', () => {
    const windows = `${head('x')}@@ -1,2 +1,2 @@\n same\r\n-old\r\n+new\r\n`;
    expect(shown(windows)).not.toContain('^M');
    expect(shown(windows.replace('+new\r', '+new'))).toContain(' same^M\n-old^M\n+new\n');
  });

  it('keeps names, sections and lines from commanding the terminal', () => {
    const evil = '\u001b]0;x\u0007\u202e\f';
    const safe = '^[]0;x^G<U+202E>^L';
    const path = 'a\\033[2Jb\\nc';
    const text = `diff --git "a/${path}" "b/${path}"\n--- "a/${path}"\n+++ "b/${path}"\n@@ -1,2 +1,2 @@ ${evil}\n ${evil}\n-old ${evil}\n+new ${evil}\n`;
    expect(shown(text)).toBe(
      `a^[[2Jb^Jc  +1 -1\n@@ -1,2 +1,2 @@ ${safe}\n ${safe}\n-old ${safe}\n+new ${safe}\n`,
    );
  });

  it('shows nothing of an empty diff', () => {
    expect(shown('')).toBe('');
  });
});
