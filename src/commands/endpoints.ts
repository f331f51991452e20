import { commandFor } from '../cli/command-for.ts';
import { endpoints } from '../operations/api/endpoints.ts';

export default commandFor(endpoints);
