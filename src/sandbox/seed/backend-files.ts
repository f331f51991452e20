import type { Files } from './history.ts';

/** The smallest picture there is: one transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A JSON file that no parser gives back as it was: 1.0, a large number, odd spacing. */
const LIMITS = `{
    "version" : 1.0,
  "max_account_id":   9007199254740993123,
	"ratio": 1e2 ,
  "paths": [ "/a\\/b",  "\\u00e9" ]
}
`;

/** src/auth/jwt.ts before pull request 42. */
export const JWT_BEFORE = `import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors';

const SECRET = process.env.JWT_SECRET ?? '';

export interface Claims {
  sub: string;
  exp: number;
  scope: string[];
}

export function sign(claims: Claims): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const body = encode(claims);
  return [head, body, mac(head + '.' + body)].join('.');
}

export function verify(token: string): Claims {
  const [head, body, signature] = token.split('.');
  if (!equal(signature, mac(head + '.' + body))) {
    throw new ApiError(500, 'bad signature');
  }
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  if (claims.exp < Date.now() / 1000) throw new ApiError(500, 'expired');
  return claims;
}

function mac(text: string): string {
  return createHmac('sha256', SECRET).update(text).digest('base64url');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
`;

/** src/errors.ts before pull request 42. */
export const ERRORS_BEFORE = `export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function toResponse(error: unknown): Response {
  const status = error instanceof ApiError ? error.status : 500;
  return Response.json({ error: String(error) }, { status });
}
`;

const SERVER = `import { createServer } from 'node:http';
import { route } from './router';
import { toResponse } from './errors';

export const server = createServer(async (request, response) => {
  const answer = await route(request).catch(toResponse);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
});
`;

const PIPELINES = `image: node:22

pipelines:
  default:
    - step:
        name: Build and test
        caches:
          - node
        script:
          - npm ci
          - npm test
  branches:
    main:
      - step:
          name: Build and test
          script:
            - npm ci
            - npm test
      - step:
          name: Deploy to staging
          deployment: staging
          script:
            - ./deploy.sh staging
`;

/** The tree of backend-api's first commit. */
export const BACKEND_FILES: Files = {
  'README.md':
    '# backend-api\n\nThe HTTP API behind the Acme shop.\n\n- `npm test` runs the tests\n- `npm start` serves on port 8080\n',
  'package.json':
    '{\n  "name": "backend-api",\n  "private": true,\n  "scripts": { "start": "node dist/server.js", "test": "vitest run" }\n}\n',
  'bitbucket-pipelines.yml': PIPELINES,
  'config/limits.json': LIMITS,
  'assets/logo.png': PIXEL,
  'docs/windows-setup.txt': 'Install Node.\r\nRun npm ci.\r\nRun npm start.\r\n',
  'docs/noms.txt': Buffer.from('Fran\u00e7ois\nHél\u00e8ne\nMu\u00f1oz\n', 'latin1'),
  'docs/a file with spaces.md': '# Names\n\nThis file has spaces in its name.\n',
  'src/server.ts': SERVER,
  'src/errors.ts': ERRORS_BEFORE,
  'src/config.ts': 'export const port = 8080;\nexport const timeoutMs = 5000;\n',
  'src/auth/jwt.ts': JWT_BEFORE,
  'src/auth/session.ts':
    "import { verify } from './jwt';\n\nexport function session(header: string) {\n  return verify(header.replace('Bearer ', ''));\n}\n",
  'src/orders/deep/nested/leaf.ts': 'export const leaf = true;\n',
  'src/wait.ts':
    'export const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));\n',
};
