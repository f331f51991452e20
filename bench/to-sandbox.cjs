// Loaded into the peer before its own code: it knows one address, https://api.bitbucket.org, and
// here that name leads to the sandbox. All else of its transport is its own.
const own = globalThis.fetch;
const sandbox = process.env.BBX_API_URL;
globalThis.fetch = (url, options) =>
  own(String(url).replace('https://api.bitbucket.org', sandbox), options);
