import { collect } from '../client/body.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { path, readBytes } from './call.ts';
import { textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** What is known of a repository before its branches are read. */
export interface RepositoryFacts extends RepositoryName {
  /** WORKSPACE/REPO as Bitbucket writes it. */
  readonly fullName: string;
  /** In braces; it stays when the repository is renamed. */
  readonly uuid: string;
  /** The main branch; undefined in an empty repository. */
  readonly main: string | undefined;
  /** WORKSPACE/REPO of what this is a fork of. */
  readonly parent: string | undefined;
  /** The server's clock, in milliseconds since 1970, by the Date header; undefined without one. */
  readonly serverTime: number | undefined;
}

const FIELDS = 'uuid,full_name,mainbranch.name,parent.full_name';

/**
 * Reads what a repository is.
 * @throws BbxError NOT_FOUND that names the repository, and as `call`
 */
export async function readRepositoryFacts(
  context: Context,
  { workspace, repo }: RepositoryName,
): Promise<RepositoryFacts> {
  const at = path`/repositories/${workspace}/${repo}`;
  try {
    return await readBytes(
      context,
      at,
      async ({ body, header }) =>
        factsOf({ workspace, repo }, parsed(await collect(body)), header('date')),
      [['fields', FIELDS]],
    );
  } catch (error) {
    if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND') throw error;
    throw new BbxError('NOT_FOUND', `There is no repository ${workspace}/${repo}.`, {
      hint: 'Check -R, and that the token may see it: a private one looks like a missing one.',
      status: error.status,
      server: error.server,
      cause: error,
    });
  }
}

function factsOf(name: RepositoryName, data: unknown, date: string): RepositoryFacts {
  const time = Date.parse(date);
  const uuid = textAt(data, 'uuid');
  if (uuid === '') {
    throw new BbxError('UNAVAILABLE', 'Bitbucket did not answer with a repository.', {
      hint: 'Try again; check BBX_API_URL when it stays so.',
    });
  }
  return {
    ...name,
    uuid,
    fullName: textAt(data, 'full_name') || `${name.workspace}/${name.repo}`,
    main: textAt(data, 'mainbranch.name') || undefined,
    parent: textAt(data, 'parent.full_name') || undefined,
    serverTime: Number.isNaN(time) ? undefined : time,
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
