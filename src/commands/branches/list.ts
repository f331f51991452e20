import { commandFor } from '../../cli/command-for.ts';
import { list } from '../../operations/branches/list.ts';

export default commandFor(list);
