/** Bitbucket's slugs are made of letters, digits, "_", "-" and "."; ".." would be another folder. */
export const isSlug = (text: string): boolean =>
  /^[\w.][\w.-]{0,127}$/.test(text) && !/^\.+$/.test(text);
