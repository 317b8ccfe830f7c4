import { useRouteError } from 'react-router';
import { FaultPanel } from '../parts/feedback/fault-panel.tsx';

/** What stands where a page broke. */
export function RouteFault() {
  const thrown = useRouteError();
  return <FaultPanel thrown={thrown} retry={() => window.location.reload()} />;
}
