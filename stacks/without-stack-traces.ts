/**
 * cdktf notes a stack trace for every token, which costs half of a large synthesis and is read only when a token cannot be
 * resolved. Imported for its effect, first of all. `HDH_STACK_TRACES=1` keeps the traces, to find where such a token was made.
 *
 * The function is private to cdktf and no option reaches it: `stackTraces: false` is about annotations only. What is
 * synthesized stays the same, byte for byte; a test holds that.
 */
import stackTrace = require("cdktf/lib/tokens/private/stack-trace");

if (process.env.HDH_STACK_TRACES !== "1") {
  Object.defineProperty(stackTrace, "captureStackTrace", { value: () => [] });
}
