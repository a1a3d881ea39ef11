import { clickFlags } from './click-flags.ts';

/** Single clicks as the operator sees them, with what was noticed. */
export const clicks = {
  title: 'Clics uno por uno',
  lead: 'Cada clic de un programa en un día, primero los más nuevos, con lo observado en él.',
  choose: 'Los clics se muestran por programa: elija uno.',
  none: 'Ningún clic encaja.',
  day: 'Día del programa',
  noticed: 'Observado',
  open: 'Abrir',
  link: 'Enlace',
  country: 'País',
  counts: 'Cuenta',
  yes: 'sí',
  no: 'no',
  target: 'Llevó a',
  asked: 'Lo pedido',
  flags: clickFlags,
};
