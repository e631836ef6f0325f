import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isNowView } from '../../api/now-shapes.js';
import { LoadedView } from '../../parts/loaded-view.js';
import { usePage } from '../../state/page.js';
import { useStore } from '../../state/store.js';
import { useLoad } from '../../state/use-load.js';
import { Activity } from './activity.js';
import { Sessions } from './sessions.js';
import { Stopped } from './stopped.js';
import { Wellness } from './wellness.js';

/** Is all well, who is connected, and how much goes through. */
export function NowPage(): JSX.Element {
  const { now } = usePage();
  const live = useStore(now);
  const loaded = useLoad('/now', isNowView);
  useEffect(() => {
    if (loaded.data && loaded.data.at > (now.value?.at ?? 0)) now.set(loaded.data);
  }, [now, loaded.data]);
  const data = live ?? loaded.data;
  return (
    <LoadedView loaded={{ ...loaded, data }}>
      {(view) => (
        <div class="stack">
          <Wellness view={view} />
          <Stopped />
          <Activity view={view} />
          <Sessions sessions={view.sessions} />
        </div>
      )}
    </LoadedView>
  );
}
