import hljs from 'highlight.js/lib/common';
import dart from 'highlight.js/lib/languages/dart';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import groovy from 'highlight.js/lib/languages/groovy';
import powershell from 'highlight.js/lib/languages/powershell';
import properties from 'highlight.js/lib/languages/properties';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';

const MORE = { dart, dockerfile, groovy, powershell, properties, protobuf, scala };
for (const [name, language] of Object.entries(MORE)) hljs.registerLanguage(name, language);

/** highlight.js with the languages that pull requests are made of; a chunk of its own in the build. */
export default hljs;
