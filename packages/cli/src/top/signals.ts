/** These end the process, with the screen given back first. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The effect of a signal on the screen. */
export interface SignalPlan {
  /** The process ends or stops after it. */
  readonly giveBack: () => void;
  /** It goes on after a stop, in whatever mode the terminal is now. */
  readonly takeAgain: () => void;
}

/** Signals of one process, while it has the screen. */
export interface Signals {
  listen(): void;
  release(): void;
  /** Stops the whole job, as a terminal does for the key. */
  stopJob(): void;
}

export function createSignals({ giveBack, takeAgain }: SignalPlan): Signals {
  const end = (signal: NodeJS.Signals): void => {
    giveBack();
    release();
    process.kill(process.pid, signal); // as it would have ended without us
  };
  const stop = (pid: number): void => {
    giveBack();
    process.off('SIGTSTP', stopped);
    process.kill(pid, 'SIGTSTP');
  };
  const stopped = (): void => stop(process.pid);
  const goesOn = (): void => {
    process.off('SIGTSTP', stopped).on('SIGTSTP', stopped);
    takeAgain();
  };
  const listen = (): void => {
    for (const signal of ENDS) process.on(signal, end);
    process.on('SIGTSTP', stopped).on('SIGCONT', goesOn);
    process.on('exit', giveBack).on('uncaughtExceptionMonitor', giveBack); // before the words about it are written
  };
  const release = (): void => {
    for (const signal of ENDS) process.off(signal, end);
    process.off('SIGTSTP', stopped).off('SIGCONT', goesOn);
    process.off('exit', giveBack).off('uncaughtExceptionMonitor', giveBack);
  };
  return { listen, release, stopJob: () => stop(0) };
}
