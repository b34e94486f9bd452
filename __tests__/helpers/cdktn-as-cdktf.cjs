// Preload: whoever asks for cdktf gets cdktn, its maintained fork. Leaving cdktf is this one line in package.json:
// "cdktf": "npm:cdktn@…"
const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request.replace(/^cdktf(?=\/|$)/, "cdktn"), ...rest);
};
