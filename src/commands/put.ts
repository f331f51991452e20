import { commandFor } from '../cli/command-for.ts';
import { put } from '../operations/api/put.ts';

export default commandFor(put);
