/** The way of a newcomer to the first order. */
export const words = {
  steps: {
    title: 'First steps',
    lead: 'From here to your first order.',
    done: 'done',
    name: {
      adSpace: 'Add an ad space',
      prove: 'Have it let in',
      apply: 'Join a program',
      link: 'Publish a link',
      order: 'First order',
    },
    what: {
      adSpace:
        'Begin with an ad space: a site, channel or app of yours where visitors find your links. It takes two minutes.',
      prove: 'Show that “{{name}}” is yours: by a file, a meta tag or a DNS record.',
      review: 'The network is looking at “{{name}}”. You get a notice with the answer; nothing is needed from you now.',
      mend: 'The network did not take “{{name}}”. Read why; what can be mended is looked at again.',
      apply: 'Compare what programs pay and take, and apply with “{{name}}”.',
      decision: '{{program}} decides about your application. You get a notice with the answer.',
      link: 'You work with {{program}}. Take a link and put it where your visitors see it.',
      order: 'Visitors click on your links. The first order shows here as soon as the shop reports it.',
    },
    go: {
      adSpace: 'Add an ad space',
      prove: 'Prove it',
      review: 'Look at it',
      mend: 'Read why',
      apply: 'Find a program',
      decision: 'My applications',
      link: 'Take a link',
      order: 'See the clicks',
    },
  },
};
