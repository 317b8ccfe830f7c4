import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A place with nothing in it yet, and the next act. */
export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap={8} py={64} px={16} ta="center" role="status">
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={480} mb={8}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}
