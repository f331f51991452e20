import { jsonBody } from '../body.ts';
import { commitsOf } from '../git/log.ts';
import { branchTip } from '../git/refs.ts';
import { flagAt, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { links, repositoryApi } from '../render/links.ts';
import { branchJson } from '../render/ref.ts';
import { type Call, json, type Reply, type Route, repositoryOf, route } from '../route.ts';

function types(model: JsonObject): JsonObject[] {
  return listAt(model, 'branch_types').map((one) => ({
    kind: textAt(one, 'kind') ?? '',
    prefix: textAt(one, 'prefix') ?? '',
  }));
}

/** The model in force: the branches behind the names, and the prefixes. */
function model(type: string) {
  return async (call: Call): Promise<Reply> => {
    const repository = repositoryOf(call);
    const development = objectAt(repository.branchingModel, 'development');
    const useMain = flagAt(development, 'use_mainbranch') ?? true;
    const name = useMain ? repository.mainbranch : (textAt(development, 'name') ?? null);
    const tip = name === null ? undefined : await branchTip(repository.git, name);
    const [commit] = tip === undefined ? [] : await commitsOf(repository.git, [tip]);
    const branch: Json | undefined =
      commit === undefined || name === null
        ? undefined
        : branchJson(call.world, repository, name, commit);
    return json({
      type,
      development: {
        name: name ?? 'main',
        use_mainbranch: useMain,
        ...(branch === undefined ? {} : { branch }),
      },
      ...production(repository.branchingModel),
      branch_types: types(repository.branchingModel),
      links: links({ self: `${repositoryApi(call.world, repository)}/branching-model` }),
    });
  };
}

/** Only where the model has one. */
function production(model: JsonObject): JsonObject {
  const name = textAt(objectAt(model, 'production') ?? {}, 'name');
  return name === undefined ? {} : { production: { name, use_mainbranch: false } };
}

function settings(call: Call): Reply {
  const { branchingModel } = repositoryOf(call);
  const development = objectAt(branchingModel, 'development') ?? {};
  return json({
    type: 'branching_model_settings',
    development: {
      is_valid: true,
      name: development.name ?? null,
      use_mainbranch: flagAt(development, 'use_mainbranch') ?? true,
    },
    production: { is_valid: true, name: null, use_mainbranch: false, enabled: false },
    branch_types: types(branchingModel).map((one) => ({ ...one, enabled: true })),
    links: links({
      self: `${repositoryApi(call.world, repositoryOf(call))}/branching-model/settings`,
    }),
  });
}

/** The branching model, in force and as it is set. */
export const BRANCHING_MODELS: readonly Route[] = [
  route('GET R/branching-model', 'read:repository', model('branching_model')),
  route(
    'GET R/effective-branching-model',
    'read:repository',
    model('effective_repo_branching_model'),
  ),
  route('GET R/branching-model/settings', 'admin:repository', settings),
  route('PUT R/branching-model/settings', 'admin:repository', (call) => {
    const repository = repositoryOf(call);
    const { branchingModel } = repository;
    const body = jsonBody(call);
    repository.branchingModel = {
      development: objectAt(body, 'development') ?? branchingModel.development ?? {},
      branch_types: body.branch_types ?? branchingModel.branch_types ?? [],
    };
    return settings(call);
  }),
];
