import { BbxError } from '../../core/errors.ts';

/**
 * The number in "answer:3", as which a model names a kept answer; "Answers: 3" means the same.
 * @returns undefined for a path of the API
 * @throws BbxError USAGE for what begins so and names none: a request for it could only fail
 */
export function keptNumber(path: unknown): number | undefined {
  if (typeof path !== 'string') return undefined;
  const [, named] = /^\/?answers?:(.*)$/is.exec(path.trim()) ?? [];
  if (named === undefined) return undefined;
  const [, number] = /^\s*#?(\d{1,9})\/?$/.exec(named) ?? [];
  if (number !== undefined) return Number(number);
  const shown = JSON.stringify(path.trim().slice(0, 60));
  throw new BbxError('USAGE', `${shown} names no kept answer.`, {
    hint: 'Use the path that its remark gives: "answer:" and the number.',
  });
}
