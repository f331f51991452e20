import { namesIn } from '../../core/settings/mcp-settings.ts';
import { confirmMode, type SaidIn } from './said-in.ts';

/** What the flags of `bbx mcp` say. @throws BbxError USAGE */
export function saidInFlags(values: Readonly<Record<string, unknown>>): SaidIn {
  const { tools, confirm } = values;
  return {
    readOnly: values['read-only'] === true,
    tools: typeof tools === 'string' ? namesIn(tools) : undefined,
    allow: listOf(values.allow),
    deny: listOf(values.deny),
    pin: listOf(values.pin)?.flatMap((text) => (namesIn(text).length > 0 ? namesIn(text) : text)),
    noMerge: values['no-merge'] === true,
    noDelete: values['no-delete'] === true,
    confirm: typeof confirm === 'string' ? confirmMode(confirm, '--confirm') : undefined,
    nameOf: (key) => `--${key.replaceAll('_', '-')}`,
    where: ' of bbx mcp',
  };
}

const listOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;
