import { commandFor } from '../cli/command-for.ts';
import { get } from '../operations/api/get.ts';

export default commandFor(get);
