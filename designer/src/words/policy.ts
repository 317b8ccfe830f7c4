import type { Pairs } from './pairs.ts';

/** What a step and a flow do when something fails, and how long they may take. */
export const policy = {
  title: ['When it fails and how long it may take', 'En cas d’échec, et durée permise'],
  usual: ['As usual: the run stops', 'Comme d’habitude : l’exécution s’arrête'],
  usualTries: ['As usual: up to 10 tries, then the run stops', 'Comme d’habitude : jusqu’à 10 essais, puis arrêt'],
  onError: ['When it fails', 'En cas d’échec'],
  'onError-stop': ['The run stops', 'L’exécution s’arrête'],
  'onError-continue': ['Goes on with what came in', 'Continue avec ce qui est entré'],
  'onError-branch': ['Goes on by the way out “error”', 'Continue par la sortie « erreur »'],
  branchHelp: [
    'Connect a step to the way out “error”. It is given { error, input }.',
    'Reliez une étape à la sortie « erreur ». Elle reçoit { error, input }.',
  ],
  attempts: ['Tries in all', 'Essais en tout'],
  attemptsHelp: [
    'When the other side is away for the moment. 1 means no second try; empty means 10.',
    'Quand l’autre côté ne répond pas. 1 : pas de second essai; vide : 10.',
  ],
  firstWait: ['First wait', 'Première attente'],
  longestWait: ['Longest wait', 'Attente la plus longue'],
  timeout: ['Longest time', 'Durée maximale'],
  timeoutHelp: [
    'From its first try, waits included; then it fails. Empty means no limit.',
    'Dès le premier essai, attentes comprises; ensuite l’étape échoue. Vide : aucune limite.',
  ],
  join: ['Several steps lead here', 'Plusieurs étapes mènent ici'],
  'join-all': ['Waits for all that can still come', 'Attend toutes celles qui peuvent encore venir'],
  'join-first': ['Goes on with the first', 'Continue avec la première'],
  'said-tries_one': ['{{count}} try', '{{count}} essai'],
  'said-tries_other': ['{{count}} tries', '{{count}} essais'],
  'said-stop': ['then the run stops', 'puis arrêt'],
  'said-continue': ['goes on when it fails', 'continue en cas d’échec'],
  'said-branch': ['failures leave by “error”', 'les échecs sortent par « erreur »'],
  'said-time': ['at most {{time}}', 'au plus {{time}}'],
  'said-first': ['goes on with the first', 'continue avec la première'],
  flowTitle: ['Settings of this flow', 'Réglages de ce flux'],
  flowTimeout: ['Longest time of a run', 'Durée maximale d’une exécution'],
  flowTimeoutHelp: [
    'From its start, waits for people included; then it fails. Empty means no limit. Publish to use it.',
    'Dès son début, attentes de personnes comprises; ensuite l’exécution échoue. Vide : aucune limite. Publiez pour l’appliquer.',
  ],
} satisfies Pairs;
