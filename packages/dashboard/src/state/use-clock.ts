import { useEffect, useState } from 'preact/hooks';

/** Unix milliseconds, every second. */
export function useClock(every = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
