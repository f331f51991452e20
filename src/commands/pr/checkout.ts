import { commandFor } from '../../cli/command-for.ts';
import { checkout } from '../../operations/pr/checkout.ts';

export default commandFor(checkout);
