/**
 * Data as JSON would have it, to be compared: TOML's tables have no prototype, and its integers may
 * be larger than a number holds.
 */
export const plainData = (data: unknown): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(data ?? {}, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    ),
  );
