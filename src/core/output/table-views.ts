import type { Row } from './flatten.ts';

/** A column of a terminal table. */
export interface Column {
  readonly head: string;
  /** The dotted names to read, the first that has a value wins; or a function of the row. */
  readonly of: readonly string[] | ((row: Row) => string);
  /**
   * `id` is never cut, `number` stands to the right, `time` is said as "3 days ago"; `name` is shortened
   * first and in the middle, so that no two look alike, and `words` stay when there is no room for others.
   */
  readonly kind?:
    | 'id'
    | 'name'
    | 'words'
    | 'number'
    | 'time'
    | 'hash'
    | 'state'
    | 'seconds'
    | undefined;
}

/** How one kind of row is shown. */
export interface View {
  /** The names that tell this kind of row from others: each group must have one present. */
  readonly needs: readonly (string | readonly string[])[];
  readonly columns: readonly Column[];
}

/** A column that reads one name, several, or a function of the row. */
export const column = (head: string, of: string | Column['of'], kind?: Column['kind']): Column => ({
  head,
  of: typeof of === 'string' ? [of] : of,
  kind,
});

const text = (row: Row, name: string): string => {
  const value = row.get(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const branches = (row: Row) =>
  `${text(row, 'source.branch.name')} → ${text(row, 'destination.branch.name')}`;

/** In a list of pull requests, which are open unless it says otherwise. */
const standing = (row: Row) => {
  if (row.get('draft') === true) return 'DRAFT';
  return row.get('state') === 'OPEN' ? '' : text(row, 'state');
};

const verdicts = (row: Row) =>
  [
    ['✓', text(row, 'approvals')],
    ['✗', text(row, 'changes_requested')],
  ]
    .filter(([, count]) => count !== '0' && count !== '')
    .map((each) => each.join(''))
    .join(' ');

const place = (row: Row) => {
  const line = text(row, 'inline.to') || text(row, 'inline.from');
  return text(row, 'inline.path') + (line && `:${line}`);
};

const entryPath = (row: Row) =>
  text(row, 'path') + (row.get('type') === 'commit_directory' ? '/' : '');

const changedPath = (row: Row) => {
  const [before, after] = [text(row, 'old.path'), text(row, 'new.path')];
  return before && after && before !== after ? `${before} → ${after}` : after || before;
};

/** "#12 merged"; of one that is merged, whether the branch has gone on. */
const branchPull = (row: Row) => {
  const id = text(row, 'pull_request');
  const newer = row.get('merged') === 'has newer commits' ? ', newer commits' : '';
  return id && `#${id} ${text(row, 'state').toLowerCase()}${newer}`;
};

/** What an entry of a pull request's activity is about: its one group of fields tells. */
const HAPPENINGS = ['approval', 'changes_requested', 'comment', 'update'];

const happening = (row: Row) =>
  HAPPENINGS.find((group) => [...row.keys()].some((name) => name.startsWith(`${group}.`))) ?? '';

/** From the most telling to the least: the first view whose needs are met is taken. */
export const VIEWS: readonly View[] = [
  {
    needs: ['id', 'title', 'source', 'destination', 'approvals', 'changes_requested'],
    columns: [
      column('ID', 'id', 'id'),
      column('REPOSITORY', 'repository'),
      column('TITLE', 'title'),
      column('AUTHOR', 'author'),
      column('STATE', standing, 'state'),
      column('REVIEW', verdicts, 'id'),
      column('UPDATED', 'updated_on', 'time'),
      column('BRANCH', 'source'),
      column('INTO', 'destination'),
      column('COMMENTS', 'comments', 'number'),
    ],
  },
  {
    needs: [['approval.date', 'changes_requested.date', 'comment.id', 'update.date']],
    columns: [
      column('WHAT', happening),
      column(
        'WHO',
        HAPPENINGS.flatMap((group) => [
          `${group}.user.display_name`,
          `${group}.author.display_name`,
        ]),
      ),
      column(
        'WHEN',
        ['approval.date', 'changes_requested.date', 'comment.created_on', 'update.date'],
        'time',
      ),
      column('TEXT', ['comment.content.raw', 'update.state']),
    ],
  },
  {
    needs: ['id', 'title', 'source.branch.name', 'destination.branch.name'],
    columns: [
      column('ID', 'id', 'id'),
      column('TITLE', 'title'),
      column('AUTHOR', 'author.display_name'),
      column('STATE', 'state', 'state'),
      column('UPDATED', ['updated_on', 'created_on'], 'time'),
      column('COMMENTS', 'comment_count', 'number'),
      column('BRANCH', branches),
    ],
  },
  {
    needs: ['branch', 'tip', 'why'],
    columns: [
      column('BRANCH', 'branch', 'name'),
      column('UPDATED', 'tip', 'time'),
      column('AUTHOR', 'author'),
      column('WHY', 'why', 'words'),
    ],
  },
  {
    needs: ['name', 'date', 'merged', 'protected'],
    columns: [
      column('BRANCH', 'name', 'id'),
      column('REPOSITORY', 'repository'),
      column('UPDATED', 'date', 'time'),
      column('PULL REQUEST', branchPull),
      column('PROTECTED', 'protected'),
      column('AHEAD', 'ahead', 'number'),
      column('BEHIND', 'behind', 'number'),
      column('AUTHOR', 'author'),
    ],
  },
  {
    needs: ['name', 'hash', 'deleted_on'],
    columns: [
      column('BRANCH', 'name', 'id'),
      column('DELETED', 'deleted_on', 'time'),
      column('COMMIT', 'hash', 'hash'),
      column('STATE', 'state'),
    ],
  },
  {
    needs: ['build_number', 'state.name'],
    columns: [
      column('BUILD', 'build_number', 'id'),
      column('STATE', ['state.result.name', 'state.stage.name', 'state.name'], 'state'),
      column('BRANCH', ['target.ref_name', 'target.source']),
      column('STARTED', 'created_on', 'time'),
      column('TOOK', ['build_seconds_used', 'duration_in_seconds'], 'seconds'),
      column('CREATOR', 'creator.display_name'),
      column('COMMIT', 'target.commit.hash', 'hash'),
    ],
  },
  {
    needs: ['name', 'state.name', ['pipeline.uuid', 'script_commands', 'image.name']],
    columns: [
      column('STEP', 'name'),
      column('STATE', ['state.result.name', 'state.stage.name', 'state.name'], 'state'),
      column('TOOK', ['build_seconds_used', 'duration_in_seconds'], 'seconds'),
      column('UUID', 'uuid', 'id'),
    ],
  },
  {
    needs: ['full_name', 'slug', 'is_private'],
    columns: [
      column('REPOSITORY', 'full_name', 'id'),
      column('DESCRIPTION', 'description'),
      column('UPDATED', ['updated_on', 'created_on'], 'time'),
      column('PRIVATE', 'is_private'),
      column('LANGUAGE', 'language'),
      column('BRANCH', 'mainbranch.name'),
    ],
  },
  {
    needs: ['name', 'target.hash'],
    columns: [
      column('NAME', 'name', 'id'),
      column('UPDATED', ['target.date', 'date'], 'time'),
      column('AUTHOR', ['target.author.user.display_name', 'target.author.raw']),
      column('COMMIT', 'target.hash', 'hash'),
      column('MESSAGE', 'target.message'),
    ],
  },
  {
    needs: ['hash', 'message', ['author.raw', 'author.user.display_name']],
    columns: [
      column('COMMIT', 'hash', 'hash'),
      column('MESSAGE', 'message'),
      column('AUTHOR', ['author.user.display_name', 'author.raw']),
      column('DATE', 'date', 'time'),
    ],
  },
  {
    needs: ['id', 'content.raw', 'state', ['creator.display_name', 'created_on']],
    columns: [
      column('ID', 'id', 'id'),
      column('STATE', 'state', 'state'),
      column('TASK', 'content.raw'),
      column('CREATOR', 'creator.display_name'),
      column('CREATED', 'created_on', 'time'),
    ],
  },
  {
    needs: ['id', 'content.raw', 'user.display_name'],
    columns: [
      column('ID', 'id', 'id'),
      column('AUTHOR', 'user.display_name'),
      column('WHERE', place),
      column('COMMENT', 'content.raw'),
      column('CREATED', 'created_on', 'time'),
    ],
  },
  {
    needs: ['workspace.slug', 'administrator'],
    columns: [
      column('WORKSPACE', 'workspace.slug', 'id'),
      column('NAME', 'workspace.name'),
      column('ADMINISTRATOR', 'administrator'),
    ],
  },
  {
    needs: ['key', 'state', 'url'],
    columns: [
      column('STATE', 'state', 'state'),
      column('KEY', 'key', 'id'),
      column('NAME', 'name'),
      column('DESCRIPTION', 'description'),
      column('UPDATED', ['updated_on', 'created_on'], 'time'),
    ],
  },
  {
    needs: ['method', 'path'],
    columns: [
      column('METHOD', 'method', 'id'),
      column('SCOPES', 'scopes'),
      column('REMOVED', 'removed'),
      column('PATH', 'path', 'id'),
    ],
  },
  {
    needs: ['status', 'lines_added', 'lines_removed'],
    columns: [
      column('STATUS', 'status', 'state'),
      column('FILE', changedPath),
      column('ADDED', 'lines_added', 'number'),
      column('REMOVED', 'lines_removed', 'number'),
    ],
  },
  {
    needs: ['path', 'type', ['commit.hash', 'attributes', 'size']],
    columns: [
      column('PATH', entryPath, 'id'),
      column('SIZE', 'size', 'number'),
      column('COMMIT', 'commit.hash', 'hash'),
    ],
  },
  {
    needs: ['slug', 'name', 'uuid'],
    columns: [
      column('SLUG', ['slug', 'key'], 'id'),
      column('NAME', 'name'),
      column('UUID', 'uuid'),
    ],
  },
  {
    needs: ['user.display_name', ['permission', 'role', 'workspace.slug']],
    columns: [
      column('NAME', 'user.display_name', 'id'),
      column('NICKNAME', 'user.nickname'),
      column('ROLE', ['permission', 'role']),
      column('ACCOUNT', 'user.account_id'),
    ],
  },
];
