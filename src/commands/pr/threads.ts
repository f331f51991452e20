import { commandFor } from '../../cli/command-for.ts';
import { threads } from '../../operations/pr/threads.ts';

export default commandFor(threads);
