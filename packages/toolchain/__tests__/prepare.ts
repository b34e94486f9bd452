// A run of its own process, for tests that start two of them or kill one: options as JSON in, result as JSON out.
import { prepareToolchain } from "../src/index";

const options = JSON.parse(process.argv[2] ?? "{}");
prepareToolchain({ ...options, onProgress: ({ message }) => console.error(message) }).then(
  (toolchain) => console.log(JSON.stringify(toolchain)),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
