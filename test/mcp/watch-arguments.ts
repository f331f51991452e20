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

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly line: string;
}

/** All processes of this machine; none where there is no /proc. */
export function processes(): Process[] {
  if (!existsSync('/proc/self/stat')) return [];
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      return [{ pid: Number(pid), parent, line }];
    } catch {
      return []; // It ended between the two looks.
    }
  });
}

function commandLinesUnder(root: number): string[] {
  const all = processes();
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const under = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || under(parent));
  };
  return all.filter(({ pid }) => under(pid)).map(({ line }) => line);
}
