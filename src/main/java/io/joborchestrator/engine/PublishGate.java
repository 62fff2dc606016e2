package io.joborchestrator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fence before output becomes visible. An engine writes to a temporary place of its epoch, asks
 * the gate once, and only then renames. A run that lost its lease is told so here and must remove
 * what it wrote.
 */
@FunctionalInterface
public interface PublishGate {
  /** A gate that always opens, for previews and tests. */
  PublishGate OPEN = manifest -> true;

  /**
   * Blocks for one database round trip.
   *
   * @param manifest what is about to be renamed to what, kept so that another worker can finish it
   * @return false if this attempt is no longer the current one
   * @throws io.joborchestrator.domain.error.OrchestratorException if the manifest can never be
   *     stored: the run has failed
   */
  boolean tryEnter(ObjectNode manifest);
}
