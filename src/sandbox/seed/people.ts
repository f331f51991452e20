import { hexOf, uuidOf } from '../ids.ts';
import type { Person } from '../world.ts';

const NAMES: readonly [string, string, Person['permission']][] = [
  ['Maya Alvarez', 'maya', 'owner'],
  ['Tom Becker', 'tombecker', 'collaborator'],
  ['Priya Raman', 'priya', 'member'],
  ['Jonas Lindqvist', 'jlindqvist', 'member'],
  ['Aiko Tanaka', 'aiko-t', 'member'],
];

/** The members of the workspace; the first owns it. */
export const PEOPLE: readonly Person[] = NAMES.map(([displayName, nickname, permission]) => ({
  uuid: uuidOf(`person ${nickname}`),
  accountId: hexOf(`account ${nickname}`, 24),
  nickname,
  displayName,
  email: `${nickname.replace(/\W/g, '')}@acme.example`,
  permission,
}));

/** Somebody who wrote commits and left: no member, so no account stands behind the e-mail. */
export const GONE = { name: 'Rob Castle', email: 'rob.castle@contractor.example' };

/** A member by place in the list, going round. */
export function member(index: number): Person {
  const person = PEOPLE[index % PEOPLE.length];
  if (person === undefined) throw new Error('nobody is a member');
  return person;
}
