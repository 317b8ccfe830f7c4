import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { Notices } from '../parts/feedback/notices.tsx';
import { theme, toVariables } from '../theme/theme.ts';
import { createQueryClient } from './query-client.ts';
import { createRouter } from './router.tsx';

function toSignIn(router: ReturnType<typeof createRouter>): void {
  const { pathname, search } = router.state.location;
  if (pathname === '/sign-in') return;
  void router.navigate(`/sign-in?back=${encodeURIComponent(pathname + search)}`, { replace: true });
}

export function App() {
  const [router] = useState(createRouter);
  const [queries] = useState(() => createQueryClient(() => toSignIn(router)));
  return (
    <MantineProvider theme={theme} cssVariablesResolver={toVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notices />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
