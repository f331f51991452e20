import type { Expected } from './expect.ts';
import { title } from './voice.ts';

/** Types a command and checks its answer. */
type Type = (line: string, ...expected: Expected[]) => Promise<string>;

const FINDINGS = [
  '{"path": "src/auth/jwt.ts", "line": 23, "severity": "major",',
  ' "body": "An unknown kid falls back to the first key: answer 401."}',
].join('\n    ');

/** A whole review from a file: looked at, sent, and sent again, which posts nothing twice. */
export async function reviewFromFile(type: Type): Promise<void> {
  const review = 'bbx pr review 42 -R acme/backend-api --findings findings.json';
  title('A review from a file: looked at, sent, and sent again');
  await type(`echo '${FINDINGS}' > findings.json`);
  await type(`${review} --dry-run -o table`, /major:.*unknown kid/, /1 to post/);
  await type(`${review} --request-changes -o table`, /^posted +src\/auth\/jwt\.ts:23/m);
  await type(`${review} --request-changes -o table`, /^already there +src\/auth\/jwt\.ts:23/m);
}
