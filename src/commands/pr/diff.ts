import { commandFor } from '../../cli/command-for.ts';
import { diff } from '../../operations/pr/diff.ts';

export default commandFor(diff);
