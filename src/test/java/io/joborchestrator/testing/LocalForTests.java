package io.joborchestrator.testing;

import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.engine.local.pipeline.AnalyticsRunner;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.local.pipeline.PipelineRunner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One local engine with pipelines for all tests of a JVM. */
public final class LocalForTests {
  private static @Nullable LocalEngine engine;

  private LocalForTests() {}

  public static synchronized LocalEngine engine() {
    if (engine == null) {
      engine = create();
    }
    return engine;
  }

  public static LocalEngine create() {
    var settings = new DuckDbSettings(2, 512);
    var connections = ConnectionsForTests.all();
    var workbench = new LocalPipelineWorkbench(settings, connections);
    var runner = new PipelineRunner(settings, workbench, connections);
    return new LocalEngine(
        List.of(runner, new AnalyticsRunner(settings, connections)),
        LocalEngineSettings.withSlots(2));
  }
}
