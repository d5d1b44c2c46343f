/** Where people find what a message is about. */
export interface Places {
  /** What the command line takes for the workspace: `s3://bucket` or a folder. */
  readonly workspace: string;
  /** Where all results lie. */
  readonly results: string;
  /** Where the result of the window with this ISO start lies. */
  window(start: string): string;
  /** Where its report lies, to look at; absent where none is written. */
  report?(start: string): string;
}
