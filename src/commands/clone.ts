import { commandFor } from '../cli/command-for.ts';
import { clone } from '../operations/repo/clone.ts';

export default commandFor(clone);
