import { jsonBody, listBody, requireText } from '../body.ts';
import { notFound } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
import {
  type Call,
  json,
  nothing,
  param,
  type Reply,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';
import type { Report } from '../world.ts';
import { commitOf } from './commits.ts';

async function reportsOf(call: Call): Promise<Map<string, Report>> {
  const repository = repositoryOf(call);
  const hash = await commitOf(call, repository);
  const reports = repository.reports.get(hash) ?? new Map<string, Report>();
  repository.reports.set(hash, reports);
  return reports;
}

async function reportOf(call: Call): Promise<Report> {
  const found = (await reportsOf(call)).get(param(call, 'reportId'));
  if (found === undefined) throw notFound('Report not found');
  return found;
}

async function putReport(call: Call): Promise<Reply> {
  const body = jsonBody(call);
  const reports = await reportsOf(call);
  const id = param(call, 'reportId');
  const known = reports.get(id);
  const on = call.world.clock.tick();
  const fields: JsonObject = {
    ...body,
    type: 'report',
    uuid: uuidOf(`report ${id}`),
    external_id: id,
    title: requireText(textAt(body, 'title'), 'title'),
    details: requireText(textAt(body, 'details'), 'details'),
    report_type: requireText(textAt(body, 'report_type'), 'report_type'),
    created_on: known?.fields.created_on ?? on,
    updated_on: on,
  };
  reports.set(id, { fields, annotations: known?.annotations ?? new Map() });
  return json(fields);
}

function put(call: Call, report: Report, id: string, given: JsonObject): JsonObject {
  const on = call.world.clock.tick();
  const annotation: JsonObject = {
    ...given,
    type: 'report_annotation',
    uuid: uuidOf(`annotation ${id}`),
    external_id: id,
    annotation_type: requireText(textAt(given, 'annotation_type'), 'annotation_type'),
    summary: requireText(textAt(given, 'summary'), 'summary'),
    created_on: report.annotations.get(id)?.created_on ?? on,
    updated_on: on,
  };
  report.annotations.set(id, annotation);
  return annotation;
}

async function annotationOf(call: Call): Promise<JsonObject> {
  const found = (await reportOf(call)).annotations.get(param(call, 'annotationId'));
  if (found === undefined) throw notFound('Annotation not found');
  return found;
}

const REPORTS = 'R/commit/{commit}/reports';
const ONE = `${REPORTS}/{reportId}`;
const SCOPE = 'read:repository';

/** Code insight reports and their annotations. */
export const REPORT_ROUTES: readonly Route[] = [
  route(`GET ${REPORTS}`, SCOPE, async (call) =>
    page(call, [...(await reportsOf(call)).values()], ({ fields }) => fields),
  ),
  route(`PUT ${ONE}`, SCOPE, putReport),
  route(`GET ${ONE}`, SCOPE, async (call) => json((await reportOf(call)).fields)),
  route(`DELETE ${ONE}`, SCOPE, async (call) => {
    (await reportsOf(call)).delete(param(call, 'reportId'));
    return nothing();
  }),
  route(`GET ${ONE}/annotations`, SCOPE, async (call) =>
    page(call, [...(await reportOf(call)).annotations.values()], (one) => one),
  ),
  route(`POST ${ONE}/annotations`, SCOPE, async (call) => {
    const report = await reportOf(call);
    const given = listBody(call).filter(isObject);
    const made = given.map((one) =>
      put(call, report, requireText(textAt(one, 'external_id'), 'external_id'), one),
    );
    return json(made);
  }),
  route(`GET ${ONE}/annotations/{annotationId}`, SCOPE, async (call) =>
    json(await annotationOf(call)),
  ),
  route(`PUT ${ONE}/annotations/{annotationId}`, SCOPE, async (call) =>
    json(put(call, await reportOf(call), param(call, 'annotationId'), jsonBody(call))),
  ),
  route(`DELETE ${ONE}/annotations/{annotationId}`, SCOPE, async (call) => {
    (await reportOf(call)).annotations.delete(param(call, 'annotationId'));
    return nothing();
  }),
];
