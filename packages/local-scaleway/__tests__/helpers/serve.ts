import { startLocalScaleway } from "../../src";

/** A server as a process of its own: `serve.ts DIRECTORY` prints its API's address and runs until it is killed. */
startLocalScaleway({ directory: process.argv[2] ?? "" }).then(
  ({ apiUrl }) => console.log(apiUrl),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
