import type * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { parseInput } from './parse-input.ts';

/** What running an operation may change; MCP hints and questions to a person come from it. */
export type Effect = 'read' | 'write' | 'destructive';

/** What there is to say of an operation, and what doors are made of. */
interface Words<Name extends string> {
  /** Its words on the command line, "branches prune"; the tool is bb_branches_prune. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** What a model has to know to call it well; also the body of the command's help. */
  readonly description: string;
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
}

/** One thing that bbx can do, told once for both doors. It prints nothing and asks nothing. */
export interface Definition<Shape extends z.core.$ZodShape> extends Words<keyof Shape & string> {
  /** Strict and flat; each field is described. */
  readonly input: z.ZodMiniObject<Shape, z.core.$strict>;
  /** The question a person answers before a destructive run. */
  readonly question?: (input: Input<Shape>, context: Context) => Promise<string>;
  /** What would be done, without doing it. */
  readonly preview?: (input: Input<Shape>, context: Context) => Promise<Answer>;
  readonly run: (input: Input<Shape>, context: Context) => Promise<Answer>;
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
  readonly run: (input: unknown, context: Context) => Promise<Answer>;
}

/** Makes an operation of its definition. */
export function defineOperation<Shape extends z.core.$ZodShape>(
  definition: Definition<Shape>,
): Operation {
  const { input, question, preview, run } = definition;
  return {
    ...definition,
    question:
      question && (async (given, context) => await question(parseInput(input, given), context)),
    preview:
      preview && (async (given, context) => await preview(parseInput(input, given), context)),
    run: async (given, context) => await run(parseInput(input, given), context),
  };
}
