import type { DiffFile } from '../../core/diff/diff.ts';
import { type Content, commentsOn, isResolved, viewedState } from './content.ts';

type Test = (file: DiffFile) => boolean;

/**
 * Makes a filter of what was typed: words that all have to stand in the path, `!word` for one that
 * must not, `is:unviewed`, `is:viewed`, `is:open` (has an unresolved thread), `is:draft`.
 */
export function fileFilter(content: Content): Test {
  const tests = content.filter
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .map((word) => testFor(content, word.toLowerCase()));
  return (file) => tests.every((test) => test(file));
}

function testFor(content: Content, word: string): Test {
  if (word === 'is:viewed') return (file) => viewedState(content, file) === 'yes';
  if (word === 'is:unviewed') return (file) => viewedState(content, file) !== 'yes';
  if (word === 'is:draft') return (file) => commentsOn(content, file.path).length > 0;
  if (word === 'is:open') {
    const open = content.threads.filter((thread) => !isResolved(content, thread));
    const paths = new Set(open.map(({ path }) => path));
    return ({ path }) => paths.has(path);
  }
  if (word.startsWith('!')) return ({ path }) => !path.toLowerCase().includes(word.slice(1));
  return ({ path, oldPath }) =>
    path.toLowerCase().includes(word) || (oldPath?.toLowerCase().includes(word) ?? false);
}
