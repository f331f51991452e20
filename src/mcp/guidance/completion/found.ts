/** What fits, and whether there may be more that was not looked at. */
export interface Found {
  readonly values: string[];
  readonly more: boolean;
}
