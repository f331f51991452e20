import { formBody } from '../body.ts';
import { notFound, Refusal } from '../errors.ts';
import { mediaType } from '../media-type.ts';
import { page } from '../paging.ts';
import { links, repositoryApi } from '../render/links.ts';
import { personJson } from '../render/person.ts';
import {
  actor,
  type Call,
  nothing,
  param,
  type Reply,
  type Route,
  redirect,
  repositoryOf,
  route,
} from '../route.ts';
import type { Download } from '../world.ts';

function downloadOf(call: Call): Download {
  const name = param(call, 'filename');
  const found = repositoryOf(call).downloads.get(name);
  if (found === undefined) throw notFound(`Download not found: ${name}`);
  return found;
}

function list(call: Call): Reply {
  const repository = repositoryOf(call);
  const base = `${repositoryApi(call.world, repository)}/downloads`;
  return page(call, [...repository.downloads.values()], (one) => ({
    type: 'download',
    name: one.name,
    size: one.bytes.length,
    downloads: one.count,
    created_on: one.createdOn,
    user: personJson(call.world, one.user),
    links: links({ self: `${base}/${encodeURIComponent(one.name)}` }),
  }));
}

/** Files come in a multipart field `files`; the same name replaces. */
function upload(call: Call): Reply {
  const repository = repositoryOf(call);
  const files = formBody(call).filter(({ name, filename }) => name === 'files' && filename);
  if (files.length === 0) throw new Refusal(406, 'Not Acceptable');
  for (const { filename = '', bytes } of files) {
    repository.downloads.set(filename, {
      name: filename,
      bytes,
      user: actor(call),
      createdOn: call.world.clock.tick(),
      count: 0,
    });
  }
  const location = `${repositoryApi(call.world, repository)}/downloads`;
  return { status: 201, bytes: Buffer.alloc(0), headers: { location } };
}

/** The bytes lie on another origin, under an address that is its own permission. */
function fetchOne(call: Call): Reply {
  const download = downloadOf(call);
  const { world } = call;
  download.count += 1;
  const path = `/downloads/${repositoryOf(call).uuid.slice(1, -1)}/${encodeURIComponent(download.name)}`;
  const { bytes, name } = download;
  world.stored.set(path, { bytes, name, contentType: mediaType(name) });
  return redirect(`${world.storage}${path}?Signature=sandbox&Expires=1795176000`);
}

/** Downloads of a repository. */
export const DOWNLOADS: readonly Route[] = [
  route('GET R/downloads', 'read:repository', list),
  route('POST R/downloads', 'write:repository', upload),
  route('GET R/downloads/{filename}', 'read:repository', fetchOne),
  route('DELETE R/downloads/{filename}', 'write:repository', (call) => {
    repositoryOf(call).downloads.delete(downloadOf(call).name);
    return nothing();
  }),
];
