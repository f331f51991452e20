/** What an object has under a name itself: a server may be called "constructor", or "toString". */
export const ownValue = <Value>(
  object: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined =>
  object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
