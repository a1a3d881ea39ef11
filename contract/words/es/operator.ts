import { books } from './operator-books.ts';
import { clicks } from './operator-clicks.ts';
import { conduct } from './operator-conduct.ts';
import { watch } from './operator-health.ts';
import { moderation } from './operator-moderation.ts';
import { money } from './operator-money.ts';
import { promises } from './operator-promises.ts';

/** The cabinet of whoever runs the network. */
export const words = {
  overview: {
    title: 'Resumen',
    lead: 'Lo que espera a alguien de la red y cómo está la red.',
    waiting: 'Pendiente de usted',
    nothing: 'No hay nada pendiente. Aquí aparecen registros, espacios publicitarios, programas y solicitudes nuevos.',
    oldest: 'el primero, {{ago}}',
    none: 'nada pendiente',
    open: 'Revisar',
    alarms: 'Alarmas',
    noAlarms: 'Todo está bien: no hay alarmas.',
    toHealth: 'Estado del sistema',
    recruiting: { title: 'Programas que no admiten nuevos socios', since: 'Desde' },
    queues: {
      organisations: 'Organizaciones',
      ad_spaces: 'Espacios publicitarios',
      programs: 'Programas',
      applications: 'Solicitudes',
      cases: 'Casos abiertos',
      appeals: 'Objeciones a sanciones',
    },
  },
  common: {
    all: 'Todos',
    any: 'Cualquiera',
    none: 'Ninguno',
    program: 'Programa',
    noProgram: 'No hay tal programa',
    publisher: 'Publisher',
    adSpace: 'Espacio publicitario',
    status: 'Estado',
    kind: 'Tipo',
    reason: 'Motivo',
    when: 'Cuándo',
    since: 'Desde {{when}}',
    by: 'Por',
    toStart: 'A la primera página',
    more: 'Página siguiente',
    reasonHint: 'Lo leerá la parte afectada.',
    reasonMissing: 'Escriba el motivo: lo leerá la parte afectada.',
    search: 'Buscar',
  },
  clicks,
  ...moderation,
  ...conduct,
  ...money,
  ...books,
  ...watch,
  ...promises,
};
