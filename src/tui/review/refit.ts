import type { Item } from './content.ts';
import { documentOf } from './document.ts';
import { follow } from './scroll.ts';
import type { Heights, Place, State } from './state.ts';

/**
 * Changes what the page is made of, and keeps the cursor and the upper edge on the same lines,
 * or on the nearest ones before them that are still shown.
 */
export function refit(state: State, content: State['content'], heights: Heights): State {
  if (content === state.content) return state;
  const next: State = {
    ...state,
    content,
    cursor: moved(state, content, state.cursor),
    top: { ...moved(state, content, state.top), skip: 0 },
    mark: undefined,
  };
  return follow(next, heights);
}

function moved(state: State, content: State['content'], place: Place): Place {
  const old = documentOf(state.content);
  const now = documentOf(content);
  const section = old.order[place.at];
  const at = now.order.indexOf(section ?? 0);
  if (at < 0) {
    // A filter has hidden it: what follows it is the nearest.
    const next = now.order.findIndex((one) => one > (section ?? 0));
    return { at: next < 0 ? now.order.length - 1 : next, item: 0 };
  }
  const places = new Map(now.items(at).map((item, index) => [keyOf(item), index]));
  const items = old.items(place.at);
  for (let item = place.item; item >= 0; item -= 1) {
    const found = places.get(keyOf(items[item]));
    if (found !== undefined) return { at, item: found };
  }
  return { at, item: 0 };
}

/** What an item is, whatever number it has in its section. */
function keyOf(item: Item | undefined): string {
  if (item === undefined) return '';
  if (item.kind === 'hunk') return `hunk ${item.hunk.oldStart} ${item.hunk.newStart}`;
  if (item.kind === 'thread') return `thread ${item.thread.id}`;
  if (item.kind === 'draft') return `draft ${item.draft.id}`;
  if (item.kind === 'note') return `note ${item.text}`;
  if (item.kind !== 'line') return item.kind;
  const line = item.hunk.lines[item.at];
  return `line ${line?.old} ${line?.new}`;
}
