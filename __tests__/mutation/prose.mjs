import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Two words side by side: no type, argument, value or path of Terraform has a space in it. */
const SENTENCE = /\p{L}\S* \S*\p{L}/u;

/** Leaves the sentences that people read as they are: tests pin what a rule decides, not how it words it. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "prose", {
    shouldIgnore({ node }) {
      return SENTENCE.test(textOf(node)) ? "a sentence for people" : undefined;
    },
  }),
];

function textOf(node) {
  if (node.type === "StringLiteral") return node.value;
  return node.type === "TemplateLiteral" ? node.quasis.map(({ value }) => value.raw).join("x") : "";
}
