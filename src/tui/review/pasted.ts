/**
 * Characters after a line end that nobody types within one read. Fewer may be keys that were
 * pressed while the connection stood still, such as Enter and then S.
 */
const TYPED_AHEAD = 6;

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys have one, text has none
const TEXT = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+$/;

/**
 * Whether what one read brought is a paste, in a terminal that does not mark one: several lines of
 * text at once. Its line ends would else be Enter, and its letters commands.
 * @param goesOn it follows a paste so closely that it belongs to it; Enter alone may be a person all the same
 */
export function isPaste(bytes: string, goesOn: boolean): boolean {
  if (!TEXT.test(bytes)) return false;
  if (goesOn && bytes !== '\r') return true;
  const end = bytes.search(/[\r\n]/);
  return end >= 0 && bytes.slice(end).length > TYPED_AHEAD;
}

/** A paste as text: with line ends as they are there, and nothing that controls. */
export const pasteText = (bytes: string): string => printable(bytes.replace(/\r\n?/g, '\n'));

/** Neither keys nor pastes bring control characters into a text. */
export const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '');
