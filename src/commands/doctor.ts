import { command } from '../cli/command.ts';
import { reportFlags, wantsJson } from '../cli/report-format.ts';
import { readConfig } from '../core/config.ts';
import { currentFolder } from '../core/current-folder.ts';
import { diagnose, worstExit } from '../core/doctor/diagnose.ts';
import { reportText } from '../core/doctor/report-text.ts';
import { formatJson } from '../core/output/json.ts';
import { leave, openTerminal, writeOut } from '../core/output/terminal.ts';

export default command({
  name: 'doctor',
  summary: 'Find out why something does not work',
  description:
    'Looks at Node, git, the keychain, the settings, proxy and CA file, DNS, the connection and its certificate, the clock, the credentials and their scopes, who answers git, and the MCP clients that start bbx. Each line says ok, warn or FAIL, and what to do. It changes nothing, and no secret is in the report. Exits with 4 when the credentials are at fault, 5 when Bitbucket cannot be reached, 6 when something on this machine is; the highest counts.',
  examples: ['doctor', 'doctor -o json'],
  flags: {
    ...reportFlags,
    profile: {
      type: 'option',
      description: 'Look at this profile (default: the one that bbx would use here)',
      helpValue: 'NAME',
    },
  },
  run: async ({ values }) => {
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const findings = await diagnose({ cwd: currentFolder(), profile });
    const pretty = openTerminal(readConfig()).person;
    const exit = worstExit(findings);
    if (wantsJson(values)) await writeOut(`${formatJson({ findings, exit }, { pretty })}\n`);
    else await writeOut(reportText(findings));
    process.exitCode = exit;
    await leave();
  },
});
