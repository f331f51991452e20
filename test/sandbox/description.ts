import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { isList, isObject, type Json, objectAt, parseJson } from '../../src/sandbox/json.ts';
import { SHARED } from '../support/needs.ts';

/** Bitbucket's own description of its API. */
export interface Description {
  /** "GET /user" and so on. */
  readonly operations: ReadonlySet<string>;
  /**
   * What checks the JSON answer with a status to an operation, giving a complaint for each fault;
   * nothing where no JSON is described.
   */
  readonly check: (operation: string, status: number) => ((answer: Json) => string[]) | undefined;
  /** The same for the JSON body of a request; a complaint where a body is sent and none is described. */
  readonly checkBody: (operation: string, body: Json) => string[];
  /** The names of the query parameters that are declared. */
  readonly query: (operation: string) => readonly string[];
}

/** Fields that Bitbucket sends although its description closes the object without them. */
const SENT_BEYOND = new Set([
  ...['summary', 'content', 'title', 'description', 'message'].map((name) => `${name}.type`),
  ...['request-changes', 'statuses', 'branches', 'tags', 'source', 'self', 'meta', 'history'].map(
    (name) => `links.${name}`,
  ),
  ...['commit.type', 'commit.links', 'merge_commit.type'],
]);

/** Fields that Bitbucket sends as null although its description knows no null. */
const SENT_NULL = new Set(
  (
    'parent mainbranch merge_commit closed_by state participated_on from to resolved_on ' +
    'resolved_by has_2fa_enabled tagger old new name refname value commit'
  ).split(' '),
);

/** The description wants a type in the links of a pipeline; Bitbucket sends none. */
const PIPELINE_LINKS = /\/links(?:\/\w+)?$/;

/**
 * Reads the description. A closed schema within an `allOf` would forbid what its siblings ask for,
 * so it is opened; every other closed schema stays closed.
 */
export function readDescription(): Description {
  const file = new URL('data/bitbucket-cloud-openapi.json', SHARED);
  const document = parseJson(readFileSync(file, 'utf8')) ?? null;
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  addFormats.default(ajv);
  const opened = open(document, new Set(membersOf(document)), '');
  ajv.addSchema(isObject(opened) ? opened : {}, 'api');
  const check = (operation: string, status: number) => {
    const steps = schemaAt(document, operation, status);
    if (steps === undefined) return undefined;
    const validate = ajv.compile({ $ref: `api#/${steps.map(escaped).join('/')}` });
    return (answer: Json) => (validate(answer) ? [] : complaints(validate.errors ?? []));
  };
  const checkBody = (operation: string, body: Json) => {
    const steps = bodySchemaAt(document, operation);
    if (steps === undefined) return [`${operation} takes no JSON body`];
    const validate = ajv.compile({ $ref: `api#/${steps.map(escaped).join('/')}` });
    if (validate(body)) return [];
    // People write bodies without the type that every object of Bitbucket's answers has.
    const own = (validate.errors ?? []).filter(({ params }) => params.missingProperty !== 'type');
    return complaints(own.filter(({ keyword }) => keyword !== 'discriminator'));
  };
  const query = (operation: string) => queryIn(document, operation);
  return { operations: new Set(operationsIn(document)), check, checkBody, query };
}

function operationsIn(document: Json): string[] {
  return Object.entries(objectAt(document, 'paths') ?? {}).flatMap(([path, methods]) =>
    Object.keys(isObject(methods) ? methods : {})
      .filter((method) => /^(?:get|put|post|delete)$/.test(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

function bodySchemaAt(document: Json, operation: string): string[] | undefined {
  const [method = '', path = ''] = operation.split(' ');
  const own = ['paths', path, method.toLowerCase(), 'requestBody'];
  const shared = stepsTo(at(document, own));
  const steps = [...(shared ?? own), 'content', 'application/json', 'schema'];
  return at(document, steps) === undefined ? undefined : steps;
}

/** Where a reference leads. */
const stepsTo = (value: unknown): string[] | undefined =>
  isObject(value) && typeof value.$ref === 'string' ? value.$ref.slice(2).split('/') : undefined;

const at = (document: Json, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), document);

function queryIn(document: Json, operation: string): string[] {
  const [method = '', path = ''] = operation.split(' ');
  const lists = [
    ['paths', path, 'parameters'],
    ['paths', path, method.toLowerCase(), 'parameters'],
  ];
  return lists.flatMap((steps) => {
    const list = at(document, steps);
    return isList(list)
      ? list.flatMap((one) => (isObject(one) && one.in === 'query' ? [String(one.name)] : []))
      : [];
  });
}

function schemaAt(document: Json, operation: string, status: number): string[] | undefined {
  const [method = '', path = ''] = operation.split(' ');
  const answer = [path, method.toLowerCase(), 'responses', String(status)];
  const steps = ['paths', ...answer, 'content', 'application/json', 'schema'];
  let at: unknown = document;
  for (const step of steps) at = isObject(at) ? at[step] : undefined;
  return at === undefined ? undefined : steps;
}

function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The schemas that stand in an `allOf` somewhere, by reference. */
function membersOf(value: Json): string[] {
  if (isList(value)) return value.flatMap(membersOf);
  if (!isObject(value)) return [];
  const own = isList(value.allOf) ? value.allOf : [];
  const names = own.flatMap((one) =>
    isObject(one) && typeof one.$ref === 'string' ? [one.$ref] : [],
  );
  return [...names, ...Object.values(value).flatMap(membersOf)];
}

function open(value: Json, members: ReadonlySet<string>, at: string): Json {
  if (isList(value)) {
    return value.map((one) => open(one, members, at.endsWith('/allOf') ? 'member' : ''));
  }
  if (!isObject(value)) return value;
  const opens = at === 'member' || members.has(`#${at}`);
  const entries = Object.entries(value).map(([key, inner]): [string, Json] =>
    opens && key === 'additionalProperties' && inner === false
      ? [key, true]
      : [key, open(inner, members, `${at}/${key}`)],
  );
  return Object.fromEntries(entries);
}

function complaints(errors: readonly ErrorObject[]): string[] {
  const found = errors.filter((error) => !isKnown(error));
  return found.map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

/** The attributes of a file are a list, and a text in the description. */
function isKnown(error: ErrorObject): boolean {
  const last = error.instancePath.split('/').at(-1) ?? '';
  if (error.data === null) return SENT_NULL.has(last);
  if (last === 'attributes') return Array.isArray(error.data);
  const { additionalProperty, missingProperty } = error.params;
  if (missingProperty === 'type') return PIPELINE_LINKS.test(error.instancePath);
  return (
    error.keyword === 'additionalProperties' && SENT_BEYOND.has(`${last}.${additionalProperty}`)
  );
}
