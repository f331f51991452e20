/**
 * The part of highlight.js that is used here. languages.js is no TypeScript because the types of
 * highlight.js bring along those of a browser, and `document` would be known everywhere in bbx.
 */
export interface SyntaxLibrary {
  readonly getLanguage: (name: string) => unknown;
  readonly highlight: (
    code: string,
    options: { readonly language: string; readonly ignoreIllegals: boolean },
  ) => { readonly value: string };
}

declare const hljs: SyntaxLibrary;
export default hljs;
