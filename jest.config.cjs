/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // Bindings are compiled once; everything else runs from its TypeScript source.
  transformIgnorePatterns: ["/node_modules/", "/packages/provider-scaleway/lib/"],
  modulePathIgnorePatterns: ["<rootDir>/.hdh/", "<rootDir>/cdktf.out/"],
};
