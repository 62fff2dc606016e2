package io.joborchestrator.connection;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A database by the name that jobs use, with all that is needed to connect. It holds the password:
 * it may travel to the executors of a run, never into a text. Immutable.
 *
 * @param host name or address
 * @param password null if the server asks for none
 * @param sslMode as in libpq
 * @param rootCertificate file with the certificates that are trusted; null: the usual places
 * @param socketSeconds longest silence of the server, 0 for none
 * @param stagingSchema where staging tables are made; null: in the schema of the table
 * @param readOnly jobs may not write to it
 */
public record NamedConnection(
    String name,
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String sslMode,
    @Nullable String rootCertificate,
    int connectSeconds,
    int socketSeconds,
    @Nullable String stagingSchema,
    boolean readOnly)
    implements Serializable {

  /** Where it is and who connects, for people; without the password. */
  public String describe() {
    return user + "@" + host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return name + " (" + describe() + ")";
  }
}
