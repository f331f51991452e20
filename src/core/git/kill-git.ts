import type { ChildProcess } from 'node:child_process';

/**
 * Ends git with all that it has started.
 * @param ownGroup whether git leads a process group; without one its children are left to it
 */
export function killGit(
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  ownGroup: boolean,
): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') killTree(child, child.pid);
  else if (!ownGroup) child.kill(signal);
  else
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The whole group has ended already.
    }
}

/** Windows knows no groups, and a killed parent leaves its children running. */
function killTree(child: ChildProcess, pid: number): void {
  if (child.exitCode !== null) return;
  void import('node:child_process').then(({ spawn }) =>
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }).on('error', () =>
      child.kill(),
    ),
  );
}
