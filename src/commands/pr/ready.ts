import { commandFor } from '../../cli/command-for.ts';
import { ready } from '../../operations/pr/ready.ts';

export default commandFor(ready);
