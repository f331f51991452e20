/** A path template such as `/users/{selected_user}`, taken apart once. */
export interface Template {
  readonly segments: readonly string[];
  /** The last name takes the rest of the path, slashes included. */
  readonly rest: boolean;
}

/** The names that take the rest of a path: files and branches hold slashes. */
const REST = new Set(['{path}', '{spec}', '{revspec}', '{name}']);

/** Takes a template apart. */
export function template(path: string): Template {
  const segments = path.split('/').slice(1);
  return { segments, rest: REST.has(segments.at(-1) ?? '') };
}

/**
 * Matches a path as it was sent (still percent-encoded, so that an encoded slash stays part of
 * its segment) against a template.
 * @returns the decoded parameters, or nothing when the path is of another shape
 */
export function match(to: Template, path: string): Record<string, string> | undefined {
  const parts = path.split('/').slice(1);
  if (parts.length > 1 && parts.at(-1) === '' && !to.rest) parts.pop();
  const least = to.segments.at(-1) === '{path}' ? to.segments.length - 1 : to.segments.length;
  const fits = to.rest ? parts.length >= least : parts.length === to.segments.length;
  if (!fits) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of to.segments.entries()) {
    const last = to.rest && index === to.segments.length - 1;
    const part = last ? parts.slice(index).join('/') : (parts[index] ?? '');
    if (!bind(params, segment, part)) return undefined;
  }
  return params;
}

function bind(params: Record<string, string>, segment: string, part: string): boolean {
  if (!segment.startsWith('{')) return segment === part;
  const decoded = decode(part);
  if (decoded === undefined || (decoded === '' && !REST.has(segment))) return false;
  params[segment.slice(1, -1)] = decoded;
  return true;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
