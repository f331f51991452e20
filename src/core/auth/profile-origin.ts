import type { Profile } from '../settings/settings.ts';

/** Where the API of Bitbucket Cloud is. */
export const DEFAULT_API_URL = 'https://api.bitbucket.org';

/** Where the repositories of Bitbucket Cloud are. */
export const DEFAULT_GIT_URL = 'https://bitbucket.org';

/** The one origin that a profile's token may be sent to, besides that of its repositories. */
export const profileOrigin = ({ api_url = DEFAULT_API_URL }: Profile): string =>
  new URL(api_url).origin;
