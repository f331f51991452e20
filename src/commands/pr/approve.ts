import { commandFor } from '../../cli/command-for.ts';
import { approve } from '../../operations/pr/approve.ts';

export default commandFor(approve);
