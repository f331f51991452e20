/** What to know where a project's file names bbx by its name alone. */
export const NAME_ALONE =
  'A project file starts `bbx` by its name alone. A program that was not opened from a shell may have another PATH, and not find it.';
