import { command } from '../../cli/command.ts';
import { reportFlags, wantsJson } from '../../cli/report-format.ts';
import { authStatus } from '../../core/auth/status.ts';
import { statusText } from '../../core/auth/status-text.ts';
import { readConfig } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { formatJson } from '../../core/output/json.ts';
import { leave, openTerminal, writeOut } from '../../core/output/terminal.ts';

export default command({
  name: 'auth status',
  summary: 'Show who you are signed in as, and what the token can do',
  description:
    'Asks Bitbucket about each profile, and about credentials of the environment or of ~/.mcp/configs.json where those are used instead. Says where each token lies, what its scopes allow and what they lack, when it expires and how many requests are left. Bitbucket lists the scopes of a token only when it refuses something, so some can stay unknown. Exits with 4 when credentials are missing or rejected, 5 when Bitbucket cannot be reached, 6 when the keychain or a file cannot be read.',
  examples: ['auth status', 'auth status --profile work', 'auth status -o json'],
  flags: {
    ...reportFlags,
    profile: { type: 'option', description: 'Show this profile alone', helpValue: 'NAME' },
  },
  run: async ({ values }) => {
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const { signal } = new AbortController();
    const all = await authStatus({ cwd: currentFolder(), profile, signal });
    const terminal = openTerminal(readConfig());
    if (wantsJson(values)) {
      await writeOut(
        `${formatJson({ credentials: all.map(asData) }, { pretty: terminal.person })}\n`,
      );
    } else await writeOut(await statusText(all, { ...terminal, now: Date.now() }));
    process.exitCode = Math.max(...all.map(({ problem }) => problem?.exitCode ?? 0));
    await leave();
  },
});

const asData = ({ problem, ...status }: Awaited<ReturnType<typeof authStatus>>[number]) => ({
  ...status,
  ...problem?.toJSON(),
});
