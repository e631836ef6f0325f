/**
 * Forgets now, and then again and again, what is too old. Throws if the first time fails. Returns what ends it.
 * @param onProblem gets the error of a later failure, which is tried again
 * @param interval milliseconds
 */
export function startForgetting(forget: () => void, onProblem: (error: unknown) => void, interval: number): () => void {
  forget();
  const timer = setInterval(() => {
    try {
      forget();
    } catch (error) {
      onProblem(error);
    }
  }, interval).unref();
  return () => clearInterval(timer);
}
