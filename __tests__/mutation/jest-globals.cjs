/** What the tests of the engine and of the rules take from Jest, on top of Mocha: `expect`, `it.each`, `describe.each`. */
const path = require("node:path");

// The package of the sandbox is to be tested, not the one that node_modules links to.
process.env.TSX_TSCONFIG_PATH = path.join(__dirname, "tsconfig.json");
require("tsx/cjs");

const { expect } = require("expect");
const { bind } = require("jest-each");

Object.assign(globalThis, { expect, jest: { requireActual: require } });

// Mocha sets its globals anew for each file that it loads.
for (const name of ["it", "describe"]) {
  let current;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => current,
    set: (defined) => {
      current = defined;
      current.each = bind(defined, false);
    },
  });
}
