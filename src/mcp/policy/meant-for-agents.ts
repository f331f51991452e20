/** The names of limits, without what parts their words; a test holds them against the settings'. */
const LIMITS = /^BBX(MCP.*|READONLY|TOOLS|ALLOW|DENY|PIN|NOMERGE|NODELETE|CONFIRM)$/;

/**
 * Whether a variable was meant as one of `bbx mcp`, in whatever spelling: it begins with BBX_MCP, or is
 * BBX_ and the name of a limit.
 */
export const isMeantForAgents = (name: string): boolean =>
  /^bbx/i.test(name) && LIMITS.test(name.toUpperCase().replace(/[^A-Z]/g, ''));
