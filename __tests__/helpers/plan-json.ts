/** Plans as `show -json` prints them, as the tests of the engine make them. */
export { configured, constant, planOf, referring } from "../../packages/policy-engine/__tests__/plans";
