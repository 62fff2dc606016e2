package io.joborchestrator.cli;

import io.joborchestrator.connection.ConnectionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code connections test}: connects to a database that jobs may name. */
@Command(name = "test", description = "Connect to a database that jobs may name.")
final class ConnectionTestCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "Name of the connection.")
  String name;

  ConnectionTestCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    ConnectionCheck check =
        ConnectionCheck.of(launcher().connections(root().launchOptions()), name);
    if (json()) {
      print(JobJson.tree(check));
      return ExitCode.OK;
    }
    print(
        check.name()
            + ": "
            + check.where()
            + ", PostgreSQL "
            + check.version()
            + (check.encrypted() ? ", encrypted" : ", not encrypted")
            + (check.standby() ? ", a standby: it takes no writes" : "")
            + ", answered in "
            + check.millis()
            + " ms");
    return ExitCode.OK;
  }
}
