import { words as conduct } from './conduct.ts';

export const words = {
  open: 'Denunciar una infracción',
  title: 'Denunciar una infracción',
  titleOf: 'Denunciar una infracción: {{name}}',
  lead: 'Indique quién incumplió qué regla. Lo leen personas de la red; nada se detiene hasta que decidan.',
  about: 'Espacio publicitario: {{name}}',
  adSpace: 'Espacio publicitario',
  adSpaceHint: 'Pegue uno de sus enlaces o los diez caracteres de su código: la parte central de cada enlace.',
  noAdSpace: 'Ningún espacio publicitario de esta red tiene este enlace o código. Cópielo de nuevo, entero.',
  program: 'Programa',
  rule: 'Regla',
  rules: conduct.rules,
  evidence: 'Qué ocurrió',
  evidenceHint: 'Qué vio, dónde y cuándo. Las direcciones de las páginas ayudan.',
  send: 'Enviar la denuncia',
  sent: 'El caso está abierto',
  sentMeans: 'Personas de la red leen su denuncia y deciden. El afectado no ve ni la denuncia ni quién la envió.',
};
