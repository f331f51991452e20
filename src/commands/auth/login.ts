import { command } from '../../cli/command.ts';
import type { Arguments } from '../../cli/command-line.ts';
import { outputFlag, writeAnswer } from '../../cli/write-answer.ts';
import type { Questions } from '../../core/auth/questions.ts';
import type { SignInRequest } from '../../core/auth/sign-in.ts';
import type { Config } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { openTerminal, writeError } from '../../core/output/terminal.ts';

const STORES = ['keychain', 'file', 'command'] as const;

export default command({
  name: 'auth login',
  summary: 'Sign in to Bitbucket, once for the shell, scripts, git and agents',
  description:
    "Asks for a token and the e-mail of its account (or takes the token on stdin with --with-token), has Bitbucket confirm it, and keeps it in the system's keychain. API tokens with scopes and access tokens of repositories, projects and workspaces work. --scopes lists what to tick for what. Without a keychain, in this order: set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN in the environment; let a command print the token (--token-command); or keep it in a file that only you can read (--store file). Under BBX_API_URL and BBX_GIT_URL the profile is for that place.",
  examples: [
    'auth login',
    'auth login --with-token --email ann@example.com <token.txt',
    'auth login --profile work --token-command "pass show bitbucket" --email ann@example.com',
    'auth login --scopes',
  ],
  flags: {
    profile: {
      type: 'option',
      description: 'Name of the profile (default: that of the same account, else "default")',
      helpValue: 'NAME',
    },
    email: { type: 'option', description: 'E-mail of the Atlassian account', helpValue: 'EMAIL' },
    'with-token': { type: 'boolean', description: 'Read the token from stdin' },
    store: {
      type: 'option',
      options: STORES,
      description: 'Where the token is kept (default: keychain)',
      helpValue: 'PLACE',
    },
    'token-command': {
      type: 'option',
      description: 'A command that prints the token, asked each time; bbx keeps no copy',
      helpValue: 'CMD',
    },
    'token-file': {
      type: 'option',
      description: 'Keep the token in this file, readable for you alone',
      helpValue: 'FILE',
    },
    workspace: {
      type: 'option',
      description: 'Workspace for names without one (an access token is tried on it)',
      helpValue: 'WORKSPACE',
    },
    repo: {
      type: 'option',
      char: 'R',
      description: 'Repository of the profile, as for the access token of a repository',
      helpValue: '[WORKSPACE/]REPO',
    },
    scopes: { type: 'boolean', description: 'List the scopes to tick for what, and end' },
    output: outputFlag,
  },
  run: async (given) => {
    if (given.values.scopes === true) return await listScopes(given.values);
    const [{ interruptSignal }, { signInConfig }, { signIn }] = await Promise.all([
      import('../../cli/interrupt.ts'),
      import('../../core/auth/sign-in-config.ts'),
      import('../../core/auth/sign-in.ts'),
    ]);
    const signal = interruptSignal();
    const request = await requestOf(given.values);
    const config = await signInConfig(request.name);
    const questions = openTerminal(config).asks ? await personAt(config) : undefined;
    const note = (text: string) => writeError(`${text}\n`);
    const signedIn = await signIn(request, {
      config,
      cwd: currentFolder(),
      signal,
      note,
      questions,
    });
    const { signInAnswer } = await import('../../cli/sign-in-answer.ts');
    await writeAnswer(signInAnswer(signedIn), given.values, config);
  },
});

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

async function requestOf(values: Arguments['values']): Promise<SignInRequest> {
  const { readText } = await import('../../cli/read-text.ts');
  // On a terminal what is typed for --with-token would be echoed, so there it is asked for.
  const piped = values['with-token'] === true && process.stdin.isTTY !== true;
  return {
    name: text(values.profile),
    email: text(values.email),
    givenToken: piped ? () => readText('-') : undefined,
    store: STORES.find((store) => store === values.store),
    tokenCommand: text(values['token-command']),
    tokenFile: text(values['token-file']),
    workspace: text(values.workspace),
    repository: text(values.repo),
  };
}

async function personAt({ apiUrl }: Config): Promise<Questions> {
  const { sanitizeForTerminal } = await import('../../core/output/sanitize.ts');
  const askText = async (question: string) =>
    await (await import('../../tui/ask-text.tsx')).askText(question);
  return {
    token: async () => {
      const { scopesText } = await import('../../cli/scopes-text.ts');
      writeError(`Signing in at ${new URL(apiUrl).host}.\n${scopesText()}`);
      const { askSecret } = await import('../../tui/ask-secret.tsx');
      return await askSecret('Token (not shown):');
    },
    email: (optional) =>
      askText(`E-mail of the Atlassian account${optional ? ' (empty for an access token)' : ''}:`),
    workspace: () => askText('Workspace of the access token:'),
    choose: async (workspaces) => {
      const { choose } = await import('../../tui/choose.tsx');
      const choices = workspaces.map((value) => ({ value, label: sanitizeForTerminal(value) }));
      return await choose('Workspace for names without one:', choices);
    },
  };
}

async function listScopes(values: Arguments['values']): Promise<void> {
  const [{ scopesText }, { SCOPE_SETS, TOKEN_PAGE }, { readConfig }] = await Promise.all([
    import('../../cli/scopes-text.ts'),
    import('../../core/auth/scopes.ts'),
    import('../../core/config.ts'),
  ]);
  const data = { page: TOKEN_PAGE, scopes: SCOPE_SETS };
  await writeAnswer({ kind: 'done', message: scopesText(), data }, values, readConfig());
}
