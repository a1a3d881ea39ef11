import { words as names } from './advertiser-names.ts';
import { words as daily } from './advertiser-orders.ts';
import { words as program } from './advertiser-program.ts';
import { words as terms } from './advertiser-terms.ts';

/** El área de los anunciantes. */
export const words = {
  overview: {
    title: 'Resumen',
    lead: 'Lo que le espera y cómo van sus programas.',
    waiting: 'Lo que le espera',
    orders: 'Pedidos por confirmar o rechazar',
    applications: 'Solicitudes por revisar',
    proposals: 'Condiciones que esperan a una segunda persona',
    alarms: 'Alarmas de tráfico',
    noAlarms: 'hoy ninguna',
    lastDays: 'Los últimos 30 días',
    clicks: 'Clics',
    actions: 'Pedidos con recompensa',
    spend: 'Lo que le cuestan',
    clicksWhy: 'Ver el tráfico de un día',
    ordersWhy: 'Ver los pedidos',
    spendNote: 'Aprobadas, y las que siguen abiertas',
    programs: 'Programas',
    begin: 'Prepare su primer programa',
    beginWhy:
      'Un programa dice qué vende, por qué paga y qué tráfico acepta. Los publishers lo encuentran en el catálogo.',
    open: 'Abrir',
  },
  ...program,
  names,
  terms,
  daily,
};
