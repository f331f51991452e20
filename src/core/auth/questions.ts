/** A person to ask while signing in. Each question may throw CANCELLED. */
export interface Questions {
  /** Asks for the token; nothing of it is shown. */
  readonly token: () => Promise<string>;
  /** @param optional whether the token may be of a kind that has no e-mail: then "" is an answer */
  readonly email: (optional: boolean) => Promise<string>;
  /** The workspace of an access token. */
  readonly workspace: () => Promise<string>;
  readonly choose: (workspaces: readonly string[]) => Promise<string>;
}
