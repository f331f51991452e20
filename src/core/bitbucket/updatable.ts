import { fillTemplate, matchTemplate, segmentsOf } from '../catalogue/template.ts';
import type { Resource } from './resource.ts';
import { RESOURCES } from './updatable-resources.ts';

/** One thing that can be updated, at its own address. */
export interface Updatable extends Resource {
  /**
   * Where to GET its present state. With `uuid`, the answer is a list (follow its pages) and the
   * value with that uuid is meant; its braces are not encoded.
   */
  readonly read: { readonly path: string; readonly uuid?: string };
}

/**
 * How to update what lives at a path; undefined where nothing can be read and merged there
 * (PUT then has to be given the whole).
 * @param path with or without /2.0, encoded as it will be sent
 */
export function updatableAt(path: string): Updatable | undefined {
  const segments = segmentsOf(path);
  for (const resource of RESOURCES) {
    const values = matchTemplate(resource.template, segments);
    if (values === undefined) continue;
    if (resource.list === undefined)
      return { ...resource, read: { path: `/${segments.join('/')}` } };
    const last = segments[segments.length - 1] ?? '';
    const uuid = last.replace(/%7B/i, '{').replace(/%7D/i, '}');
    return { ...resource, read: { path: fillTemplate(resource.list, values), uuid } };
  }
  return undefined;
}
