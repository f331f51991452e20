/** Something that goes wrong on demand. Without any effect it does nothing but count. */
export interface Fault {
  /** Only requests with this method. */
  readonly method?: string;
  /** Only paths (with query) that contain this text or match this expression. */
  readonly path?: string | RegExp;
  /** Only requests to this server; all three when absent. */
  readonly server?: 'api' | 'git' | 'storage';
  /** How many requests it befalls; 1 when absent. */
  readonly times?: number;
  /** Waits so many milliseconds first; alone, the real answer follows. */
  readonly delay?: number;
  /** Answers this instead of the real answer. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Cuts the connection: before any answer, or after the head and a few bytes. */
  readonly drop?: 'before-headers' | 'after-headers';
  /** Sends the head and a few bytes and then nothing more, leaving the connection open. */
  readonly stall?: boolean;
  /** Redirects: to the same path on another origin, to itself for ever, or to an address. */
  readonly redirect?: 'other-origin' | 'loop' | URL;
  /** Streams so many bytes, chunked; Infinity never ends. */
  readonly stream?: number;
  /** Gives the real answer, announces its whole length, and cuts it after so many bytes. */
  readonly truncate?: number;
}

/** The faults that wait for their requests. */
export interface Faults {
  /** Adds a fault and gives a function that takes it away again. */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** Takes the first fault that befalls a request, counting it down. */
  readonly take: (server: string, method: string, path: string) => Fault | undefined;
}

/** An empty set of faults. */
export function makeFaults(): Faults {
  const waiting = new Map<Fault, number>();
  return {
    add(fault) {
      const own = { ...fault };
      waiting.set(own, fault.times ?? 1);
      return () => waiting.delete(own);
    },
    clear: () => waiting.clear(),
    take(server, method, path) {
      const found = [...waiting.keys()].find((fault) => befalls(fault, server, method, path));
      if (found === undefined) return undefined;
      const left = (waiting.get(found) ?? 1) - 1;
      if (left > 0) waiting.set(found, left);
      else waiting.delete(found);
      return found;
    },
  };
}

function befalls(fault: Fault, server: string, method: string, path: string): boolean {
  if (fault.server !== undefined && fault.server !== server) return false;
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path === undefined) return true;
  if (typeof fault.path === 'string') return path.includes(fault.path);
  return new RegExp(fault.path.source, fault.path.flags.replace(/[gy]/g, '')).test(path);
}
