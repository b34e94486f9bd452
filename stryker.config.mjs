/**
 * Mutation tests of the policy engine and of the rules: each condition, operator and literal is changed in turn, and a
 * test has to notice.
 *
 * The tests run under Mocha, in one process that loads them once and switches mutants on and off; Jest would load
 * everything anew for each of some 17,000 mutants.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  testRunner: "mocha",
  mochaOptions: {
    require: ["./__tests__/mutation/jest-globals.cjs"],
    spec: ["packages/policy-engine/__tests__/**/*.test.ts", "__tests__/policies/**/*.test.ts"],
    ignore: ["__tests__/policies/planted-violations.test.ts"], // starts the command line, which is not mutated
  },
  plugins: ["@stryker-mutator/mocha-runner", "./__tests__/mutation/prose.mjs"],
  mutate: ["packages/policy-engine/src/**/*.ts", "policies/**/*.ts", "!policies/docs/**"],
  ignorers: ["prose"],
  // What a module computes while it loads, such as a table or a rule's metadata, would need a new process per mutant.
  ignoreStatic: true,
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: ".hdh/mutation/incremental.json",
  tempDirName: ".hdh/mutation/sandbox",
  ignorePatterns: [".hdh", "*.out", "packages/provider-scaleway/lib"],
  disableTypeChecks: false,
  // Stryker rewrites a tsconfig with TypeScript's JavaScript API, which TypeScript 7 does not have: it finds none here.
  tsconfigFile: "__tests__/mutation/none.json",
  reporters: ["progress", "clear-text", "html"],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: ".hdh/mutation/report.html" },
  thresholds: { high: 90, low: 85, break: 85 },
};
