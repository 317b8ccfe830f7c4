import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { accountApi } from '../api/account-api.ts';
import { isProblem } from '../api/problem.ts';
import { keys } from '../api/query-keys.ts';
import { toFaultText } from '../parts/feedback/fault-words.ts';
import { useLanguage } from '../words/dates.ts';
import { chooseLanguage } from '../words/words.ts';
import classes from './sign-in.module.css';

/** Only a path of our own: a link from elsewhere must not lead away after signing in. */
function toOwnPath(back: string | null): string {
  return back !== null && /^\/(?![/\\])/.test(back) ? back : '/flows';
}

function useSignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  return useMutation({
    mutationFn: accountApi.signIn,
    onSuccess: ({ user }) => {
      queries.clear();
      queries.setQueryData(keys.me, user);
      return navigate(toOwnPath(query.get('back')), { replace: true });
    },
  });
}

export function SignIn() {
  const { t } = useTranslation();
  const language = useLanguage();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  const refused = isProblem(signIn.error, 401) || isProblem(signIn.error, 400);
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <Title order={1} my={16}>
          {t('shell.signInTitle')}
        </Title>
        <Stack gap={16}>
          <TextInput
            label={t('shell.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <PasswordInput
            label={t('shell.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {signIn.isError && (
            <Text role="alert" c="var(--ip-bad)">
              {refused ? t('shell.signInRefused') : toFaultText(signIn.error, t)}
            </Text>
          )}
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {t('shell.signIn')}
          </Button>
        </Stack>
      </form>
      <Button
        variant="subtle"
        color="gray"
        lang={language === 'en' ? 'fr-CA' : 'en-CA'}
        onClick={() => chooseLanguage(language === 'en' ? 'fr' : 'en')}
      >
        {language === 'en' ? 'Français' : 'English'}
      </Button>
    </main>
  );
}
