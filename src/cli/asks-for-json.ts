/** A command line that could not be read may still say how it wants its errors. */
export const asksForJson = (argv: readonly string[]): boolean =>
  / (?:(?:-o|--output|--output-format)[ =]?json|--json) /.test(` ${argv.join(' ')} `);
