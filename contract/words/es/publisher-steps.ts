export const words = {
  steps: {
    title: 'Primeros pasos',
    lead: 'De aquí a su primer pedido.',
    done: 'hecho',
    name: {
      adSpace: 'Añadir un espacio publicitario',
      prove: 'Conseguir que lo acepten',
      apply: 'Conectarse a un programa',
      link: 'Publicar un enlace',
      order: 'Primer pedido',
    },
    what: {
      adSpace:
        'Empiece por un espacio publicitario: un sitio, canal o aplicación suya donde los visitantes encuentran sus enlaces. Se tarda dos minutos.',
      prove: 'Demuestre que «{{name}}» es suyo: con un archivo, una metaetiqueta o un registro DNS.',
      review: 'La red está mirando «{{name}}». Recibirá un aviso con la respuesta; por ahora no tiene que hacer nada.',
      mend: 'La red no aceptó «{{name}}». Lea por qué; lo que se corrige se vuelve a mirar.',
      apply: 'Compare lo que pagan y aceptan los programas y presente una solicitud con «{{name}}».',
      decision: '{{program}} decide sobre su solicitud. Recibirá un aviso con la respuesta.',
      link: 'Ya trabaja con {{program}}. Tome un enlace y póngalo donde lo vean sus visitantes.',
      order: 'Los visitantes ya siguen sus enlaces. El primer pedido aparece aquí en cuanto la tienda lo comunica.',
    },
    go: {
      adSpace: 'Añadir un espacio',
      prove: 'Demostrarlo',
      review: 'Verlo',
      mend: 'Leer por qué',
      apply: 'Buscar un programa',
      decision: 'Mis solicitudes',
      link: 'Tomar un enlace',
      order: 'Ver los clics',
    },
  },
};
