import { commandFor } from '../../cli/command-for.ts';
import { view } from '../../operations/pr/view.ts';

export default commandFor(view);
