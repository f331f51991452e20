import type { Operation } from '../core/operation.ts';
import { remove } from './api/delete.ts';
import { get } from './api/get.ts';
import { patch } from './api/patch.ts';
import { post } from './api/post.ts';
import { put } from './api/put.ts';
import { clone } from './repo/clone.ts';

/** The operations that agents get, in the order of their list. */
export const operations: readonly Operation[] = [get, post, put, patch, remove, clone];
