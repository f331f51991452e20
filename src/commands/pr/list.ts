import { commandFor } from '../../cli/command-for.ts';
import { list } from '../../operations/pr/list.ts';

export default commandFor(list);
