import { textAt } from './json-object.ts';

/** Somebody with an account, or an app. Names are other people's text. */
export interface Person {
  /** In braces; "" where Bitbucket does not tell (a removed account). */
  readonly uuid: string;
  /** The name that the web pages show. */
  readonly name: string;
  readonly nickname: string;
}

/** Reads a person as Bitbucket embeds one; an account that is gone has only a name at best. */
export const personOf = (data: unknown): Person => ({
  uuid: textAt(data, 'uuid'),
  name: textAt(data, 'display_name') || textAt(data, 'nickname') || 'somebody',
  nickname: textAt(data, 'nickname'),
});
