import type { Permit } from '../../core/client/permit.ts';
import type { Context, PermitClone } from '../../core/context.ts';
import type { BbxError } from '../../core/errors.ts';
import type { Operation } from '../../core/operation.ts';

/** When a person (or, where the client cannot ask one, a second call) has to agree. */
export type ConfirmMode = 'always' | 'destructive' | 'never';

/**
 * What the operator lets agents do. It is made when the server starts, from flags, environment and
 * settings, and holds at each call; nothing that a model says can change it.
 */
export interface Policy {
  readonly confirm: ConfirmMode;
  /** What agents are told of it when they open, in a sentence; undefined where all is permitted. */
  readonly words: string | undefined;
  /** Asked before each exchange with the API; undefined where nothing restricts them. */
  readonly permit: Permit | undefined;
  /** Asked before a repository is cloned; undefined where nothing restricts that. */
  readonly permitClone: PermitClone | undefined;
  /** Why a tool is neither listed nor run; undefined where it is. */
  readonly refusesTool: (operation: Operation) => BbxError | undefined;
  /**
   * Looks ahead, before a call sends anything: what it is sure to need has to be permitted.
   * @throws BbxError POLICY; what cannot be told yet is left to `permit`
   */
  readonly checkCall: (operation: Operation, input: unknown, context: Context) => Promise<void>;
}

/** The policy of an operator who has said nothing. */
export const OPEN_POLICY: Policy = {
  confirm: 'destructive',
  words: undefined,
  permit: undefined,
  permitClone: undefined,
  refusesTool: () => undefined,
  checkCall: async () => undefined,
};
