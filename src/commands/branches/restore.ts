import { commandFor } from '../../cli/command-for.ts';
import { restore } from '../../operations/branches/restore.ts';

export default commandFor(restore);
