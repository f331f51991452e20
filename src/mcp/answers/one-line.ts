import { sanitizeForModel } from '../../core/output/sanitize.ts';

/** A foreign name that stands in a line of bbx: safe for a model, and without a line of its own. */
export const oneLine = (text: string): string => sanitizeForModel(text).replaceAll('\n', '^J');
