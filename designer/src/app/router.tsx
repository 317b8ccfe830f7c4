import { createBrowserRouter, Navigate } from 'react-router';
import { NotFound } from '../parts/feedback/not-found.tsx';
import { Shell } from '../shell/shell.tsx';
import { RouteFault } from './route-fault.tsx';

/** What stands there while the first page is being fetched. */
function Nothing() {
  return null;
}

export function createRouter() {
  return createBrowserRouter([
    {
      path: '/sign-in',
      HydrateFallback: Nothing,
      lazy: async () => ({ Component: (await import('../shell/sign-in.tsx')).SignIn }),
    },
    {
      path: '/',
      Component: Shell,
      ErrorBoundary: RouteFault,
      HydrateFallback: Nothing,
      children: [
        { index: true, element: <Navigate to="/flows" replace /> },
        { path: 'flows', lazy: async () => ({ Component: (await import('../flows/flow-list.tsx')).FlowList }) },
        { path: 'flows/:id', lazy: async () => ({ Component: (await import('../editor/flow-page.tsx')).FlowPage }) },
        { path: 'runs', lazy: async () => ({ Component: (await import('../runs/run-list.tsx')).RunList }) },
        { path: 'runs/:id', lazy: async () => ({ Component: (await import('../runs/run-page.tsx')).RunPage }) },
        {
          path: 'templates',
          lazy: async () => ({ Component: (await import('../templates/template-list.tsx')).TemplateList }),
        },
        {
          path: 'templates/:slug',
          lazy: async () => ({ Component: (await import('../templates/template-page.tsx')).TemplatePage }),
        },
        {
          path: 'connections',
          lazy: async () => ({ Component: (await import('../connections/connection-list.tsx')).ConnectionList }),
        },
        {
          path: 'connections/consents/:id',
          lazy: async () => ({ Component: (await import('../connections/consent-page.tsx')).ConsentPage }),
        },
        { path: '*', Component: NotFound },
      ],
    },
  ]);
}
