package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.domain.error.OrchestratorException;
import picocli.CommandLine.Command;

/** {@code connections list}: the databases that jobs may name, without their passwords. */
@Command(
    name = "connections",
    description = "List the databases that jobs may name; test one with 'connections test'.")
final class ConnectionsCommand extends Verb {
  ConnectionsCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    Connections connections = launcher().connections(root().launchOptions());
    ArrayNode array = JobJson.array();
    TablePrinter table = new TablePrinter("NAME", "WHERE", "TLS", "ACCESS", "PASSWORD", "PROBLEM");
    for (String name : connections.names()) {
      ObjectNode node = array.addObject().put("name", name).put("kind", "postgresql");
      try {
        NamedConnection known = connections.get(name);
        String access = known.readOnly() ? "read" : "read, write";
        String password = known.password() == null ? "none" : "found";
        node.put("where", known.describe()).put("sslMode", known.sslMode());
        node.put("access", access).put("password", password);
        table.row(name, known.describe(), known.sslMode(), access, password, "");
      } catch (OrchestratorException e) {
        node.put("problem", e.getMessage());
        table.row(name, "-", "-", "-", "-", String.valueOf(e.getMessage()));
      }
    }
    if (json()) {
      print(array);
    } else if (connections.names().isEmpty()) {
      note("There are none. Add one to orchestrator.conf: connections.NAME { host = …, … }");
    } else {
      table.print(io().out());
    }
    return ExitCode.OK;
  }
}
