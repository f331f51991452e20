import { commandFor } from '../cli/command-for.ts';
import { post } from '../operations/api/post.ts';

export default commandFor(post);
