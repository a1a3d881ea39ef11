import { words as named } from './conduct.ts';

export const words = {
  conduct: {
    ...named,
    title: 'Infracciones',
    lead: 'Sanciones por incumplir las reglas: por qué, qué efecto tuvieron y su objeción.',
    none: 'No hay sanciones',
    noneHint: 'Nadie ha visto un incumplimiento. Las reglas están en la página de cada programa.',
    ruleNumber: 'Regla {{number}}: {{rule}}',
    version: 'versión {{version}} de las reglas',
    ruleText: 'La regla tal como decía en la versión {{version}}',
    rulesToday: 'Las reglas tal como son hoy',
    where: '{{program}}, {{adSpace}}',
    everything: '{{program}}, todos los espacios',
    decided: 'Decisión de la red',
    means: {
      warning: 'Nada se detiene. La próxima vez pesará más.',
      block:
        'Los enlaces llevan a una página neutral en vez de a la tienda y los clics nuevos no ganan nada. Lo ganado se queda.',
      block_and_void:
        'Como un bloqueo; las acciones sin decidir se rechazan y los pedidos posteriores de clics anteriores no ganan nada.',
      expelled:
        'Es definitivo: no se puede volver a este programa ni objetar. Las acciones sin decidir se rechazan y las aprobadas se retiran como «Antispam Deduction».',
    },
    states: { in_force: 'vigente', appealed: 'con objeción', answered: 'objeción respondida', lifted: 'levantada' },
    declined_one: '{{count}} acción rechazada',
    declined_many: '{{count}} acciones rechazadas',
    declined_other: '{{count}} acciones rechazadas',
    deducted_one: '{{count}} acción deducida',
    deducted_many: '{{count}} acciones deducidas',
    deducted_other: '{{count}} acciones deducidas',
    liftedBecause: 'Levantada: {{reason}}',
    yours: 'Su objeción',
    object: 'Objetar',
    objectAgain: 'Cambiar la objeción',
    objectHint: 'Diga por qué la sanción no es correcta. La red la levanta o dice por qué se mantiene.',
    send: 'Enviar la objeción',
    sent: 'La red tiene su objeción',
    until: 'Puede objetar hasta {{when}}.',
    over: 'El plazo para objetar terminó {{when}}.',
    answer: 'Respuesta de la red',
    more: 'Mostrar más',
  },
};
