import { jsonBody, requireText } from '../body.ts';
import { notFound } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import { type JsonObject, textAt } from '../json.ts';
import { page } from '../paging.ts';
import {
  type Call,
  created,
  json,
  nothing,
  param,
  type Route,
  repositoryOf,
  route,
} from '../route.ts';

function environmentOf(call: Call): JsonObject {
  const id = param(call, 'environment_uuid');
  const { environments } = repositoryOf(call);
  const found = environments.get(id) ?? environments.get(`{${id}}`);
  if (found === undefined) throw notFound('Environment not found');
  return found;
}

/** Deployments and their environments. */
export const DEPLOYMENTS: readonly Route[] = [
  route('GET R/deployments', 'read:pipeline', (call) =>
    page(call, repositoryOf(call).deployments, (one) => one),
  ),
  route('GET R/deployments/{deployment_uuid}', 'read:pipeline', (call) => {
    const id = param(call, 'deployment_uuid');
    const found = repositoryOf(call).deployments.find(
      ({ uuid }) => uuid === id || uuid === `{${id}}`,
    );
    if (found === undefined) throw notFound('Deployment not found');
    return json(found);
  }),
  route('GET R/environments', 'read:pipeline', (call) =>
    page(call, [...repositoryOf(call).environments.values()], (one) => one),
  ),
  route('POST R/environments', 'admin:pipeline', (call) => {
    const body = jsonBody(call);
    const name = requireText(textAt(body, 'name'), 'name');
    const uuid = uuidOf(`environment ${repositoryOf(call).slug} ${name}`);
    const made = { ...body, type: 'deployment_environment', uuid, name };
    repositoryOf(call).environments.set(uuid, made);
    return created(made);
  }),
  route('GET R/environments/{environment_uuid}', 'read:pipeline', (call) =>
    json(environmentOf(call)),
  ),
  route('DELETE R/environments/{environment_uuid}', 'admin:pipeline', (call) => {
    const { uuid } = environmentOf(call);
    repositoryOf(call).environments.delete(String(uuid));
    return nothing();
  }),
];
