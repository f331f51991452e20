import type { Client } from './client.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { copilot } from './known/copilot.ts';
import { cursor } from './known/cursor.ts';
import { gemini } from './known/gemini.ts';
import { goose } from './known/goose.ts';
import { junie } from './known/junie.ts';
import { kilo } from './known/kilo.ts';
import { kiro } from './known/kiro.ts';
import { opencode } from './known/opencode.ts';
import { qwen } from './known/qwen.ts';
import { roo } from './known/roo.ts';
import { vscode } from './known/vscode.ts';
import { windsurf } from './known/windsurf.ts';
import { zed } from './known/zed.ts';

/**
 * The clients that bbx knows. Files and forms are what the clients' own programs and
 * documentation say, November 2026; `add-mcp` and the clients themselves check them in the tests.
 * Another one is a file in known/, a line here and in the description of `bbx mcp install`, its paths
 * in test/core/mcp-clients/places.test.ts, and `npm run client-pages`.
 */
export const CLIENTS: readonly Client[] = [
  claudeCode,
  claudeDesktop,
  cursor,
  vscode,
  windsurf,
  codex,
  gemini,
  qwen,
  copilot,
  opencode,
  goose,
  cline,
  roo,
  zed,
  junie,
  kiro,
  kilo,
];
