/** The answer, and remarks on it that are no part of it. */
export interface TextWithRemarks {
  readonly text: string;
  readonly remarks: readonly string[];
}
