import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { openDiff } from '../../../core/bitbucket/open-diff.ts';
import { openFile } from '../../../core/bitbucket/open-file.ts';
import { repositoryName } from '../../../core/bitbucket/repository-name.ts';
import type { Context } from '../../../core/context.ts';
import { BbxError } from '../../../core/errors.ts';
import { formatJson } from '../../../core/output/json.ts';
import { bytesContents, type Contents, textContents } from './contents.ts';
import { type ResourceAddress, resourceAddress } from './resource-address.ts';

/**
 * Reads a resource.
 * @returns undefined for a URI that names none
 * @throws BbxError as what reads it: NOT_FOUND, POLICY, AUTH_MISSING and the like
 */
export async function readResource(
  uri: string,
  context: Context,
): Promise<ReadResourceResult | undefined> {
  const asked = resourceAddress(uri);
  if (asked === undefined) return undefined;
  const place = { uri, offset: asked.offset };
  return { contents: await read(asked.address, place, context) };
}

interface Place {
  readonly uri: string;
  readonly offset: number;
}

async function read(address: ResourceAddress, place: Place, context: Context): Promise<Contents> {
  switch (address.kind) {
    case 'catalogue': {
      const { catalogueText } = await import('./catalogue-text.ts');
      return textContents(place, { text: catalogueText(), mimeType: 'text/plain' });
    }
    case 'endpoints':
      return await endpoints(address.query, place, context);
    case 'pull-request':
      return await pullRequest(address, place, context);
    case 'diff': {
      const answer = await openDiff(context, {
        ...(await checked(address, context)),
        id: address.id,
      });
      return await bytesContents(place, { ...answer, contentType: 'text/x-diff' });
    }
    case 'file':
      return await file(address, place, context);
  }
}

async function endpoints(query: string, place: Place, context: Context): Promise<Contents> {
  const { endpointsText } = await import('../endpoints-path.ts');
  const { text, remarks } = await endpointsText(query, context);
  return textContents(place, { text, mimeType: 'text/plain', remarks });
}

async function pullRequest(
  { id, ...name }: Extract<ResourceAddress, { id: number }>,
  place: Place,
  context: Context,
): Promise<Contents> {
  const { view } = await import('../../../operations/pr/view.ts');
  const { workspace, repo } = await checked(name, context);
  const config = { ...context.config, repository: `${workspace}/${repo}` };
  const answer = await view.run({ pr: String(id) }, { ...context, config });
  if (answer.kind !== 'data') throw new BbxError('INTERNAL', 'A pull request is data.');
  const text = formatJson(answer.brief?.data ?? answer.data, { pretty: false });
  return textContents(place, { text, mimeType: 'application/json', remarks: [], foreign: true });
}

async function file(
  { commit, path, ...name }: Extract<ResourceAddress, { kind: 'file' }>,
  place: Place,
  context: Context,
): Promise<Contents> {
  const answer = await openFile(context, await checked(name, context), commit, path);
  if (answer.kind === 'bytes') return await bytesContents(place, answer);
  if (answer.kind === 'done') return textContents(place, { text: '', mimeType: 'text/plain' });
  const { listingText } = await import('./listing-text.ts');
  const { text, remarks } = listingText(answer);
  return textContents(place, { text, mimeType: 'text/plain', remarks, foreign: true });
}

/** Slugs as every other door checks them. */
const checked = async (
  { workspace, repo }: { workspace: string; repo: string },
  context: Context,
) => await repositoryName(`${workspace}/${repo}`, context.config.gitUrl, async () => undefined);
