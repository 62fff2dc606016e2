package io.joborchestrator.app;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.ExecutionConfig;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** As what this process joins the fleet. */
final class WorkerIdentity {
  private static final String DEVELOPMENT = "development";

  private WorkerIdentity() {}

  static WorkerRegistration of(
      AppConfig config, Purpose purpose, EngineRegistry engines, Map<String, String> env) {
    ExecutionConfig execution = config.execution();
    Set<String> kinds = new LinkedHashSet<>();
    List<String> names = new ArrayList<>();
    int slots = 0;
    for (EngineView engine : engines.engines()) {
      if (engine.capabilities().slots() > 0) {
        kinds.addAll(engine.capabilities().jobTypes());
        names.add(engine.name());
        slots += engine.capabilities().slots();
      }
    }
    String host = host(env);
    String kind = purpose == Purpose.CONSOLE ? "console" : "worker";
    long pid = ProcessHandle.current().pid();
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return new WorkerRegistration(
        host + "-" + pid + "-" + unique,
        kind + "@" + host + ":" + pid,
        kind,
        host,
        version(),
        pid,
        Math.max(1, slots),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        List.copyOf(kinds),
        names,
        execution.queues(),
        onlyOwnJobs(config, purpose),
        execution.lease(),
        engines.resources());
  }

  static String version() {
    String version = WorkerIdentity.class.getPackage().getImplementationVersion();
    return version == null ? DEVELOPMENT : version;
  }

  /** On a database that others share, a console works for its own user only, unless told. */
  private static boolean onlyOwnJobs(AppConfig config, Purpose purpose) {
    Boolean told = config.execution().onlyOwnJobs();
    if (told != null) {
      return told;
    }
    return purpose == Purpose.CONSOLE && !config.profile().database().embedded();
  }

  static String host(Map<String, String> env) {
    String name = env.getOrDefault("HOSTNAME", env.get("COMPUTERNAME"));
    if (name != null && !name.isBlank()) {
      return name.toLowerCase(Locale.ROOT);
    }
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static long memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean machine) {
      return machine.getTotalMemorySize();
    }
    return Runtime.getRuntime().maxMemory();
  }
}
