import { ERRORS_BEFORE, JWT_BEFORE } from './backend-files.ts';
import type { PlannedPull } from './plan.ts';

const KEYS = `import { readFileSync } from 'node:fs';

export interface Key {
  id: string;
  secret: string;
  retiredAt?: number;
}

/** The first key signs; the others only verify, until a day after they were retired. */
export function loadKeys(path = process.env.JWT_KEYS ?? '/run/secrets/jwt-keys.json'): Key[] {
  const keys = JSON.parse(readFileSync(path, 'utf8')) as Key[];
  const yesterday = Date.now() - 86_400_000;
  return keys.filter((key) => key.retiredAt === undefined || key.retiredAt > yesterday);
}
`;

/** src/auth/jwt.ts as pull request 42 leaves it. */
export const JWT_AFTER = JWT_BEFORE.replace(
  "const SECRET = process.env.JWT_SECRET ?? '';",
  'const keys = loadKeys();',
)
  .replace(
    "import { ApiError } from '../errors';",
    "import { ApiError } from '../errors';\nimport { loadKeys, type Key } from './keys';",
  )
  .replace(
    "  const head = encode({ alg: 'HS256', typ: 'JWT' });",
    "  const [key] = keys;\n  const head = encode({ alg: 'HS256', typ: 'JWT', kid: key.id });",
  )
  .replace("mac(head + '.' + body)].join", "mac(key, head + '.' + body)].join")
  .replace(
    "  if (!equal(signature, mac(head + '.' + body))) {\n    throw new ApiError(500, 'bad signature');\n  }",
    "  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());\n  const key = keys.find((one) => one.id === kid) ?? keys[0];\n  if (!equal(signature, mac(key, head + '.' + body))) {\n    throw new ApiError(401, 'bad signature');\n  }",
  )
  .replace("throw new ApiError(500, 'expired')", "throw new ApiError(401, 'expired')")
  .replace(
    "function mac(text: string): string {\n  return createHmac('sha256', SECRET)",
    "function mac(key: Key, text: string): string {\n  return createHmac('sha256', key.secret)",
  );

const ERRORS_AFTER = ERRORS_BEFORE.replace(
  '  const status = error instanceof ApiError ? error.status : 500;\n  return Response.json({ error: String(error) }, { status });',
  "  if (error instanceof ApiError) {\n    return Response.json({ error: error.message }, { status: error.status });\n  }\n  console.error(error);\n  return Response.json({ error: 'internal error' }, { status: 500 });",
);

const TEST = `import { expect, test } from 'vitest';
import { sign, verify } from '../../src/auth/jwt';

test('an expired token is answered with 401', () => {
  const token = sign({ sub: 'maya', exp: 1, scope: [] });
  expect(() => verify(token)).toThrowError('expired');
});
`;

/** Pull request 42 of backend-api: the one that the guide's recipes review and merge. */
export const PULL_REQUEST_42: PlannedPull = {
  id: 42,
  state: 'OPEN',
  title: 'Rotate JWT signing keys and answer 401 for bad tokens',
  description:
    'Keys come from a file and carry an id, so that a new one can be rolled out without signing everybody out.\n\n* expired and forged tokens are answered with **401** instead of 500\n* messages of unknown errors no longer reach the client',
  branch: 'feature/JWT-rotation',
  destination: 'main',
  author: 3,
  reviewers: [0, 1, 4],
  approvedBy: [0, 1],
  age: 12,
  commits: [
    {
      message: 'Sign with the first of several keys',
      files: { 'src/auth/keys.ts': KEYS, 'src/auth/jwt.ts': JWT_AFTER },
    },
    { message: 'Keep unknown errors to ourselves', files: { 'src/errors.ts': ERRORS_AFTER } },
    { message: 'Test that an expired token is a 401', files: { 'test/auth/jwt.test.ts': TEST } },
  ],
  draft: false,
  keepsBranch: true,
};
