import type { Permit } from '../../core/client/permit.ts';
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
  /** Asked before each exchange with the API; undefined where nothing restricts them. */
  readonly permit: Permit | undefined;
  /** Why a tool is neither listed nor run; undefined where it is. */
  readonly refusesTool: (operation: Operation) => BbxError | undefined;
}

/** The policy of an operator who has said nothing. */
export const OPEN_POLICY: Policy = {
  confirm: 'destructive',
  permit: undefined,
  refusesTool: () => undefined,
};
