package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code version}: of this program and of what it runs on. Connects to nothing. */
@Command(name = "version", description = "Show the version of this program and of Java.")
final class VersionCommand extends Verb {
  VersionCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    String java = Runtime.version() + " (" + System.getProperty("java.vendor", "?") + ")";
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (json()) {
      ObjectNode node = JobJson.object();
      node.put("version", version()).put("java", java).put("system", system);
      print(node);
    } else {
      print("Enterprise Job Orchestrator " + version());
      print("Java " + java + ", " + system);
    }
    return ExitCode.OK;
  }

  /** From the jar's manifest; classes in a folder have none. */
  static String version() {
    @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
