import type * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

/** What running an operation may change; MCP hints and questions to a person come from it. */
export type Effect = 'read' | 'write' | 'destructive';

/** One thing that bbx can do, told once for both doors. It prints nothing and asks nothing. */
export interface Operation<Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  /** Its words on the command line, "branches prune"; the tool is bb_branches_prune. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** What a model has to know to call it well; also the body of the command's help. */
  readonly description: string;
  /** Command lines without the leading "bbx ". */
  readonly examples: readonly string[];
  readonly effect: Effect;
  /** Strict and flat; each field is described. */
  readonly input: z.ZodMiniObject<Shape, z.core.$strict>;
  /** Fields that the command line also takes by position, in their order. */
  readonly positional?: readonly (keyof Shape & string)[];
  /** One-letter flags. */
  readonly short?: Readonly<Partial<Record<keyof Shape & string, string>>>;
  /** Fields that only the terminal offers, because they name local files or are for people. */
  readonly terminalOnly?: readonly (keyof Shape & string)[];
  /** The question a person answers before a destructive run. */
  readonly question?: (input: z.output<z.ZodMiniObject<Shape, z.core.$strict>>) => string;
  /** What would be done, without doing it. */
  readonly preview?: Run<Shape>;
  readonly run: Run<Shape>;
}

type Run<Shape extends z.core.$ZodShape> = (
  input: z.output<z.ZodMiniObject<Shape, z.core.$strict>>,
  context: Context,
) => Promise<Answer>;

/** Gives an operation its inferred type. */
export const defineOperation = <Shape extends z.core.$ZodShape>(
  operation: Operation<Shape>,
): Operation<Shape> => operation;
