import type { Client, Scope } from '../../src/core/mcp-clients/client.ts';
import { CLIENTS } from '../../src/core/mcp-clients/clients.ts';
import { edited } from '../../src/core/mcp-clients/editor.ts';
import { editorFor } from '../../src/core/mcp-clients/editor-for.ts';
import type { Place } from '../../src/core/mcp-clients/place.ts';

const SYSTEMS: readonly (readonly [name: string, place: Place])[] = [
  ['Linux', { platform: 'linux', home: '~', environment: {} }],
  ['macOS', { platform: 'darwin', home: '~', environment: {} }],
  [
    'Windows',
    { platform: 'win32', home: '%USERPROFILE%', environment: { APPDATA: 'C:\\%APPDATA%' } },
  ],
];

const START = {
  command: '/usr/local/bin/node',
  args: ['/usr/local/lib/node_modules/bbx/bin/bbx.js', 'mcp'],
};

/** The pages on the clients by their names in docs/clients/, the index among them. */
export async function clientPages(): Promise<ReadonlyMap<string, string>> {
  const pages = CLIENTS.map(async (client) => [`${client.id}.md`, await page(client)] as const);
  return new Map([['README.md', index()], ...(await Promise.all(pages))]);
}

const NOTE = '<!-- Written by npm run client-pages from src/core/mcp-clients. -->\n';

function index(): string {
  const rows = CLIENTS.map(
    ({ id, name, project }) =>
      `| [${name}](${id}.md) | \`${id}\` | ${project[0] === undefined ? 'none' : `\`${project[0]}\``} |`,
  );
  return `${NOTE}
# bbx in MCP clients

\`\`\`sh
bbx auth login             # once; the token lies in the keychain, and in no client's file
bbx mcp install            # every client that is installed, or the ones you name
bbx mcp list               # where bbx is configured, and whether that works
bbx mcp uninstall          # takes exactly that out again
\`\`\`

| client | to name it | file of a project (\`--project\`) |
|---|---|---|
${rows.join('\n')}

- All else in a file stays byte for byte: comments, order, indentation, line ends. A second run
  changes nothing, and a file that is broken is left alone, with an error that names the line.
- \`--read-only\` lets agents read and change nothing, \`--profile NAME\` signs in as one profile,
  \`--tools api,pr\` chooses groups of tools, and [the other limits](../policy.md) work likewise. They
  become arguments of the server, which no client drops. A later install keeps those that are there;
  \`bbx mcp uninstall\` takes them out too.
- \`--name NAME\` calls the server something else than \`bitbucket\`: for a second profile, or where
  another server has that name already. Such a one is never overwritten.
- \`--project\` writes the file that all share through git, with \`bbx\` as the command; everyone needs
  bbx on PATH. Without it, whole paths are written, since a program with windows may have no PATH.
- \`--dry-run\` shows what would be written, and writes nothing.
- bbx remembers what it put in, as places and lengths without any text, in \`mcp-clients.json\` in its
  folder of state. By that an uninstall knows whether a file or an empty section was there before.
`;
}

async function page(client: Client): Promise<string> {
  const { id, name, project, facts, next, check } = client;
  return `${NOTE}
# bbx in ${name}

\`\`\`sh
bbx mcp install ${id}
\`\`\`

${next}

${files(client)}
This is what it adds, with the paths of your machine:

${await written(client, 'user')}${project.length > 0 ? await projectPart(client) : ''}
## Check it, take it out

\`\`\`sh
bbx mcp list
${check === undefined ? '' : `${check}\n`}bbx mcp uninstall ${id}
\`\`\`

## To know

${facts.map((fact) => `- ${fact}`).join('\n')}

[All clients](README.md), with the flags that hold for each.
`;
}

function files({ user, movedBy, name }: Client): string {
  const rows = SYSTEMS.map(([system, place]) => {
    const all = user(place).map(({ paths }) =>
      paths.map((path) => `\`${path.replace('C:\\%', '%')}\``).join(' or '),
    );
    return `| ${system} | ${all.join(', ')} |`;
  });
  const moved = movedBy === undefined ? '' : `\n\`${movedBy}\` moves it, as for ${name} itself.\n`;
  return `| system | file |\n|---|---|\n${rows.join('\n')}\n${moved}`;
}

async function written(client: Client, scope: Scope): Promise<string> {
  const start = scope === 'user' ? START : { command: 'bbx', args: ['mcp'] };
  const editor = await editorFor(client);
  const spot = { section: client.section, name: 'bitbucket' };
  const text = edited('', editor.add('', spot, client.entry(start, 'bitbucket', scope)));
  return `\`\`\`${client.format}\n${text}\`\`\`\n`;
}

async function projectPart(client: Client): Promise<string> {
  const paths = client.project.map((path) => `\`${path}\``).join(' or ');
  return `
## For a project

\`\`\`sh
bbx mcp install ${client.id} --project
\`\`\`
${client.projectNext === undefined ? '' : `\n${client.projectNext}\n`}
In ${paths}, at the top of the clone:

${await written(client, 'project')}`;
}
