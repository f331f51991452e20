/** A kind of thing that PUT updates, and which of its fields may be written. Fields are dotted. */
export interface Resource {
  /** With its article: "a pull request". */
  readonly noun: string;
  /** Where it lives; PUT goes there. */
  readonly template: string;
  /** Where its present state is read, should there be no GET for it: a list to find its uuid in. */
  readonly list?: string;
  /** Writable, and sent with every update: Bitbucket may forget what a PUT leaves out. */
  readonly keep: readonly string[];
  /** Writable, and sent only when changed: Bitbucket leaves alone what a PUT leaves out. */
  readonly may?: readonly string[];
  /** Sent with every update and not to be changed. */
  readonly fixed?: readonly string[];
  /** Lists of people, each sent as `{uuid}` or another identity alone. */
  readonly people?: readonly string[];
  /** Fields that cannot be taken away. */
  readonly required?: readonly string[];
  /** What says "none" where null does not. */
  readonly empty?: Readonly<Record<string, unknown>>;
  /** For fields that people try to write and that change in another way: what to do. */
  readonly instead?: Readonly<Record<string, string>>;
  /** A sentence on why a body cannot be sent, where the parts are fine and the whole is not. */
  readonly refuse?: (body: Readonly<Record<string, unknown>>) => string | undefined;
}
