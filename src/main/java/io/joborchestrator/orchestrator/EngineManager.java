package io.joborchestrator.orchestrator;

import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import java.util.List;

/** The engines of this process. Does not block: answers from what is known. */
public interface EngineManager {
  /** One engine as people see it. */
  record EngineView(
      String name,
      EngineCapabilities capabilities,
      EngineHealth health,
      EngineResources resources) {}

  List<EngineView> engines();
}
