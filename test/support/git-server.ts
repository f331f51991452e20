import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A small git host behind Basic authentication, with the LFS calls that a clone and a push make. */
export interface GitServer {
  /** What BBX_GIT_URL has to be. */
  readonly url: string;
  /** A bare repository with one commit on main, or without any. */
  readonly add: (name: string, files?: Record<string, string>) => string;
  /** Method and path of each request, with the user who signed it. */
  readonly seen: string[];
  /** From now on no signed request is answered; resolves when the first has come. */
  readonly hold: () => Promise<void>;
  /** Ends that. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

export async function startGitServer(user: string, password: string): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'bbx-git-server-'));
  const seen: string[] = [];
  const lfs = new Map<string, Buffer>();
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  let held: (() => void) | undefined;

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const login = request.headers.authorization ?? '';
    const name = Buffer.from(login.slice('Basic '.length), 'base64').toString().split(':')[0];
    seen.push(`${request.method} ${path} ${name}`);
    if (login !== expected && !path.startsWith('/open/')) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="Bitbucket.org HTTP"' });
      response.end('Token is invalid or expired\n');
    } else if (held) held();
    else if (path.includes('/info/lfs/') || path.startsWith('/lfs/'))
      void lfsAnswer(request, response, lfs, self.url);
    else backend(request, response, root);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const self: GitServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    hold: () =>
      new Promise((resolve) => {
        held = resolve;
      }),
    release: () => {
      held = undefined;
    },
    add: (repository, files) => addRepository(join(root, `${repository}.git`), files),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, maxRetries: 10 });
    },
  };
  return self;
}

/** git with a configuration of its own, whatever the person has at home. */
export function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...PLAIN_GIT },
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** An author, and neither the person's nor the system's configuration. */
export const PLAIN_GIT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
};

function addRepository(bare: string, files?: Record<string, string>): string {
  mkdirSync(bare, { recursive: true });
  git(bare, 'init', '-q', '--bare', '-b', 'main');
  git(bare, 'config', 'http.receivepack', 'true');
  git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  if (!files) return bare;
  const work = mkdtempSync(join(tmpdir(), 'bbx-git-work-'));
  git(work, 'init', '-q', '-b', 'main');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), content);
  }
  git(work, 'add', '-A');
  git(work, 'commit', '-qm', 'First');
  git(work, 'push', '-q', bare, 'main');
  rmSync(work, { recursive: true, maxRetries: 10 });
  return bare;
}

function backend(request: IncomingMessage, response: ServerResponse, root: string): void {
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const cgi = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      ...PLAIN_GIT,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      CONTENT_LENGTH: request.headers['content-length'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'ann',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  cgi.stdin.on('error', () => {});
  request.pipe(cgi.stdin);
  const chunks: Buffer[] = [];
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  cgi.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    for (const line of all.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(/: (.*)/);
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else if (name) response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}

async function lfsAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, Buffer>,
  url: string,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const path = request.url ?? '';
  if (path.endsWith('/objects/batch')) {
    const asked: { operation: string; objects: { oid: string; size: number }[] } = JSON.parse(
      body.toString(),
    );
    response.setHeader('content-type', 'application/vnd.git-lfs+json');
    const answer = asked.objects.map(({ oid, size }) => ({
      oid,
      size,
      actions: { [asked.operation]: { href: `${url}/lfs/${oid}` } },
    }));
    response.end(JSON.stringify({ transfer: 'basic', objects: answer }));
  } else if (request.method === 'PUT') {
    objects.set(createHash('sha256').update(body).digest('hex'), body);
    response.end();
  } else if (path.startsWith('/lfs/')) response.end(objects.get(path.slice('/lfs/'.length)));
  else response.writeHead(404).end();
}
