import { commandFor } from '../../cli/command-for.ts';
import { edit } from '../../operations/pr/edit.ts';

export default commandFor(edit);
