import { commandFor } from '../cli/command-for.ts';
import { patch } from '../operations/api/patch.ts';

export default commandFor(patch);
