declare const BBX_VERSION: string | undefined;

/** The version in package.json, put in by the build; "dev" when the sources run. */
export const VERSION = typeof BBX_VERSION === 'string' ? BBX_VERSION : 'dev';
