/** A toolchain that cannot be had: what happened, and what to do about it. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";

  /**
   * @param problem one or two sentences: what happened, with path, version or address
   * @param remedy what the reader can do now
   */
  constructor(
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n${remedy}`, options);
  }
}

/** The error code of a failed system call (`ENOENT`), or undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Turns the failures of a file system that a person can do something about into sentences; leaves the others as they are. */
export function explainFileSystem(error: unknown, cacheDirectory: string): unknown {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(`${cacheDirectory} cannot take more: ${(error as Error).message}.`, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
      return new ToolchainError(
        `The cache ${cacheDirectory} cannot be written: ${(error as Error).message}.`,
        "Make it writable, or name another folder in HDH_CACHE_DIRECTORY.",
        { cause: error },
      );
    default:
      return error;
  }
}

export function diskFull(problem: string, cause?: unknown): ToolchainError {
  return new ToolchainError(
    `The disk is full. ${problem}`,
    "A first build takes about 5 GB: the cache (HDH_CACHE_DIRECTORY moves it), Go's own caches (`go env GOCACHE GOMODCACHE`) and the temporary folder. Free some space and run again; nothing half-made was kept.",
    { cause },
  );
}
