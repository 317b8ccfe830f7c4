import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A page of the list kind: its title, its one action, its filters, its content. */
export function Page({
  title,
  action,
  filters,
  children,
}: {
  title: string;
  action?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Title order={1}>{title}</Title>
        {action}
      </header>
      {filters !== undefined && <div className={classes.filters}>{filters}</div>}
      {children}
    </div>
  );
}
