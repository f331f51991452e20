import type * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import type { Exchange } from './client/permit.ts';
import type { Context } from './context.ts';
import { parseInput } from './parse-input.ts';

/** What running an operation may change; MCP hints and questions to a person come from it. */
export type Effect = 'read' | 'write' | 'destructive';

/** An endpoint that only some calls of an operation need. */
export interface SometimesUsed {
  /** "POST /repositories/{workspace}/{repo_slug}/…" */
  readonly endpoint: string;
  /** Needed when one of these fields is given; false is not given. */
  readonly when?: readonly string[];
  /** Needed unless one of these is given. */
  readonly unless?: readonly string[];
  /** Needed unless this field is false: where it is not given, that is for Bitbucket to say. */
  readonly unlessFalse?: string;
  /** Not asked for, but where Bitbucket sends each call: its scopes are needed. */
  readonly redirected?: true;
}

/**
 * An endpoint as the catalogue has it, "GET /user"; "PUT *" is one of that verb which the call names,
 * and "CLONE /repositories/{workspace}/{repo_slug}" a clone with git.
 */
export type Use = string | SometimesUsed;

/** What there is to say of an operation, and what doors are made of. */
interface Words<Name extends string> {
  /** Its words on the command line, "branches prune"; the tool is bb_branches_prune. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** What a model has to know to call it well; also the body of the command's help. */
  readonly description: string;
  /** What only agents have to know besides. */
  readonly forAgents?: string;
  /** Command lines without the leading "bbx ". */
  readonly examples: readonly string[];
  readonly effect: Effect;
  /** Doing it twice does no more than doing it once. */
  readonly idempotent?: boolean;
  /** A write that only adds, and can neither overwrite nor remove. */
  readonly additive?: boolean;
  /** Fields that the command line also takes by position, in their order. */
  readonly positional?: readonly Name[];
  /** What help calls a field by position, where its own name would not do. */
  readonly argumentNames?: Readonly<Partial<Record<Name, string>>>;
  /** The list field that takes what follows -- on the command line. */
  readonly rest?: Name;
  /** One-letter flags. */
  readonly short?: Readonly<Partial<Record<Name, string>>>;
  /** Fields that only the terminal offers, because they name local files or are for people. */
  readonly terminalOnly?: readonly Name[];
  /** What agents know it by, where its name will not do: bb_pr_threads_update. */
  readonly tool?: string;
  /** A person at a terminal is asked before it is done, although it destroys nothing. */
  readonly asks?: boolean;
  /** Agents may ask for the preview too, with dryRun. */
  readonly agentsPreview?: boolean;
  /** What it is sure to ask of the API, and what it may do there; reads that it can do without are left out. */
  readonly uses?: readonly Use[];
}

/** A part of planned work. */
export interface Part {
  readonly key: string;
  /** One line; other people's text, made safe by whoever shows it. */
  readonly label: string;
}

/** Work that is thought through and not yet done: what was shown is what will be done. */
export interface Planned {
  /** What would be done. */
  readonly preview: Answer;
  /** What a person is asked before it is done; without it nobody is. */
  readonly question?: string | undefined;
  /** How much it is, how long it takes and what is not known, for where the preview may be cut short. */
  readonly summary?: string | undefined;
  /** It takes something away, though the operation need not: scripts have to say --yes to this one. */
  readonly destroys?: boolean | undefined;
  /** Names exactly this work: an agent that has shown the preview confirms by it. */
  readonly digest?: string | undefined;
  /** Parts that a person may leave out before agreeing; all are in at first. */
  readonly parts?: readonly Part[] | undefined;
  /** The same work with some of its parts alone, by their keys. */
  readonly only?: ((keys: readonly string[]) => Planned) | undefined;
  /** What a script may do instead of saying --yes, in a sentence. */
  readonly otherwise?: string | undefined;
  /** Somebody agreed to exactly this before (a plan in a file): a script needs no --yes. */
  readonly agreed?: boolean | undefined;
  /** The flag because of which doing it sends nothing (a plan is written): then it is not tried dry. */
  readonly sendsNothing?: string | undefined;
  /** Doing it changes nothing (there is nothing to do, or it only lists): nobody has to agree. */
  readonly changesNothing?: boolean | undefined;
  /** What it sends, where that is known before: somebody who has to agree is not asked in vain. */
  readonly sends?: readonly Pick<Exchange, 'method' | 'url' | 'body'>[] | undefined;
  readonly perform: () => Promise<Answer>;
}

type Plan<T> = (input: T, context: Context) => Promise<Planned>;

/** One thing that bbx can do, told once for both doors. It prints nothing and asks nothing. */
export type Definition<Shape extends z.core.$ZodShape> = Described<Shape> &
  (Direct<Input<Shape>> | { readonly plan: Plan<Input<Shape>> });

interface Described<Shape extends z.core.$ZodShape> extends Words<keyof Shape & string> {
  /** Strict and flat; each field is described. */
  readonly input: z.ZodMiniObject<Shape, z.core.$strict>;
}

/** Work that is done in one step. */
interface Direct<T> {
  /** The question a person answers before a destructive run. */
  readonly question?: (input: T, context: Context) => Promise<string>;
  /** What would be done, without doing it. */
  readonly preview?: (input: T, context: Context) => Promise<Answer>;
  /** The same as planned work, for where somebody has to agree: what it would hit is read first. */
  readonly planForConsent?: Plan<T>;
  readonly run: (input: T, context: Context) => Promise<Answer>;
}

/** What a definition's schema makes of an input. */
export type Input<Shape extends z.core.$ZodShape> = z.output<
  z.ZodMiniObject<Shape, z.core.$strict>
>;

/** A definition as doors see it: whatever they pass in is checked first (BbxError USAGE). */
export interface Operation extends Words<string> {
  readonly input: z.ZodMiniObject<z.core.$ZodShape, z.core.$strict>;
  readonly question?: ((input: unknown, context: Context) => Promise<string>) | undefined;
  readonly preview?: ((input: unknown, context: Context) => Promise<Answer>) | undefined;
  /** Where the work is planned first; preview and run then follow from it. */
  readonly plan?: Plan<unknown> | undefined;
  /** Where it is planned only for somebody who has to agree: an agent's user, a person at a terminal. */
  readonly planForConsent?: Plan<unknown> | undefined;
  readonly run: (input: unknown, context: Context) => Promise<Answer>;
}

/** Makes an operation of its definition. */
export function defineOperation<Shape extends z.core.$ZodShape>(
  definition: Definition<Shape>,
): Operation {
  if ('plan' in definition) return planned(definition, definition.plan);
  const { input, question, preview, planForConsent, run } = definition;
  return {
    ...definition,
    question:
      question && (async (given, context) => await question(parseInput(input, given), context)),
    preview:
      preview && (async (given, context) => await preview(parseInput(input, given), context)),
    planForConsent:
      planForConsent &&
      (async (given, context) => await planForConsent(parseInput(input, given), context)),
    run: async (given, context) => await run(parseInput(input, given), context),
  };
}

function planned<Shape extends z.core.$ZodShape>(
  definition: Described<Shape>,
  make: Plan<Input<Shape>>,
): Operation {
  const plan: Plan<unknown> = async (given, context) =>
    await make(parseInput(definition.input, given), context);
  return {
    ...definition,
    plan,
    preview: async (given, context) => (await plan(given, context)).preview,
    run: async (given, context) => await (await plan(given, context)).perform(),
  };
}
