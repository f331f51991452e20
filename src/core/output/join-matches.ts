import { isObject } from './prune.ts';

/** The path of a source file in its address. */
const SOURCE = /\/2\.0(\/repositories\/[^/]+\/[^/]+\/src\/[0-9a-f]{12})[0-9a-f]*\//;

/**
 * Joins what Bitbucket's code search finds into lines that can be read, `3: def «foo»():`, from the
 * pieces that it sends. The repository and the commit of a file, which only its address tells,
 * stand as `file.source`: that and the path make the path to read it at.
 * @param value any JSON value; what holds no search results is given back as it is
 */
export function joinMatches(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isResult) ? value.map(joinResult) : value;
  if (!isObject(value)) return value;
  const { values } = value;
  return Array.isArray(values) && values.some(isResult)
    ? { ...value, values: values.map(joinResult) }
    : joinResult(value);
}

const isResult = (value: unknown) =>
  isObject(value) && Array.isArray(value.content_matches) && isObject(value.file);

function joinResult(result: unknown): unknown {
  if (!isObject(result) || !isResult(result)) return result;
  const { file, content_matches, path_matches } = result;
  const found = joinedContent(content_matches);
  const paths = joinedSegments(path_matches);
  return {
    ...result,
    content_matches: found ?? content_matches,
    path_matches: paths ?? path_matches,
    file: withSource(file),
  };
}

function withSource(file: unknown): unknown {
  if (!isObject(file) || 'source' in file) return file;
  const self = isObject(file.links) && isObject(file.links.self) ? file.links.self.href : undefined;
  const [, source] = (typeof self === 'string' && SOURCE.exec(self)) || [];
  return source === undefined ? file : { ...file, source };
}

/** The lines of each place, parted as `grep` does; undefined when they are not as described. */
function joinedContent(matches: unknown): string | undefined {
  if (!Array.isArray(matches)) return undefined;
  const places = matches.map((match) =>
    isObject(match) && Object.keys(match).length === 1 && Array.isArray(match.lines)
      ? allOrNothing(match.lines.map(joinedLine))?.join('\n')
      : undefined,
  );
  return allOrNothing(places)?.join('\n--\n');
}

function joinedLine(line: unknown): string | undefined {
  if (!isObject(line) || Object.keys(line).length !== 2) return undefined;
  const text = joinedSegments(line.segments);
  return text === undefined ? undefined : `${line.line}: ${text}`.trimEnd();
}

function joinedSegments(segments: unknown): string | undefined {
  if (!Array.isArray(segments)) return undefined;
  const texts = segments.map((segment) => {
    if (!isObject(segment) || typeof segment.text !== 'string') return undefined;
    return segment.match === true ? `«${segment.text}»` : segment.text;
  });
  return allOrNothing(texts)?.join('');
}

function allOrNothing(texts: readonly (string | undefined)[]): string[] | undefined {
  const all = texts.filter((text) => text !== undefined);
  return all.length === texts.length ? all : undefined;
}
