import { command } from '../cli/command.ts';
import { currentFolder } from '../core/current-folder.ts';
import { loadConfig } from '../core/load-config.ts';

export default command({
  name: 'mcp',
  summary: 'Serve agents over the Model Context Protocol (stdio)',
  description:
    'Started by an MCP client, not by hand: it reads messages on standard input until that ends. The tools are bb_get, bb_post, bb_put, bb_patch, bb_delete and bb_clone.',
  usage: 'mcp',
  examples: ['mcp'],
  run: async () => {
    const [{ serve }, { operations }] = await Promise.all([
      import('../mcp/serve.ts'),
      import('../operations/registry.ts'),
    ]);
    await serve(operations, async () => await loadConfig({ cwd: currentFolder() }));
  },
});
