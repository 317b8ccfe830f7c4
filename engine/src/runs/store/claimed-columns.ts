/** Deaths of its owner after which a run is suspected of having caused them. */
export const suspectAfter = 2;

/** What an owner gets of a run that it claims. */
export const returnedColumns = `r.id, r.tenant_id, r.flow_id, r.version, r.accepted_at, r.started_at, r.again_of, r.node_id, r.payload,
  r.epoch, r.crashes, r.last_seq, r.cancel_requested, r.turn IS NOT NULL AS takes_turn`;
