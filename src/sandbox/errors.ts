import type { Json, JsonObject } from './json.ts';

/** An answer that refuses: thrown by a route, written by the server. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: JsonObject | string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: JsonObject | string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Bitbucket's error envelope. */
export function envelope(message: string, more: JsonObject = {}): JsonObject {
  return { type: 'error', error: { message, ...more } };
}

/** 400, with the fields that are wrong and why, as Bitbucket sends them. */
export function badRequest(message: string, fields?: Record<string, Json>): Refusal {
  return new Refusal(400, envelope(message, fields === undefined ? {} : { fields }));
}

/** 404 with Bitbucket's words for one kind of thing. */
export function notFound(message: string): Refusal {
  return new Refusal(404, envelope(message));
}

/** 404 for a private repository that the visitor cannot see, or that does not exist. */
export function noRepository(): Refusal {
  return notFound(
    'You may not have access to this repository or it no longer exists in this workspace. ' +
      'If you think this repository exists and you have access, make sure you are authenticated.',
  );
}

/** 404 for a revision; `shas` names what was asked for. */
export function noCommit(...shas: string[]): Refusal {
  return new Refusal(404, envelope('Commit not found', { data: { shas } }));
}

/** 409. */
export function conflict(message: string): Refusal {
  return new Refusal(409, envelope(message));
}

/** 403 in JSON. */
export function forbidden(message: string): Refusal {
  return new Refusal(403, envelope(message));
}

/** 403 for a token without the scopes of an operation: `detail` is an object here. */
export function missingScope(required: readonly string[], granted: readonly string[]): Refusal {
  return new Refusal(
    403,
    envelope('Your credentials lack one or more required privilege scopes.', {
      detail: { granted, required },
    }),
  );
}

/** 401 for a wrong, expired or misplaced token, and for a user name where the e-mail belongs. */
export function badCredentials(): Refusal {
  return new Refusal(
    401,
    envelope('Token is invalid, expired, or not supported for this endpoint.'),
    { 'www-authenticate': 'Basic realm="Bitbucket.org HTTP"' },
  );
}

/** 403 in plain text: what Bitbucket says to a token when there is no such operation. */
export function noOperation(): Refusal {
  return new Refusal(403, 'This endpoint does not support token-based authentication');
}

/** 410 of the routes that CHANGE-2770 removed on 2026-04-14. */
export function gone(): Refusal {
  const data = {
    announcement_url: 'https://developer.atlassian.com/cloud/bitbucket/changelog#CHANGE-2770',
  };
  const body = envelope('CHANGE-2770 - Functionality has been deprecated', {
    detail: 'Please read the changelog entry for more details.',
    data,
  });
  return new Refusal(410, { ...body, data });
}

/** 501: Bitbucket has the operation, this model of it does not. */
export function lacking(method: string, path: string): Refusal {
  return new Refusal(501, envelope(`The sandbox has no ${method} ${path}`));
}
