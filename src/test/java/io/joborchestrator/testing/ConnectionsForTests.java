package io.joborchestrator.testing;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.store.postgres.ConnectionConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The databases that pipelines of this JVM's tests may name; a test adds its own. */
public final class ConnectionsForTests implements Connections {
  private static final ConnectionsForTests ALL = new ConnectionsForTests();

  private final Map<String, NamedConnection> known = new ConcurrentSkipListMap<>();

  private ConnectionsForTests() {}

  public static ConnectionsForTests all() {
    return ALL;
  }

  /** Adds a database or takes the place of another of this name. */
  public void put(NamedConnection connection) {
    known.put(connection.name(), connection);
  }

  public void remove(String name) {
    known.remove(name);
  }

  /** A test's database under a name. */
  public static NamedConnection of(String name, ConnectionConfig config) {
    return new NamedConnection(
        name,
        config.host(),
        config.port(),
        config.database(),
        config.user(),
        config.password(),
        "disable",
        null,
        5,
        60,
        null,
        false);
  }

  @Override
  public List<String> names() {
    return List.copyOf(known.keySet());
  }

  @Override
  public NamedConnection get(String name) {
    NamedConnection connection = known.get(name);
    if (connection == null) {
      throw Connections.unknown(name, names());
    }
    return connection;
  }
}
