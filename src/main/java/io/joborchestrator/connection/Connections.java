package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.List;

/** The databases of this installation by name. Thread-safe. */
public interface Connections {
  /** No databases at all. */
  Connections NONE =
      new Connections() {
        @Override
        public List<String> names() {
          return List.of();
        }

        @Override
        public NamedConnection get(String name) {
          throw unknown(name, names());
        }
      };

  /** All names in order. */
  List<String> names();

  /**
   * The database of a name.
   *
   * @throws OrchestratorException UNKNOWN_CONNECTION with what was probably meant,
   *     INVALID_CONFIGURATION if its password or service is not where the configuration says
   */
  NamedConnection get(String name);

  /** The error of a name that is not known. */
  static OrchestratorException unknown(String name, List<String> known) {
    String others =
        known.isEmpty()
            ? " There are none here: add it to orchestrator.conf (connections." + name + ")."
            : " Known here: " + String.join(", ", known) + ".";
    return new OrchestratorException(
        ErrorCode.UNKNOWN_CONNECTION,
        "There is no connection '" + name + "'." + NearNames.hint(name, known) + others);
  }
}
