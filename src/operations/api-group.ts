import type { Operation } from '../core/operation.ts';
import { remove } from './api/delete.ts';
import { get } from './api/get.ts';
import { patch } from './api/patch.ts';
import { post } from './api/post.ts';
import { put } from './api/put.ts';
import { clone } from './repo/clone.ts';

/** The generic tools: any endpoint, and a clone. */
export const apiGroup: readonly Operation[] = [get, post, put, patch, remove, clone];
