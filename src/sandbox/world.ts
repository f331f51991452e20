import type { Clock } from './clock.ts';
import type { Refusal } from './errors.ts';
import type { GitRepository } from './git/repository.ts';
import type { JsonObject } from './json.ts';

/** A member of the workspace. */
export interface Person {
  readonly uuid: string;
  readonly accountId: string;
  readonly nickname: string;
  readonly displayName: string;
  readonly email: string;
  readonly permission: 'owner' | 'collaborator' | 'member';
}

/** A project: what repositories are grouped by. */
export interface Project {
  readonly uuid: string;
  readonly key: string;
  name: string;
  description: string;
  isPrivate: boolean;
  readonly createdOn: string;
  updatedOn: string;
}

/** A comment on a pull request or a commit; a deleted one stays. */
export interface Comment {
  readonly id: number;
  readonly user: Person;
  raw: string;
  readonly createdOn: string;
  updatedOn: string;
  deleted: boolean;
  pending: boolean;
  readonly parent: Comment | undefined;
  readonly inline: JsonObject | undefined;
  resolution: { readonly user: Person; readonly createdOn: string } | undefined;
}

/** A task on a pull request, perhaps below a comment. */
export interface Task {
  readonly id: number;
  raw: string;
  state: 'RESOLVED' | 'UNRESOLVED';
  readonly creator: Person;
  readonly createdOn: string;
  updatedOn: string;
  readonly comment: Comment | undefined;
  pending: boolean;
  resolved: { readonly by: Person; readonly on: string } | undefined;
}

/** Somebody's part in a pull request: asked to review, or come by itself. */
export interface Participant {
  readonly user: Person;
  role: 'PARTICIPANT' | 'REVIEWER';
  approved: boolean;
  state: 'approved' | 'changes_requested' | null;
  participatedOn: string | null;
}

/** Where a pull request stands. */
export type PullRequestState = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED';

/** One side of a pull request. `hash` is set once the pull request is closed; before, the branch tells. */
export interface Endpoint {
  readonly repository: Repository;
  branch: string;
  hash: string | undefined;
}

/** A pull request; what follows from its branches is asked from git. */
export interface PullRequest {
  readonly id: number;
  title: string;
  description: string;
  state: PullRequestState;
  readonly author: Person;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly createdOn: string;
  updatedOn: string;
  closeSourceBranch: boolean;
  draft: boolean;
  participants: Participant[];
  mergeCommit: string | undefined;
  closedBy: Person | undefined;
  reason: string;
  readonly comments: Comment[];
  readonly tasks: Task[];
  /** Oldest first: what changed, besides the comments. */
  readonly events: JsonObject[];
}

/** A step of a pipeline; `result` is empty while it runs. */
export interface Step {
  readonly uuid: string;
  readonly name: string;
  readonly image: string;
  readonly commands: readonly string[];
  readonly seconds: number;
  result: string;
  log: Buffer;
}

/** A run of a pipeline. */
export interface Pipeline {
  readonly uuid: string;
  readonly buildNumber: number;
  readonly creator: Person;
  readonly createdOn: string;
  completedOn: string | undefined;
  readonly refName: string;
  readonly hash: string;
  readonly trigger: 'PUSH' | 'MANUAL';
  readonly variables: readonly JsonObject[];
  readonly selector: JsonObject | undefined;
  /** SUCCESSFUL, FAILED or STOPPED; nothing while it runs. */
  result: string | undefined;
  readonly steps: Step[];
}

/** A file under a repository's downloads. */
export interface Download {
  readonly name: string;
  readonly bytes: Buffer;
  readonly user: Person;
  readonly createdOn: string;
  count: number;
}

/** A code insight report with its annotations by their external id. */
export interface Report {
  readonly fields: JsonObject;
  readonly annotations: Map<string, JsonObject>;
}

/** A repository, with everything that Bitbucket keeps beside its git data. */
export interface Repository {
  readonly slug: string;
  readonly uuid: string;
  name: string;
  description: string;
  language: string;
  isPrivate: boolean;
  forkPolicy: string;
  readonly createdOn: string;
  updatedOn: string;
  project: Project;
  /** The default branch, null in an empty repository. */
  mainbranch: string | null;
  readonly parent: Repository | undefined;
  readonly git: GitRepository;
  readonly pullRequests: PullRequest[];
  readonly defaultReviewers: Person[];
  readonly pipelines: Pipeline[];
  readonly downloads: Map<string, Download>;
  readonly hooks: Map<string, JsonObject>;
  readonly restrictions: Map<string, JsonObject>;
  readonly variables: Map<string, JsonObject>;
  readonly environments: Map<string, JsonObject>;
  readonly environmentVariables: Map<string, Map<string, JsonObject>>;
  readonly deployments: JsonObject[];
  branchingModel: JsonObject;
  /** By commit hash, then by key. */
  readonly statuses: Map<string, Map<string, JsonObject>>;
  readonly commentsOn: Map<string, Comment[]>;
  readonly approvals: Map<string, Participant[]>;
  readonly reports: Map<string, Map<string, Report>>;
  /** Git LFS objects by oid. */
  readonly lfs: Map<string, Buffer>;
}

/** What lies in long-term storage, on another origin than the API. */
interface Stored {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly name: string;
}

/** Everything the sandbox knows. */
export interface World {
  /** The API root with /2.0. */
  readonly api: string;
  /** The origin for git and for pages in the browser. */
  readonly web: string;
  /** The other origin that downloads and logs are redirected to. */
  readonly storage: string;
  /** The directory of the bare repositories. */
  readonly gitRoot: string;
  readonly clock: Clock;
  readonly workspace: { readonly slug: string; readonly name: string; readonly uuid: string };
  readonly people: readonly Person[];
  readonly projects: Map<string, Project>;
  readonly repositories: Map<string, Repository>;
  readonly hooks: Map<string, JsonObject>;
  readonly variables: Map<string, JsonObject>;
  readonly stored: Map<string, Stored>;
  readonly mergeTasks: Map<string, JsonObject | Refusal>;
  /** The next number of a kind: "comment", "task", ... */
  readonly nextId: (kind: string) => number;
}
