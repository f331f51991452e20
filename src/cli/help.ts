import { type Config, Help } from '@oclif/core';

/** oclif's help, with flags in the order in which they matter, and what all commands share. */
export class CommandLineHelp extends Help {
  constructor(config: Config) {
    super(config, { flagSortOrder: 'none', hideCommandSummaryInDescription: true });
  }

  protected override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    this.log(SHARED);
  }
}

/** What a newcomer and a script need to know of every command. */
const SHARED = `EXAMPLES
  $ bbx sandbox -- bash                            try bbx without an account
  $ bbx get ./pullrequests --jq 'values[].title'   in a clone of a repository
  $ bbx clone acme/backend-api
  $ bbx endpoints pull request comments            find the path you need

ENVIRONMENT
  ATLASSIAN_USER_EMAIL          the e-mail of your Atlassian account, with
  ATLASSIAN_API_TOKEN           an API token with scopes for Bitbucket
  BITBUCKET_ACCESS_TOKEN        or a repository, project or workspace token
  BITBUCKET_DEFAULT_WORKSPACE   the workspace where none is named
  HTTPS_PROXY, NO_PROXY         the way out of a company network
  BBX_CA_FILE                   certificates to trust besides the usual ones

EXIT CODES
  0  done                       4  mend the credentials
  1  a fault of bbx             5  wait, then try again
  2  mend the command line      6  mend something on this machine
  3  mend the request           130  ^C`;
