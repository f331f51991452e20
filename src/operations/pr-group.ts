import type { Operation } from '../core/operation.ts';
import { approve } from './pr/approve.ts';
import { comment } from './pr/comment.ts';
import { create } from './pr/create.ts';
import { decline } from './pr/decline.ts';
import { diff } from './pr/diff.ts';
import { edit } from './pr/edit.ts';
import { list } from './pr/list.ts';
import { merge } from './pr/merge.ts';
import { ready } from './pr/ready.ts';
import { review } from './pr/review.ts';
import { tasksForAgents } from './pr/tasks.ts';
import { threadsForAgents } from './pr/threads.ts';
import { view } from './pr/view.ts';

/** Whole jobs on pull requests. */
export const prGroup: readonly Operation[] = [
  review,
  list,
  view,
  diff,
  ...threadsForAgents,
  comment,
  ...tasksForAgents,
  create,
  edit,
  approve,
  ready,
  decline,
  merge,
];
