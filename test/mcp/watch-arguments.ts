import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Collects the command lines of a process and all that it starts, as often as it can (Linux). */
export function watchArguments(root: number) {
  const seen = new Set<string>();
  let going = true;
  const done = (async () => {
    while (going) {
      for (const line of commandLinesUnder(root)) seen.add(line);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return {
    stop: async () => {
      going = false;
      await done;
      return [...seen];
    },
  };
}

function commandLinesUnder(root: number): string[] {
  if (!existsSync('/proc/self/stat')) return ['clone: this machine has no /proc'];
  const parents = new Map<number, number>();
  const lines = new Map<number, string>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      parents.set(Number(name), Number(parent));
      lines.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'latin1'));
    } catch {
      // It ended between the two looks.
    }
  }
  const under = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || under(parent));
  };
  return [...lines].filter(([pid]) => under(pid)).map(([, line]) => line);
}
