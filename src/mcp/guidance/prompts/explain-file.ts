import { REPO } from './arguments.ts';
import type { Prompt } from './prompt.ts';
import { steps, TRUST } from './steps.ts';

/** What a file of a repository does, without a clone. */
export const explainFile: Prompt = {
  name: 'explain_file',
  title: 'Explain a file',
  description: 'Reads a file that is not cloned here, explains it, and tells its last changes',
  arguments: [
    REPO,
    {
      name: 'path',
      title: 'File',
      description: 'Its path in the repository, such as src/config/retry.ts',
      required: true,
      kind: 'file',
    },
    {
      name: 'ref',
      title: 'Branch or commit',
      description: 'Default: the main branch',
      required: false,
      kind: 'ref',
    },
  ],
  needs: [['bb_get']],
  text: ({ repo = '', path = '', ref }, tools) => {
    const at = `/repositories/${repo}`;
    const file = encoded(path);
    return `Explain ${path} of ${repo} on Bitbucket${ref ? ` at ${ref}` : ''}.\n${steps([
      commitStep(at, ref),
      `Read the file: bb_get ${at}/src/${commitIn(ref)}/${file}. Read others that it depends on where you need them.`,
      'Explain to me what it does and how, with the lines that show it.',
      `Tell its last five changes: bb_get ${at}/commits/${commitIn(ref)} with queryParams {"path": ${JSON.stringify(path)}, "pagelen": 5}.`,
      tools.has('bb_clone')
        ? 'If my question is about a whole subsystem, offer to clone it with bb_clone and look there.'
        : undefined,
    ])}\n${TRUST}`;
  },
};

/** A branch with a slash has no address under /src (BCLOUD-9969), and no name stands for the main one. */
function commitStep(at: string, ref: string | undefined): string | undefined {
  if (ref === undefined) {
    return `Find its main branch: bb_get ${at} with jq mainbranch.name, then {commit}: bb_get ${at}/refs/branches/{name} with jq target.hash.`;
  }
  if (!ref.includes('/')) return undefined;
  return `Find {commit}: bb_get ${at}/refs/branches/${encodeURIComponent(ref)} with jq target.hash.`;
}

const commitIn = (ref: string | undefined) =>
  ref === undefined || ref.includes('/') ? '{commit}' : encodeURIComponent(ref);

const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');
