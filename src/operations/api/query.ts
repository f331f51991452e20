import type { Query } from '../../core/client/url.ts';

type Scalar = string | number | boolean;

/** Query parameters as somebody gives them: a list repeats its name. */
export type QueryParams = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** Lists the parameters one by one. */
export const queryOf = (params: QueryParams | undefined): Query =>
  Object.entries(params ?? {}).flatMap(([name, value]) =>
    [value].flat().map((item) => [name, String(item)] as const),
  );
