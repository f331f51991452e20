import { repositoryName } from '../bitbucket/repository-name.ts';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import type { Profile } from '../settings/settings.ts';
import type { Credentials } from './authorization.ts';
import { openKeychain } from './keychain.ts';
import { checkProfileName, type NamedProfile } from './profiles.ts';
import type { Questions } from './questions.ts';
import { rememberedUrls } from './sign-in-config.ts';
import { type TokenRequest, tokenText } from './sign-in-token.ts';
import { askedWorkspace, chosenWorkspace } from './sign-in-workspace.ts';
import { storeSignIn } from './store-sign-in.ts';
import { type PastedToken, recogniseEmail, recogniseToken } from './token-kind.ts';
import { checkTokenFile, type PlaceRequest, type TokenPlace, tokenPlace } from './token-place.ts';
import { verifyToken } from './verify-token.ts';

/** What somebody said on the command line. */
export interface SignInRequest extends PlaceRequest, TokenRequest {
  /** The profile; found when absent, see storeSignIn. */
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly workspace?: string | undefined;
  /** REPO, WORKSPACE/REPO, or its address. */
  readonly repository?: string | undefined;
}

export interface SignInOptions {
  /** From signInConfig. */
  readonly config: Config;
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  /** Undefined where nobody can be asked. */
  readonly questions: Questions | undefined;
}

/** A sign-in that is stored. */
export interface SignedIn extends NamedProfile {
  /** The name of the account, where Bitbucket told it. */
  readonly account: string | undefined;
}

/**
 * Signs in: gets a token, has Bitbucket confirm it, and stores it and its profile. Until the token
 * is confirmed nothing is stored.
 * @throws BbxError USAGE, AUTH_REJECTED, KEYCHAIN_UNAVAILABLE, FILE, CANCELLED, and what a request
 *   to Bitbucket throws
 */
export async function signIn(request: SignInRequest, options: SignInOptions): Promise<SignedIn> {
  const { config, questions } = options;
  if (request.name !== undefined) checkProfileName(request.name);
  const place = tokenPlace(request, options.cwd);
  const email = request.email === undefined ? undefined : recogniseEmail(request.email);
  await checkPlace(place, options);
  const pasted = recogniseToken(await tokenText(request, place, options));
  const given = await credentialsFor(pasted, email, options);
  const scope = await wantedPlace(request, given, options);
  const found = await verifyToken(given, { ...options, ...scope }).catch((error) =>
    refuse(error, given, pasted.note),
  );
  const workspace = await chosenWorkspace(scope.workspace, found, config, questions);
  const profile: Profile = {
    ...rememberedUrls(config),
    ...(given.kind === 'api-token' && { email: given.email }),
    kind: given.kind,
    ...place,
    ...(workspace && { workspace }),
    ...(scope.repository && { repository: scope.repository }),
    ...(found.scopes && { scopes: [...found.scopes] }),
  };
  const { name, token } = { ...request, ...given };
  const stored = await storeSignIn({ name, profile, token }, config, options);
  return { ...stored, account: found.account };
}

/** What cannot take the token is better known before somebody looks for one. */
async function checkPlace({ token, token_file }: TokenPlace, options: SignInOptions) {
  const { config, signal } = options;
  if (token === 'keychain') await openKeychain({ environment: config.environment, signal });
  if (token_file !== undefined) await checkTokenFile(token_file, config);
}

async function credentialsFor(
  pasted: PastedToken,
  known: string | undefined,
  { questions }: SignInOptions,
): Promise<Credentials> {
  const { token } = pasted;
  const source = 'sign-in';
  if (pasted.kind === 'access-token') return { kind: 'access-token', token, source };
  const optional = pasted.kind === undefined;
  const email = known ?? (await questions?.email(optional)) ?? '';
  if (email.trim() !== '') {
    return { kind: 'api-token', email: recogniseEmail(email), token, source };
  }
  if (optional) return { kind: 'access-token', token, source };
  throw new BbxError('USAGE', 'An API token needs the e-mail of its account.', {
    hint: 'Give it with --email. Nothing was stored.',
  });
}

/** The workspace and the repository that were named; an access token is tried on them. */
async function wantedPlace(request: SignInRequest, given: Credentials, options: SignInOptions) {
  const { config, questions } = options;
  const named = request.workspace ?? config.workspace;
  if (request.repository !== undefined) {
    const { workspace, repo } = await repositoryName(
      request.repository,
      config.gitUrl,
      async () => named,
    );
    return { workspace, repository: repo };
  }
  if (given.kind === 'api-token') return { workspace: request.workspace };
  return { workspace: named ?? (await askedWorkspace(questions)) };
}

/** The same error with what it means here. */
function refuse(error: unknown, given: Credentials, about = ''): never {
  if (!(error instanceof BbxError) || error.code === 'CANCELLED') throw error;
  const { code, message, status, server, retryAfter, cause } = error;
  const why = status === 401 ? rejected(given, about) : (error.hint ?? '');
  const hint = `Nothing was stored. ${why}`.trim();
  throw new BbxError(code, message, { hint, status, server, retryAfter, cause });
}

const rejected = (given: Credentials, about: string) =>
  given.kind === 'access-token'
    ? 'The token may be expired, revoked or cut off. An API token needs the e-mail of its account (--email).'
    : `Check that ${given.email} is the e-mail of the account that made the token, that it is not expired, and that it was made with "Create API token with scopes" for Bitbucket. ${about}`;
