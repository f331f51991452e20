import type { Client } from './client.ts';
import type { Editor } from './editor.ts';

/** The editor of a client's files; its parser is loaded when it is asked for. */
export async function editorFor({ format }: Pick<Client, 'format'>): Promise<Editor> {
  if (format === 'toml') return (await import('./toml-editor.ts')).tomlEditor;
  if (format === 'yaml') return (await import('./yaml-editor.ts')).yamlEditor;
  return (await import('./json-editor.ts')).jsonEditor;
}
