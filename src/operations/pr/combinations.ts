import { BbxError } from '../../core/errors.ts';

type Given = Readonly<Record<string, unknown>>;

/**
 * Refuses fields that exclude each other.
 * @throws BbxError USAGE when more than one of them is given
 */
export function onlyOne(fields: Given): void {
  const given = namesIn(fields);
  if (given.length < 2) return;
  throw new BbxError('USAGE', `${given.join(' and ')} do not go together.`, {
    hint: 'Give one of them; several things take several calls.',
  });
}

/**
 * Refuses fields that mean nothing without another one.
 * @throws BbxError USAGE when one of the first is given and the second is not
 */
export function needs(fields: Given, other: Given): void {
  const [first] = namesIn(fields);
  if (first === undefined || namesIn(other).length > 0) return;
  const missing = Object.keys(other).map(flag).join(' or ');
  throw new BbxError('USAGE', `${first} means nothing without ${missing}.`, {
    hint: `Give ${missing} too.`,
  });
}

/** false is as good as absent for a switch. */
const namesIn = (fields: Given) =>
  Object.keys(fields)
    .filter((name) => fields[name] !== undefined && fields[name] !== false)
    .map(flag);

const flag = (name: string) =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
