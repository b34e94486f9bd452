/** What each exit code of hdh means; the same in every command. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  approvalNeeded: 3,
  blocked: 4,
  integrity: 5,
  incomplete: 6,
  usage: 64,
  /** Ended by Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something the user can put right: printed as it stands, without a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.error,
  ) {
    super(message);
    this.name = "Failure";
  }
}
