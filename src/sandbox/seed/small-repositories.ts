import { generatedPull } from './generated-pulls.ts';
import type { Plan } from './plan.ts';

function small(
  slug: string,
  language: string,
  description: string,
  areas: string[],
  open: number,
): Plan {
  const ticket = slug.slice(0, 3).toUpperCase();
  return {
    slug,
    description,
    language,
    age: 500,
    main: [
      {
        age: 500,
        author: 1,
        message: `Start ${slug}`,
        files: { 'README.md': `# ${slug}\n\n${description}.\n` },
      },
      {
        age: 30,
        author: 4,
        message: 'Describe the set-up',
        files: { 'docs/setup.md': `# Set-up of ${slug}\n` },
      },
    ],
    branches: [],
    pulls: Array.from({ length: open + 4 }, (_, index) =>
      generatedPull({
        id: index + 1,
        state: index < 4 ? 'MERGED' : 'OPEN',
        age: 60 - index * 4,
        ticket,
        areas,
      }),
    ),
    tags: {},
  };
}

/** acme/frontend: nine open pull requests. */
export const FRONTEND = small(
  'frontend',
  'typescript',
  'The shop in the browser',
  ['cart', 'search', 'account', 'checkout'],
  9,
);
/** acme/infra: four open pull requests, and the target of a submodule. */
export const INFRA = small(
  'infra',
  'hcl',
  'Terraform and deployment scripts',
  ['network', 'database', 'queue'],
  4,
);

/** A repository whose submodule points, relatively, at another one of the sandbox. */
export const withSubmodule = (infra: string): Plan => ({
  slug: 'with-submodule',
  description: 'Holds infra as a submodule',
  language: '',
  age: 200,
  main: [
    {
      age: 200,
      author: 0,
      message: 'Take infra in as a submodule',
      files: {
        'README.md': '# with-submodule\n',
        '.gitmodules': '[submodule "infra"]\n\tpath = infra\n\turl = ../infra.git\n',
      },
      submodules: { infra },
    },
  ],
  branches: [],
  pulls: [],
  tags: {},
});
