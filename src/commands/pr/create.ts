import { commandFor } from '../../cli/command-for.ts';
import { create } from '../../operations/pr/create.ts';

export default commandFor(create);
