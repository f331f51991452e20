import type { Config } from '../core/config.ts';
import type { Operation } from '../core/operation.ts';
import type { KeptAnswers } from './answers/kept-answers.ts';
import type { Tickets } from './confirm/tickets.ts';
import type { Recent } from './guidance/completion/recent.ts';
import type { Policy } from './policy/policy.ts';
import type { TokenScopes } from './policy/token-scopes.ts';
import type { RunningCalls } from './running-calls.ts';

/** What one process has to serve with, from its start to its end. */
export interface Session {
  readonly operations: readonly Operation[];
  /** Read anew for each call: somebody may have signed in since the last one. */
  readonly load: () => Promise<Config>;
  readonly policy: Policy;
  /** What the token is good for; tools that it cannot serve are not listed. */
  readonly scopes: TokenScopes;
  /** What was shown and waits to be agreed to, over all connections and calls. */
  readonly tickets: Tickets;
  readonly running: RunningCalls;
  /** Long answers in which a model may read on, also by a later connection. */
  readonly answers: KeptAnswers;
  /** What Bitbucket proposed a moment ago for what somebody types. */
  readonly recent: Recent;
  /** Whether the list of tools may become another one while a client is there. */
  readonly listChanges: boolean;
  /** What each client is told when it opens. */
  readonly instructions: string;
}
