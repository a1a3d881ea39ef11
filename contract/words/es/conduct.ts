export const words = {
  levels: {
    warning: 'Advertencia',
    block: 'Bloqueo',
    block_and_void: 'Bloqueo y anulación de lo pendiente',
    expelled: 'Expulsión definitiva',
  },
  /** A rule in a recorded reason. */
  citation: {
    numbered: 'Regla {{number}}: {{name}}',
    unnumbered: 'Regla: {{name}}',
    version: '{{rule}} (versión {{version}} de las reglas)',
  },
  rules: {
    incentive_action: 'Recompensa por acciones de visitantes',
    forced_action: 'Registro o compra forzados',
    abnormal_activity: 'Visitas, clics o consultas con programas',
    malicious: 'Métodos maliciosos',
    misleading: 'Afirmaciones exageradas o falsas',
    unlawful: 'Actividad ilegal',
    damage: 'Daño o responsabilidad',
    pop: 'Pop-up o pop-under',
    brand_search: 'SEO o SEM con marcas',
    self_dealing: 'Compras propias o de allegados',
    bait_incentive: 'Incentivos como cebo para páginas promocionales',
    false_association: 'Asociación falsa',
    refund_urging: 'Incitar a devoluciones o fraude',
    hidden_promotion: 'Promoción de productos ocultos',
  },
};
