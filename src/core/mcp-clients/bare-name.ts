/** What to know where a project's file names bbx by its name alone. */
export const BARE_NAME =
  'A program that was not started from a shell may not find bbx by its name, as the file of a project has it.';
